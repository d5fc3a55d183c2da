"""Which kinds of letters a person does not want."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from storage.given import among
from storage.tables.answers import mutes

_mute = mutes.c
_OF_PEOPLE = select(_mute.person_id, _mute.kind).where(among(_mute.person_id, "people"))


def of_people(tx: Connection, person_ids: Iterable[int]) -> frozenset[tuple[int, str]]:
    """(person, kind) of everything these people do not want."""
    return frozenset((row[0], row[1]) for row in tx.execute(_OF_PEOPLE, {"people": person_ids}))


def add(tx: Connection, *, person_id: int, kind: str, at: datetime) -> bool:
    """False = it was muted already."""
    if (person_id, kind) in of_people(tx, [person_id]):
        return False
    tx.execute(insert(mutes).values(person_id=person_id, kind=kind, at=at))
    return True


def drop(tx: Connection, *, person_id: int, kind: str) -> bool:
    """False = it was not muted."""
    return tx.execute(delete(mutes).where(_mute.person_id == person_id, _mute.kind == kind)).rowcount == 1
