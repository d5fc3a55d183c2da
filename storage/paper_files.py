"""The documents of registered papers: the DOCX as it was registered, its PDF copy, the scan of the signed one."""

from dataclasses import dataclass, fields
from hashlib import sha256

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.tables.papers import paper_files


@dataclass(frozen=True, slots=True)
class PaperFileRow:
    """`pdf` None: nobody has asked for a copy yet. `scan`: stored name in the folder of evidence, "" = none."""

    paper_id: int
    docx: bytes
    sha256: str
    pdf: bytes | None
    scan: str


_ONE = select(*(paper_files.c[field.name] for field in fields(PaperFileRow))).where(
    paper_files.c.paper_id == bindparam("id")
)


def get(tx: Connection, paper_id: int) -> PaperFileRow | None:
    row = tx.execute(_ONE, {"id": paper_id}).first()
    return None if row is None else PaperFileRow(*row)


def keep(tx: Connection, paper_id: int, docx: bytes) -> str:
    """Store the document of a paper that has none, and return its SHA-256."""
    digest = sha256(docx).hexdigest()
    tx.execute(insert(paper_files).values(paper_id=paper_id, docx=docx, sha256=digest, scan=""))
    return digest


def keep_pdf(tx: Connection, paper_id: int, pdf: bytes) -> None:
    tx.execute(update(paper_files).where(paper_files.c.paper_id == paper_id).values(pdf=pdf))


def attach_scan(tx: Connection, paper_id: int, name: str) -> None:
    """`name` is of the folder of evidence. A paper made elsewhere has a scan alone, and no document of ours."""
    if get(tx, paper_id) is None:
        tx.execute(insert(paper_files).values(paper_id=paper_id, docx=b"", sha256="", scan=name))
    else:
        tx.execute(update(paper_files).where(paper_files.c.paper_id == paper_id).values(scan=name))
