"""What somebody gives as evidence becomes a `Proof`: a file looked at and kept, a link that names a host."""

from pathlib import Path
from urllib.parse import urlsplit

from engine.file_kinds import kind_of
from engine.refusals import BadInput
from storage import evidence_files
from workflows.complete_item import Proof
from workflows.plain_text import plain_text

_LONGEST_LINK = 2000


def file_proof(data_dir: Path, content: bytes, *, field: str) -> Proof:
    """Keep an uploaded file under its digest. Raises BadInput for an empty one and for a kind that is not kept."""
    if not content:
        raise BadInput(field, "Файл пустой, выберите другой", "The file is empty, choose another")
    kind = kind_of(content)
    if kind is None:
        raise BadInput(
            field,
            "Такие файлы не принимаются: нужен PDF, снимок (JPEG, PNG, HEIC, WebP) или документ без макросов"
            " (DOCX, XLSX, PPTX, ODT, ODS, ODP)",
            "Such files are not taken: a PDF, a picture (JPEG, PNG, HEIC, WebP) or a document without macros"
            " (DOCX, XLSX, PPTX, ODT, ODS, ODP) is needed",
        )
    name, digest = evidence_files.keep(data_dir, content, suffix=kind.suffix)
    return Proof("file", name, sha256=digest)


def link_proof(text: str, *, field: str) -> Proof:
    """A link. Raises BadInput when it is no web address or would not stand on one line."""
    shown = plain_text(text, field, longest=_LONGEST_LINK)
    try:
        host = urlsplit(shown).hostname
    except ValueError:
        host = None
    if host is None or " " in shown or not shown.startswith(("http://", "https://")):
        raise BadInput(
            field,
            f"{field}: «{shown}» не ссылка, нужно вида https://school.ru/page",
            f"{field}: “{shown}” is no link, write it like https://school.example/page",
        )
    return Proof("link", shown)
