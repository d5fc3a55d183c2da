"""Style, script and fonts: read once, served under names that hold their hash, so that browsers keep them for ever."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_URL = re.compile(r'url\("\.\./([^"]+)"\)')
# The order of the layers; every other file of the folder follows by name, print rules come last.
_FIRST = ("tokens", "base", "layout", "parts")
_LAST = ("print",)


@dataclass(frozen=True, slots=True)
class StaticFile:
    content: bytes
    packed: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """`names`: what a template asks for → the hashed name; `files` by the hashed name."""

    names: dict[str, str]
    files: dict[str, StaticFile]

    def address(self, name: str) -> str:
        return f"/static/{self.names[name]}"

    def answer(self, request: Request, hashed: str) -> Response | None:
        """None when there is no such file."""
        file = self.files.get(hashed)
        if file is None:
            return None
        headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
        if "gzip" in request.headers.get("accept-encoding", "") and len(file.packed) < len(file.content):
            return Response(file.packed, media_type=file.kind, headers={**headers, "Content-Encoding": "gzip"})
        return Response(file.content, media_type=file.kind, headers=headers)


@cache
def static_files() -> StaticFiles:
    """Fonts and scripts first: the style sheet names them by their hashes. All style is one file, `style.css`."""
    found = StaticFiles({}, {})
    for path in sorted(FOLDER.glob("*/*")):
        if path.suffix in (".js", ".woff2", ".svg", ".png"):
            _add(found, f"{path.parent.name}/{path.name}", path.read_bytes())
    _add(found, "style.css", _URL.sub(lambda url: f'url("{found.names[url[1]]}")', _style()).encode())
    return found


def _style() -> str:
    by_name = {path.stem: path.read_text(encoding="utf-8") for path in (FOLDER / "css").glob("*.css")}
    middle = sorted(by_name.keys() - {*_FIRST, *_LAST})
    return "\n".join(by_name[name] for name in (*_FIRST, *middle, *_LAST))


def _add(found: StaticFiles, name: str, content: bytes) -> None:
    stem, dot, suffix = name.replace("/", "-").rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}{dot}{suffix}"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if kind.startswith("text/"):
        kind += "; charset=utf-8"
    found.names[name] = hashed
    found.files[hashed] = StaticFile(content, gzip.compress(content, 9, mtime=0), kind)
