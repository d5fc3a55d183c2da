"""A registered paper named in a request."""

from sqlalchemy import Connection

from engine.actors import By
from storage import papers, turns
from storage.papers import PaperRow
from workflows.access import sees, unknown


def find_paper(tx: Connection, *, by: By, paper_id: int, field: str = "paper") -> PaperRow:
    """The paper of an id. Raises BadInput when there is none the actor may see."""
    turns.take_of(tx, "paper", paper_id)
    found = papers.get(tx, paper_id)
    if found is None or not sees(tx, by, found.organisation_id):
        raise unknown(field, paper_id)
    return found
