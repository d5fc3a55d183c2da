"""Profiles: what the registers of mentors and mentees keep about a person from the consent on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.given import among
from storage.hot import Hot
from storage.tables.participants import profiles


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """`version` 0: nothing is stored yet. `capacity` None: nobody asked how many pairs the mentor leads at once."""

    person_id: int
    sex: str = ""
    phone: str = ""
    place: str = ""
    category: str = ""
    request: str = ""
    needs: list[str] = field(default_factory=list[str])
    competences: list[str] = field(default_factory=list[str])
    interests: list[str] = field(default_factory=list[str])
    achievements: str = ""
    wished_age: str = ""
    time_resource: str = ""
    expert_in: str = ""
    capacity: int | None = None
    entered_on: date | None = None
    version: int = 0


_COLUMNS = [profiles.c[one.name] for one in fields(ProfileRow)]
_OF_PERSON = Hot(select(*_COLUMNS).where(profiles.c.person_id == bindparam("person", type_=Integer)))
_OF_PEOPLE = Hot(select(*_COLUMNS).where(among(profiles.c.person_id, "people")))
_CAPACITIES = Hot(
    select(profiles.c.person_id, profiles.c.capacity).where(
        among(profiles.c.person_id, "people"), profiles.c.capacity.is_not(None)
    )
)


def of_person(tx: Connection, person_id: int) -> ProfileRow:
    """The profile, an empty one (version 0) when nothing is stored."""
    row = _OF_PERSON.first(tx, {"person": person_id})
    return ProfileRow(person_id) if row is None else ProfileRow(*row)


def of_people(tx: Connection, person_ids: Collection[int]) -> dict[int, ProfileRow]:
    """Those that are stored, by person."""
    found = _OF_PEOPLE.all(tx, {"people": list(person_ids)}) if person_ids else []
    return {row[0]: ProfileRow(*row) for row in found}


def capacities(tx: Connection, person_ids: Collection[int]) -> dict[int, int]:
    """How many pairs each leads at once, of those who were asked."""
    return dict(_CAPACITIES.all(tx, {"people": list(person_ids)})) if person_ids else {}


def change(tx: Connection, before: ProfileRow, values: Mapping[str, Any]) -> int:
    """Stores new values and returns the new version. Raises ChangedMeanwhile when it is not the row that was read."""
    if before.version == 0:
        whole = {one.name: getattr(before, one.name) for one in fields(ProfileRow)}
        tx.execute(insert(profiles).values({**whole, **values, "version": 1}))
        return 1
    changed = tx.execute(
        update(profiles)
        .where(profiles.c.person_id == before.person_id, profiles.c.version == before.version)
        .values({**values, "version": before.version + 1})
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"person:{before.person_id}")
    return before.version + 1
