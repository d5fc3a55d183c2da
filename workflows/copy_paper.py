"""The PDF copy of a registered paper: made when somebody asks for it first, kept from then on."""

from dataclasses import dataclass

from sqlalchemy import Connection

from documents.papers.pdf import to_pdf
from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import paper_files
from workflows.find_paper import find_paper


@dataclass(frozen=True, slots=True)
class PdfCopy:
    """`fresh`: it was made now and is not stored yet."""

    id: int
    content: bytes
    fresh: bool


def copy_paper(tx: Connection, *, by: By, paper_id: int) -> PdfCopy | Refused:
    """Reads only: LibreOffice works outside a writing transaction, `keep_copy` stores afterwards.

    Refused for a paper that was made elsewhere. Raises BadInput when there is no LibreOffice, or no such paper.
    """
    find_paper(tx, by=by, paper_id=paper_id)
    file = paper_files.get(tx, paper_id)
    if file is None or not file.docx:
        reason = Words("Документ составлен не здесь, файла нет", "The paper was made elsewhere, there is no file")
        return Refused((Reason("file", reason, Words("Приложите скан", "Attach a scan")),))
    if file.pdf is not None:
        return PdfCopy(paper_id, file.pdf, fresh=False)
    return PdfCopy(paper_id, to_pdf(file.docx), fresh=True)


def keep_copy(tx: Connection, copy: PdfCopy) -> int:
    """Store a fresh copy; returns the paper's id."""
    if copy.fresh:
        paper_files.keep_pdf(tx, copy.id, copy.content)
    return copy.id
