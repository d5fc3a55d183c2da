"""Finds a programme for somebody."""

from sqlalchemy import Connection

from engine.actors import By
from storage import programmes
from storage.programmes import ProgrammeRow
from workflows.access import sees, unknown


def find_programme(tx: Connection, *, by: By, programme_id: int, field: str = "--programme") -> ProgrammeRow:
    """The programme. BadInput of `field` when there is none or its organisation is not this person's."""
    programme = programmes.get(tx, programme_id)
    if programme is None or not sees(tx, by, programme.organisation_id):
        raise unknown(field, programme_id)
    return programme
