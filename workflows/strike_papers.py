"""A person's name is struck out of the documents of registered papers; the rest of each stays as it was registered."""

from hashlib import sha256

from sqlalchemy import Connection

from documents.striking_docx import struck_docx
from engine.striking import Strike
from storage import erasing


def strike_papers(tx: Connection, person_id: int, strike: Strike) -> int:
    """How many documents named the person."""
    changed = 0
    for paper_id, docx in erasing.kept_documents(tx, person_id):
        fresh = struck_docx(docx, strike)
        if fresh is None:
            continue
        erasing.keep_document(tx, paper_id, fresh, sha256=sha256(fresh).hexdigest())
        changed += 1
    return changed
