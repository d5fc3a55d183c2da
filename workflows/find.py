"""Organisations and people named in a request. What the actor may not know of answers like what does not exist."""

from sqlalchemy import Connection

from engine.actors import By
from storage import organisations, people, turns
from storage.organisations import OrganisationRow
from storage.people import PersonRow
from workflows.access import sees, unknown


def find_organisation(tx: Connection, path: str, *, by: By, field: str = "organisation") -> OrganisationRow:
    """The organisation of a path such as `kirov/school-5`.

    Raises BadInput when there is none the actor may see.
    """
    found = organisations.by_path(tx, path.strip().strip("/"))
    if found is None or not sees(tx, by, found.id):
        raise unknown(field, path)
    return found


def find_person(tx: Connection, person_id: int, *, by: By, field: str = "person") -> PersonRow:
    """The person of an id. Everybody may see himself. Raises BadInput when there is none the actor may see."""
    turns.take_of(tx, "person", person_id)
    found = people.by_id(tx, person_id)
    itself = by.person_id == person_id
    if found is None or not (itself or sees(tx, by, found.organisation_id)):
        raise unknown(field, person_id)
    return found
