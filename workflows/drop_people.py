"""A checked file nobody wants to load: its rows are let go at once."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import people_imports
from workflows.people_import_at_hand import not_checked, take_people_import


def drop_people(tx: Connection, *, by: By, import_id: int) -> int | Refused:
    """Nothing personal stays of the file. Raises BadInput when there is none the actor may know of."""
    hand = take_people_import(tx, by=by, import_id=import_id)
    if (no := hand.refused or not_checked(hand.row)) is not None:
        return no
    people_imports.change(tx, hand.row, told=[], state="dropped")
    return import_id
