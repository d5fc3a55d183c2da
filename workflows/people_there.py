"""Whom a file of people is compared with: the organisations it may fill, and everybody in those it names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein
from sqlalchemy import Connection

from engine.people_reading.places import Place, Places
from engine.people_reading.sheets import Headed
from engine.refusals import BadInput
from storage import organisations, people_bulk
from storage.organisations import OrganisationRow
from storage.people_bulk import Stored
from storage.scope import below


@dataclass(frozen=True, slots=True)
class People:
    """`places`: where the file may put people; the rest is about the organisations it names.

    `roles`: person, role and organisation; `grown_ups`: by organisation and search key, those who may represent a
    minor; `consents`: of whoever ever signed, whether one is in force.
    """

    places: Places
    stored: Mapping[int, Stored]
    roles: frozenset[tuple[int, str, int]]
    represented: Mapping[int, tuple[int, ...]]
    consents: Mapping[int, bool]
    grown_ups: Mapping[tuple[int, str], tuple[Stored, ...]]

    def signed(self, person_id: int | None) -> bool:
        return self.consents.get(person_id or 0, False)


def people_of(tx: Connection, told: Iterable[Mapping[str, Any]], place: OrganisationRow, *, today: date) -> People:
    """A few statements, however many people and organisations. `told` as `people_import` keeps it."""
    inside = organisations.listing(tx, visible=below([place.path]))
    listed = [Place(one.id, one.path, one.name) for one in inside if one.id != place.id]
    places = Places(Place(place.id, place.path, place.name), listed, DamerauLevenshtein.distance)
    wanted = _named(told, places)
    stored = [one for one in people_bulk.stored(tx, wanted) if not one.disabled]
    held = people_bulk.held(tx, wanted)
    represented: dict[int, tuple[int, ...]] = {}
    grown_ups: dict[tuple[int, str], tuple[Stored, ...]] = {}
    for grant in held:
        if grant.for_person_id is not None:
            represented[grant.for_person_id] = (*represented.get(grant.for_person_id, ()), grant.person_id)
    for one in stored:
        if one.kind != "pupil":
            here = (one.organisation_id, one.key)
            grown_ups[here] = (*grown_ups.get(here, ()), one)
    return People(
        places,
        {one.id: one for one in stored},
        frozenset((grant.person_id, grant.role, grant.organisation_id) for grant in held if not grant.for_person_id),
        represented,
        people_bulk.signed(tx, wanted, day=today),
        grown_ups,
    )


def _named(told: Iterable[Mapping[str, Any]], places: Places) -> set[int]:
    """The organisations of the rows; whoever names none that exists is told so row by row."""
    columns: list[str] = []
    said: set[str] = set()
    for one in told:
        if "sheet" in one:
            fields = Headed.from_document(one["sheet"]).fields
            columns.append(next((str(column) for column, name in fields.items() if name == "organisation"), ""))
        else:
            said.add(one["cells"].get(columns[one["at"]], ""))
    found = {places.chosen.id}
    for text in said:
        try:
            found.add(places.named(text).id)
        except BadInput:
            continue
    return found
