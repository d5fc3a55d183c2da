"""A file of people that was read waits to be looked through: nothing in it is anybody's record yet."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import people_imports
from workflows.access import forbidden
from workflows.read_people_file import PeopleFile


@dataclass(frozen=True, slots=True)
class PeopleChecked:
    """`again`: the same file of the same sender waits already, with what was decided in it."""

    import_id: int
    again: bool = False


def check_people(tx: Connection, *, by: By, organisation_id: int, found: PeopleFile) -> PeopleChecked | Refused:
    """Keep the rows until they are loaded or dropped. No journal line: nothing is decided."""
    if (no := forbidden(tx, by, "people.import", organisation_id)) is not None:
        return no
    same = people_imports.checked(tx, organisation_id=organisation_id, sha256=found.sha256, actor_id=by.person_id)
    if same is not None:
        return PeopleChecked(same, again=True)
    import_id = people_imports.add(
        tx,
        organisation_id=organisation_id,
        sha256=found.sha256,
        size=found.size,
        told=found.told,
        at=by.at,
        actor_id=by.person_id,
    )
    return PeopleChecked(import_id)
