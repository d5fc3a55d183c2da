"""Couples that are never to be proposed to each other."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from storage.given import among
from storage.tables.matching import match_exclusions


@dataclass(frozen=True, slots=True)
class ExclusionRow:
    """`reason`: the curator's words, erasable."""

    id: int
    mentor_id: int
    mentee_id: int
    reason: str
    at: datetime
    actor_id: int | None


_COLUMNS = [match_exclusions.c[field.name] for field in fields(ExclusionRow)]
_AMONG = (
    select(*_COLUMNS)
    .where(among(match_exclusions.c.mentor_id, "people"), among(match_exclusions.c.mentee_id, "others"))
    .order_by(match_exclusions.c.id)
)
_OF_COUPLE = select(*_COLUMNS).where(
    match_exclusions.c.mentor_id == bindparam("mentor_id"), match_exclusions.c.mentee_id == bindparam("mentee_id")
)


def among_people(tx: Connection, person_ids: Collection[int]) -> list[ExclusionRow]:
    """Those where both are among these people, in the order they were made."""
    wanted = set(person_ids)
    return [ExclusionRow(*row) for row in tx.execute(_AMONG, {"people": wanted, "others": wanted})]


def of_couple(tx: Connection, mentor_id: int, mentee_id: int) -> ExclusionRow | None:
    row = tx.execute(_OF_COUPLE, {"mentor_id": mentor_id, "mentee_id": mentee_id}).first()
    return None if row is None else ExclusionRow(*row)


def add(tx: Connection, *, mentor_id: int, mentee_id: int, reason: str, at: datetime, actor_id: int | None) -> int:
    made = tx.execute(
        insert(match_exclusions)
        .values(mentor_id=mentor_id, mentee_id=mentee_id, reason=reason, at=at, actor_id=actor_id)
        .returning(match_exclusions.c.id)
    )
    return int(made.scalar_one())


def remove(tx: Connection, exclusion_id: int) -> None:
    """They may be proposed again; the journal keeps that they were not."""
    tx.execute(delete(match_exclusions).where(match_exclusions.c.id == exclusion_id))
