"""Containers of old Office: too small to hold a document, large enough to lie about one."""

import struct
from collections.abc import Callable, Iterator

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE = 0xFFFFFFFE, 0xFFFFFFFF


def container(*names: str, stream: bytes = b"", table: dict[int, int] | None = None, shift: int = 9) -> bytes:
    """Header, one sector of the table, one of the directory, then `stream`, which all names but the root point at."""
    header = bytearray(512)
    header[:8] = _MAGIC
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, shift, 6)
    struct.pack_into("<IIIIIIIII", header, 44, 1, 1, 0, 4096, _END, 0, _END, 0, 0)
    struct.pack_into("<108I", header, 80, *([_FREE] * 108))
    sectors = [_FREE] * 128
    sectors[0], sectors[1], sectors[2] = 0xFFFFFFFD, _END, _END
    for at, following in (table or {}).items():
        sectors[at] = following
    directory = b"".join(
        _entry(name, 5 if at == 0 else 2, len(stream)) for at, name in enumerate(("Root Entry", *names))
    )
    return (
        bytes(header)
        + struct.pack("<128I", *sectors)
        + directory[:512].ljust(512, b"\x00")
        + stream.ljust(512, b"\x00")
    )


def _entry(name: str, kind: int, size: int) -> bytes:
    entry = bytearray(128)
    encoded = (name + "\x00").encode("utf-16-le")
    entry[: len(encoded)] = encoded
    struct.pack_into("<HBB", entry, 64, len(encoded), kind, 1)
    struct.pack_into("<III", entry, 68, _FREE, _FREE, 1 if kind == 5 else _FREE)
    struct.pack_into("<II", entry, 116, 2 if kind == 2 else _END, size)
    return bytes(entry)


def ole() -> Iterator[tuple[str, Callable[[], bytes]]]:
    yield "OLE: a header only", lambda: _MAGIC
    yield "OLE: a header of zeros", lambda: _MAGIC + b"\x00" * 504
    yield "OLE: sectors of no size", lambda: container("WordDocument", shift=0xFFFF)
    yield "OLE: an encrypted DOCX", lambda: container("EncryptionInfo", "EncryptedPackage")
    yield (
        "OLE: an encrypted DOC",
        lambda: container("WordDocument", stream=b"\xec\xa5\xc1\x00" + b"\x00" * 6 + b"\x00\x01"),
    )
    yield "OLE: a DOC of nothing", lambda: container("WordDocument", "1Table")
    yield "OLE: an XLS of nothing", lambda: container("Workbook")
    yield "OLE: a presentation", lambda: container("PowerPoint Document")
    yield "OLE: a letter of Outlook", lambda: container("__nameid_version1.0")
    yield "OLE: a directory in a ring", lambda: container("x", table={1: 1})
    yield "OLE: a directory far away", lambda: container("x", table={1: 0x7FFFFFFF})
    yield "OLE: zeros behind the header", lambda: container("x")[:512] + b"\xff" * 4096
