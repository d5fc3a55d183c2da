"""A draft nobody needs goes from the lists; the file's words and the changes stay on record."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, roadmap_imports
from workflows.roadmap_import_at_hand import not_a_draft, take_import


def drop_import(tx: Connection, *, by: By, import_id: int) -> int | Refused:
    """Drop a draft. Raises BadInput when there is none the actor may know of."""
    return _turned(tx, by, import_id, to="dropped", verb="roadmap.import-drop")


def take_up_import(tx: Connection, *, by: By, import_id: int) -> int | Refused:
    """A dropped draft is a draft again."""
    return _turned(tx, by, import_id, to="draft", verb="roadmap.import-keep")


def _turned(tx: Connection, by: By, import_id: int, *, to: str, verb: str) -> int | Refused:
    at_hand = take_import(tx, by=by, import_id=import_id, verb="roadmap.import")
    if at_hand.refused is not None:
        return at_hand.refused
    undoing = to == "draft" and at_hand.row.state == "dropped"
    if not undoing and (no := not_a_draft(at_hand.row)) is not None:
        return no
    roadmap_imports.change(tx, at_hand.row, state=to)
    journal.append(tx, organisation_id=at_hand.row.organisation_id, by=by, verb=verb, subject=at_hand.subject, facts={})
    return import_id
