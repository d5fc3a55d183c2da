"""What is kept about somebody, counted, and what would have to be settled before he leaves: shown before the click."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from storage import organisations, personal_export
from storage.organisations import OrganisationRow
from storage.people import PersonRow
from storage.scope import scope_of, visible
from storage.tables.organisations import organisations as organisation_rows
from workflows.access import forbidden
from workflows.erase_person import depending
from workflows.find import erased, find_person
from workflows.record_consent import local_day


@dataclass(frozen=True, slots=True)
class Leaving:
    """`kept`: rows by table, most first. `depending`: why erasing would be refused now. `targets`: where the actor may
    transfer somebody to.
    """

    person: PersonRow
    kept: tuple[tuple[str, int], ...]
    depending: tuple[Reason, ...]
    targets: tuple[OrganisationRow, ...]
    erased: bool


def show_leaving(tx: Connection, *, by: By, person_id: int) -> Leaving | Refused:
    """Raises BadInput for somebody the actor may not know of."""
    person = find_person(tx, person_id, by=by, even_erased=True)
    refused = forbidden(tx, by, "person.export", person.organisation_id)
    if refused is not None:
        return refused
    today = local_day(tx, person, by)
    counted = [(name, len(rows)) for name, rows in personal_export.rows_about(tx, person_id)]
    reach = visible(scope_of(tx, by.person_id, today=today), organisation_rows.c.id)
    schools = [each for each in organisations.listing(tx, visible=reach) if each.id != person.organisation_id]
    return Leaving(
        person,
        tuple(sorted(counted, key=lambda one: (-one[1], one[0]))),
        depending(tx, person_id, today=today),
        tuple(schools),
        erased(person),
    )
