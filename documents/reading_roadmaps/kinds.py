"""What a file is, told by its content and never by its name; what it is not, said in a sentence."""

import struct
from collections.abc import Iterator
from typing import Literal

from documents.reading_roadmaps import sentences
from documents.reading_roadmaps.package import Package
from engine.file_kinds import kind_of as kept_kind

Kind = Literal["docx", "xlsx", "pdf", "text", "doc", "rtf", "odt", "xls", "ods"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf'\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_PAGES = (b"<!doctype html", b"<html")
_PDF_WITHIN = 1024  # readers of PDF forgive this much before its header


def kind_of(data: bytes) -> Kind:
    """Raises BadInput for what is not read."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zipped(data)
    if data.startswith(_OLE):
        return _ole(data)
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if _picture(data):
        raise sentences.picture()
    if data.startswith(_ARCHIVES) or data[257:262] == b"ustar":
        raise sentences.archive()
    if data.startswith(_PROGRAMS) and b"\x00" in data[:64]:
        raise sentences.program()
    beginning = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if beginning.startswith(_PAGES) or (beginning.startswith(b"mime-version:") and b"multipart/related" in data[:2048]):
        raise sentences.web_page()
    if beginning.startswith(b"<?xml"):
        raise sentences.xml_file()
    return "text"  # whether it is one, and in which letters, its reader finds out


def _picture(data: bytes) -> bool:
    known = kept_kind(data[:64])
    named = known is not None and known.media_type.startswith("image/")
    # A text may begin with the letters BM; no text has zeros so early.
    return named or (data.startswith(_PICTURES) and (b"\x00" in data[:64] or data[0] > 127)) or b"<svg" in data[:256]


def _zipped(data: bytes) -> Kind:
    package = Package(data)
    if "mimetype" in package:
        declared = package.part("mimetype")[:100].decode("ascii", "replace")
        if declared.startswith("application/vnd.oasis.opendocument.text"):
            return _open_document(package, "odt")
        if declared.startswith("application/vnd.oasis.opendocument.spreadsheet"):
            return _open_document(package, "ods")
        if declared.startswith("application/vnd.oasis.opendocument.presentation"):
            raise sentences.slides()
    # By what the package says its document is; by the usual folders where it says nothing.
    main = next((path for kind, path in package.relations("").values() if kind == "officeDocument"), "")
    folder = main.lower().split("/", 1)[0] if main else ""
    for name, kind in (("word", "docx"), ("xl", "xlsx"), ("ppt", "")):
        if folder == name or (not folder and package.named(f"{name}/")):
            return _office(package, kind)
    if package.named("word/"):
        return "docx"
    if package.named("xl/"):
        return _office(package, "xlsx")
    raise sentences.archive() if package.named("") else sentences.broken()


def _office(package: Package, kind: str) -> Kind:
    if kind == "docx":
        return "docx"
    if kind == "xlsx":
        if "xl/workbook.bin" in package:
            raise sentences.binary_workbook()
        return "xlsx"
    raise sentences.slides()


def _open_document(package: Package, kind: Kind) -> Kind:
    if b"manifest:encryption-data" in package.part("META-INF/manifest.xml"):
        raise sentences.protected()
    return kind


def _ole(data: bytes) -> Kind:
    streams: dict[str, int] = {}
    for name, start in _entries(data):
        streams.setdefault(name, start)
    if "EncryptedPackage" in streams or "EncryptionInfo" in streams:
        raise sentences.protected()
    # The one nearest to the root of the directory: a letter may carry a table, a table a letter.
    for name, start in streams.items():
        if name == "WordDocument":
            if _protected_doc(data, start):
                raise sentences.protected()
            return "doc"
        if name in ("Workbook", "Book"):
            return "xls"
        if name == "PowerPoint Document":
            raise sentences.slides()
    raise sentences.broken() if not streams else sentences.unknown()


def _entries(data: bytes) -> Iterator[tuple[str, int]]:
    """Names in the directory of an OLE file with their first sectors; what cannot be followed is not given."""
    if len(data) < 512:
        return
    size = 1 << min(max(struct.unpack_from("<H", data, 30)[0], 7), 12)
    sector = struct.unpack_from("<I", data, 48)[0]
    seen: set[int] = set()
    while sector not in seen and (sector + 1) * size < len(data):
        seen.add(sector)
        start = (sector + 1) * size
        for at in range(start, min(start + size, len(data) - 127), 128):
            length = struct.unpack_from("<H", data, at + 64)[0]
            if 2 <= length <= 64 and data[at + 66] in (1, 2, 5):
                name = data[at : at + length - 2].decode("utf-16-le", "replace")
                yield name, struct.unpack_from("<I", data, at + 116)[0]
        sector = _next_sector(data, sector, size)


def _next_sector(data: bytes, sector: int, size: int) -> int:
    """By the table of sectors, of which the header names the first 109 parts: enough for 7 MB of a file."""
    part, within = divmod(sector, size // 4)
    if part >= 109:
        return 0xFFFFFFFE
    table = struct.unpack_from("<I", data, 76 + part * 4)[0]
    at = (table + 1) * size + within * 4
    return int(struct.unpack_from("<I", data, at)[0]) if at + 4 <= len(data) else 0xFFFFFFFE


def _protected_doc(data: bytes, sector: int) -> bool:
    """The flag fEncrypted at the beginning of the stream."""
    size = 1 << min(max(struct.unpack_from("<H", data, 30)[0], 7), 12)
    at = (sector + 1) * size + 10
    return at + 2 <= len(data) and bool(struct.unpack_from("<H", data, at)[0] & 0x0100)
