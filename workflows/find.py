"""Organisations and people named in a request. What the actor may not know of answers like what does not exist."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput
from storage import organisations, people, turns
from storage.organisations import OrganisationRow
from storage.people import PersonRow
from storage.personal_data import ERASED_NAME
from workflows.access import sees, unknown


def find_organisation(tx: Connection, path: str, *, by: By, field: str = "organisation") -> OrganisationRow:
    """The organisation of a path such as `kirov/school-5`.

    Raises BadInput when there is none the actor may see.
    """
    found = organisations.by_path(tx, path.strip().strip("/"))
    if found is None or not sees(tx, by, found.id):
        raise unknown(field, path)
    return found


def find_person(
    tx: Connection, person_id: int, *, by: By, field: str = "person", even_erased: bool = False
) -> PersonRow:
    """The person of an id. Everybody may see himself. Raises BadInput when there is none the actor may see, and for
    somebody whose data were erased: nothing is stored about him any more (`even_erased`: he is only looked at).
    """
    turns.take_of(tx, "person", person_id)
    found = people.by_id(tx, person_id)
    itself = by.person_id == person_id
    if found is None or not (itself or sees(tx, by, found.organisation_id)):
        raise unknown(field, person_id)
    if not even_erased and erased(found):
        raise BadInput(
            field,
            f"{field}: данные участника {person_id} удалены; если он вернулся, добавьте его заново",
            f"{field}: the data of person {person_id} were erased; add them anew if they have come back",
        )
    return found


def erased(person: PersonRow) -> bool:
    """Whether nothing but the number is left of somebody."""
    return person.name == ERASED_NAME and not person.email
