"""An answer that a browser saves and never shows: the name holds nothing of anybody."""

from urllib.parse import quote

from fastapi import Response

from documents.spreadsheet import MEDIA_TYPE


def download(content: bytes, name: str, *, media_type: str = MEDIA_TYPE) -> Response:
    """`name` is ours, never what somebody typed; beyond ASCII it travels as RFC 5987 says."""
    plain = name.encode("ascii", "ignore").decode().strip() or "file"
    told = f'attachment; filename="{plain}"' + ("" if plain == name else f"; filename*=UTF-8''{quote(name)}")
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": told,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
        },
    )
