"""People who went from one organisation to another."""

from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, or_, update

from storage.tables.organisations import consents, people
from storage.tables.participants import profiles, transfers


def move(tx: Connection, *, person_id: int, start: int, end: int, on: date, at: datetime, actor_id: int | None) -> int:
    """The person belongs to `end` from now on; returns the id of the transfer."""
    moved = update(people).where(people.c.id == person_id)
    tx.execute(moved.values(organisation_id=end, version=people.c.version + 1))
    made = insert(transfers).values(
        person_id=person_id, from_organisation_id=start, to_organisation_id=end, on=on, at=at, actor_id=actor_id
    )
    return int(tx.execute(made.returning(transfers.c.id)).scalar_one())


def end_consents(tx: Connection, person_id: int, *, last_day: date) -> None:
    """What was agreed with the old organisation holds until a day; withdrawn ones stay as they are."""
    mine = consents.c
    open_ones = or_(mine.valid_to.is_(None), mine.valid_to > last_day)
    tx.execute(
        update(consents)
        .where(mine.person_id == person_id, mine.withdrawn_on.is_(None), open_ones)
        .values(valid_to=last_day)
    )


def strip(tx: Connection, person_id: int) -> None:
    """Only what may be kept before a consent is left: name, address, position."""
    tx.execute(update(people).where(people.c.id == person_id).values(born=None, hired=None))
    tx.execute(delete(profiles).where(profiles.c.person_id == person_id))
