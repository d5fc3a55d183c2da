"""Pairs as stored: where each stands, found by id, by list, by the day an announced end takes effect."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.hot import Hot
from storage.tables.organisations import organisations
from storage.tables.programmes import definitions, memberships, pairs, programmes


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair as one reads and writes it; what each column means stands at its table."""

    id: int
    programme_id: int
    organisation_id: int
    definition_id: int
    number: int
    stage: str
    stage_since: date
    visit: int
    visits: int
    outcome: str | None
    closed_on: date | None
    notice_on: date | None
    ending_on: date | None
    ending_outcome: str | None
    suspended_from: str | None
    suspended_on: date | None
    suspended_days: int
    due_moved_to: date | None
    due_moved_visit: int | None
    entered: str
    pair_seq: int
    version: int

    @property
    def subject(self) -> str:
        """How the journal and the obligations name it."""
        return f"pair:{self.id}"


@dataclass(frozen=True, slots=True)
class PairAround:
    """A pair with what every decision about it asks of its surroundings: one query instead of four."""

    pair: PairRow
    definition_hash: str
    roadmap_id: int | None
    programme_start: date
    programme_end: date
    path: str
    timezone: str
    week: int


@dataclass(frozen=True, slots=True)
class PairListed:
    """A pair in a list, with the names a reader needs beside it."""

    pair: PairRow
    path: str
    programme: str
    lifecycle: str
    definition_version: int
    definition_hash: str


_PAIR_COLUMNS = [pairs.c[field.name] for field in fields(PairRow)]
_AROUND_COLUMNS = [
    definitions.c.hash,
    programmes.c.roadmap_id,
    programmes.c.period_start,
    programmes.c.period_end,
    organisations.c.path,
    organisations.c.timezone,
    organisations.c.week,
]
_LISTED_COLUMNS = [
    organisations.c.path,
    programmes.c.title,
    definitions.c.key,
    definitions.c.version,
    definitions.c.hash,
]
_WIDTH = len(_PAIR_COLUMNS)
_BY_ID = Hot(select(*_PAIR_COLUMNS).where(pairs.c.id == bindparam("id")))
_AROUND = Hot(
    select(*_PAIR_COLUMNS, *_AROUND_COLUMNS)
    .select_from(
        pairs.join(programmes, programmes.c.id == pairs.c.programme_id)
        .join(definitions, definitions.c.id == pairs.c.definition_id)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
    )
    .where(pairs.c.id == bindparam("id"))
)
_ENDING = select(pairs.c.id).where(
    pairs.c.organisation_id == bindparam("organisation_id"),
    pairs.c.ending_on <= bindparam("today"),
    pairs.c.closed_on.is_(None),
)
_ANNOUNCED = (
    select(organisations.c.id, organisations.c.timezone)
    .where(
        organisations.c.id.in_(
            select(pairs.c.organisation_id).where(pairs.c.ending_on <= bindparam("latest"), pairs.c.closed_on.is_(None))
        )
    )
    .order_by(organisations.c.id)
)
_AHEAD = (
    select(pairs.c.ending_on, organisations.c.timezone)
    .join(organisations, organisations.c.id == pairs.c.organisation_id)
    .where(pairs.c.ending_on >= bindparam("since"), pairs.c.closed_on.is_(None))
    .distinct()
)
_LAST_NUMBER = select(func.coalesce(func.max(pairs.c.number), 0)).where(
    pairs.c.organisation_id == bindparam("organisation_id")
)
_LOCK_NUMBERS = select(organisations.c.id).where(organisations.c.id == bindparam("organisation_id")).with_for_update()
_SAVE = Hot(
    update(pairs)
    .where(pairs.c.id == bindparam("pair_id"), pairs.c.version == bindparam("read_version"))
    .values({column.name: bindparam(f"new_{column.name}") for column in _PAIR_COLUMNS if column.name != "id"})
)


def get(tx: Connection, pair_id: int) -> PairRow | None:
    row = _BY_ID.first(tx, {"id": pair_id})
    return None if row is None else PairRow(*row)


def around(tx: Connection, pair_id: int) -> PairAround | None:
    row = _AROUND.first(tx, {"id": pair_id})
    return None if row is None else PairAround(PairRow(*row[:_WIDTH]), *row[_WIDTH:])


def add(tx: Connection, **columns: Any) -> int:
    """Stores a new pair and returns its id."""
    made = tx.execute(insert(pairs).values(**columns).returning(pairs.c.id))
    return int(made.scalar_one())


def save(tx: Connection, pair: PairRow) -> None:
    """Writes a changed pair that was read at `pair.version`, and raises the version.

    Raises `ChangedMeanwhile` when somebody else saved the pair after it was read.
    """
    values: dict[str, Any] = {f"new_{name}": getattr(pair, name) for name in _SAVED}
    values |= {"pair_id": pair.id, "read_version": pair.version, "new_version": pair.version + 1}
    if _SAVE.run(tx, values) != 1:
        raise ChangedMeanwhile(pair.subject)


def next_number(tx: Connection, organisation_id: int) -> int:
    """The number of the organisation's next pair, counted from 1; numbers are not reused.

    Whoever else numbers a pair of this organisation waits until this transaction ends.
    """
    tx.execute(_LOCK_NUMBERS, {"organisation_id": organisation_id})
    return 1 + int(tx.execute(_LAST_NUMBER, {"organisation_id": organisation_id}).scalar_one())


def ending_by(tx: Connection, *, organisation_id: int, today: date) -> list[int]:
    """Live pairs of the organisation whose announced end has come by its local day."""
    return list(tx.execute(_ENDING, {"organisation_id": organisation_id, "today": today}).scalars())


def organisations_with_ends(tx: Connection, *, latest: date) -> list[tuple[int, str]]:
    """(id, time zone) of organisations with an end announced for `latest` or before, by id.

    `latest` is the furthest local day on Earth now; whether the day has come there, the caller asks by zone.
    """
    return [(row.id, row.timezone) for row in tx.execute(_ANNOUNCED, {"latest": latest})]


def ends_ahead(tx: Connection, *, since: date) -> list[tuple[date, str]]:
    """(day, time zone) of the ends announced for `since` or later."""
    return [(row.ending_on, row.timezone) for row in tx.execute(_AHEAD, {"since": since})]


def listing(
    tx: Connection,
    *,
    visible: ColumnElement[bool],
    programme_id: int | None = None,
    stage: str | None = None,
    outcome: str | None = None,
    person_id: int | None = None,
    open_only: bool = False,
    most: int | None = None,
    after: int | None = None,
) -> list[PairListed]:
    """Pairs that `visible` lets through (see `storage/scope.py`), by organisation and number; None narrows nothing.

    With `after` a page by id, beginning after that pair (0 = the first page).
    """
    found = _listing().where(visible)
    if after is not None:
        found = found.where(pairs.c.id > after).order_by(None).order_by(pairs.c.id)
    if programme_id is not None:
        found = found.where(pairs.c.programme_id == programme_id)
    if stage is not None:
        found = found.where(pairs.c.stage == stage)
    if outcome is not None:
        found = found.where(pairs.c.outcome == outcome)
    if open_only:
        found = found.where(pairs.c.closed_on.is_(None))
    if person_id is not None:
        theirs = select(memberships.c.pair_id).where(memberships.c.person_id == person_id)
        found = found.where(pairs.c.id.in_(theirs))
    if most is not None:
        found = found.limit(most)
    return [PairListed(PairRow(*row[:_WIDTH]), *row[_WIDTH:]) for row in tx.execute(found)]


def pinned_to(tx: Connection, definition_ids: list[int], *, programme_id: int | None = None) -> list[PairRow]:
    """Live pairs that pin one of these definition versions, by id."""
    found = select(*_PAIR_COLUMNS).where(pairs.c.definition_id.in_(definition_ids), pairs.c.closed_on.is_(None))
    if programme_id is not None:
        found = found.where(pairs.c.programme_id == programme_id)
    return [PairRow(*row) for row in tx.execute(found.order_by(pairs.c.id))]


_SAVED = tuple(field.name for field in fields(PairRow) if field.name not in ("id", "version"))


def _listing() -> Select[Any]:
    return (
        select(*_PAIR_COLUMNS, *_LISTED_COLUMNS)
        .select_from(
            pairs.join(programmes, programmes.c.id == pairs.c.programme_id)
            .join(definitions, definitions.c.id == pairs.c.definition_id)
            .join(organisations, organisations.c.id == pairs.c.organisation_id)
        )
        .order_by(organisations.c.path, pairs.c.number)
    )


_SNAPSHOT = (
    "stage",
    "stage_since",
    "visit",
    "outcome",
    "closed_on",
    "notice_on",
    "ending_on",
    "ending_outcome",
    "suspended_from",
    "suspended_on",
    "suspended_days",
)


def as_stored(pair: PairRow) -> Mapping[str, Any]:
    """The columns of a move, for the snapshot an undo restores. Dates are ISO text."""
    return {name: _plain(getattr(pair, name)) for name in _SNAPSHOT}


def restored(pair: PairRow, snapshot: Mapping[str, Any]) -> PairRow:
    """The pair with the columns of a snapshot that `as_stored` made."""
    days = {field.name for field in fields(pair) if "date" in str(field.type)}
    columns: dict[str, Any] = {
        name: date.fromisoformat(value) if name in days and value is not None else value
        for name, value in snapshot.items()
    }
    return replace(pair, **columns)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
