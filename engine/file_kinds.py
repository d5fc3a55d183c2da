"""What a file is, by its content: the name somebody gave it is only a claim."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind the product keeps. `media_type` is what it is sent as."""

    suffix: str
    media_type: str


PDF = FileKind(".pdf", "application/pdf")
PNG = FileKind(".png", "image/png")
JPEG = FileKind(".jpg", "image/jpeg")
WEBP = FileKind(".webp", "image/webp")
HEIC = FileKind(".heic", "image/heic")
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = FileKind(".docx", f"{_OFFICE}wordprocessingml.document")
XLSX = FileKind(".xlsx", f"{_OFFICE}spreadsheetml.sheet")
PPTX = FileKind(".pptx", f"{_OFFICE}presentationml.presentation")
_OPEN = "application/vnd.oasis.opendocument."
ODT = FileKind(".odt", f"{_OPEN}text")
ODS = FileKind(".ods", f"{_OPEN}spreadsheet")
ODP = FileKind(".odp", f"{_OPEN}presentation")

KINDS = (PDF, PNG, JPEG, WEBP, HEIC, DOCX, XLSX, PPTX, ODT, ODS, ODP)
_IN_OFFICE = ((b"word/document.xml", DOCX), (b"xl/workbook.xml", XLSX), (b"ppt/presentation.xml", PPTX))
_MACROS = (b"vbaProject.bin", b"vbaData.xml")
_HEIF_BRANDS = (b"heic", b"heix", b"mif1", b"heif", b"msf1")


def kind_of(content: bytes) -> FileKind | None:
    """None for what is not kept: programs, pages, pictures that carry scripts, documents with macros.

    >>> kind_of(b"%PDF-1.7 ...").suffix, kind_of(b"<svg onload='...'/>")
    ('.pdf', None)
    """
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return HEIC
    return _document(content) if content.startswith(b"PK\x03\x04") else None


def kind_named(suffix: str) -> FileKind | None:
    """The kind whose files end like this.

    >>> kind_named(".docx") == DOCX
    True
    """
    return next((kind for kind in KINDS if kind.suffix == suffix), None)


def _document(content: bytes) -> FileKind | None:
    """A packed document, by the names inside: they stand in clear at the end of the archive."""
    if any(name in content for name in _MACROS):
        return None
    for kind in (ODT, ODS, ODP):
        if content[30:].startswith(b"mimetype" + kind.media_type.encode()):
            return kind
    if b"[Content_Types].xml" not in content:
        return None
    return next((kind for name, kind in _IN_OFFICE if name in content), None)
