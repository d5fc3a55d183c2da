"""The bank of best practices: what was kept, published and sent to the regional centre."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, insert, or_, select, update

from engine.refusals import ChangedMeanwhile
from storage.given import among
from storage.tables.events import practices
from storage.tables.organisations import consents, organisations, people
from storage.today import columns


@dataclass(frozen=True, slots=True)
class PracticeRow:
    """`form` is a lifecycle's key, "" = any; `state` draft, published or sent."""

    id: int
    organisation_id: int
    pair_id: int | None
    title: str
    summary: str
    body: str
    author_id: int | None
    form: str
    year: int
    tags: str
    url: str
    result: str
    state: str
    sent_on: date | None
    version: int


_PUBLIC = ("personal-data", "photo")
_COLUMNS = [practices.c[field.name] for field in fields(PracticeRow)]
_BY_ID = select(*_COLUMNS).where(practices.c.id == bindparam("id"))
_LISTED = (
    columns(
        *_COLUMNS,
        organisations.c.name.label("organisation"),
        organisations.c.path.label("org_path"),
        people.c.name.label("author"),
        people.c.position.label("author_position"),
    )
    .join(organisations, organisations.c.id == practices.c.organisation_id)
    .outerjoin(people, people.c.id == practices.c.author_id)
)


def get(tx: Connection, practice_id: int) -> PracticeRow | None:
    row = tx.execute(_BY_ID, {"id": practice_id}).first()
    return None if row is None else PracticeRow(*row)


def listing(
    tx: Connection,
    *,
    visible: ColumnElement[bool],
    words: Sequence[Sequence[str]] = (),
    form: str = "",
    state: str = "",
    year: int | None = None,
    most: int | None = None,
) -> Sequence[Row[Any]]:
    """Practices that may be seen, the newest first. Of each of `words` one spelling (a search key) must occur."""
    asked = _LISTED.where(visible)
    for spellings in words:
        asked = asked.where(
            or_(*(func.replace(practices.c.search_key, key, "") != practices.c.search_key for key in spellings))
        )
    if form:
        asked = asked.where(practices.c.form == form)
    if state:
        asked = asked.where(practices.c.state == state)
    if year is not None:
        asked = asked.where(practices.c.year == year)
    return tx.execute(asked.order_by(practices.c.year.desc(), practices.c.id.desc()).limit(most)).all()


def chosen(tx: Connection, ids: Iterable[int]) -> Sequence[Row[Any]]:
    """These practices as `listing` gives them, by id."""
    return tx.execute(_LISTED.where(among(practices.c.id, "ids")).order_by(practices.c.id), {"ids": set(ids)}).all()


def consenting(tx: Connection, person_ids: Iterable[int]) -> set[int]:
    """Those of these people who are named outside the organisation: their consents to personal data and to publication
    stand both. The first alone promises that nobody else gets to know the name.
    """
    wanted = set(person_ids)
    if not wanted:
        return set()
    found = tx.execute(
        select(consents.c.person_id)
        .where(among(consents.c.person_id, "ids"), consents.c.kind.in_(_PUBLIC), consents.c.withdrawn_on.is_(None))
        .group_by(consents.c.person_id)
        .having(func.count(consents.c.kind.distinct()) == len(_PUBLIC)),
        {"ids": wanted},
    )
    return set(found.scalars())


def add(tx: Connection, *, at: datetime, **values: Any) -> int:
    made = tx.execute(insert(practices).values(at=at, version=1, **values).returning(practices.c.id))
    return int(made.scalar_one())


def change(tx: Connection, practice: PracticeRow, **values: Any) -> None:
    """Store new values. Raises ChangedMeanwhile when somebody else changed the practice since it was read."""
    done = tx.execute(
        update(practices)
        .where(practices.c.id == practice.id, practices.c.version == practice.version)
        .values(version=practice.version + 1, **values)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhile(f"practice:{practice.id}")


def mark_sent(tx: Connection, ids: Iterable[int], *, on: date) -> None:
    wanted = {"ids": set(ids)}
    tx.execute(
        update(practices)
        .where(among(practices.c.id, "ids"))
        .values(state="sent", sent_on=on, version=practices.c.version + 1),
        wanted,
    )
