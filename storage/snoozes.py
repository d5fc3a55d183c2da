"""Until which day a person's reminders of one obligation rest."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.given import among
from storage.tables.answers import snoozes

_snooze = snoozes.c
_OF_PEOPLE = select(_snooze.obligation_id, _snooze.person_id, _snooze.until).where(among(_snooze.person_id, "people"))


def until(tx: Connection, *, obligation_id: int, person_id: int) -> date | None:
    """The first day the reminders may come again; None = they do not rest."""
    found: date | None = tx.scalar(
        select(_snooze.until).where(_snooze.obligation_id == obligation_id, _snooze.person_id == person_id)
    )
    return found


def of_people(tx: Connection, person_ids: Iterable[int]) -> dict[tuple[int, int], date]:
    """Until when reminders rest, by (obligation, person)."""
    return {(row[0], row[1]): row[2] for row in tx.execute(_OF_PEOPLE, {"people": person_ids})}


def put(tx: Connection, *, obligation_id: int, person_id: int, day: date, at: datetime) -> None:
    """Let them rest until `day`; an earlier word of the same person is replaced."""
    mine = (_snooze.obligation_id == obligation_id) & (_snooze.person_id == person_id)
    if tx.execute(update(snoozes).where(mine).values(until=day, at=at)).rowcount == 0:
        tx.execute(insert(snoozes).values(obligation_id=obligation_id, person_id=person_id, until=day, at=at))


def drop(tx: Connection, *, obligation_id: int, person_id: int) -> None:
    tx.execute(delete(snoozes).where(_snooze.obligation_id == obligation_id, _snooze.person_id == person_id))
