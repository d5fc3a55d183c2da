"""Obligations: what stands, what changes, what must be looked at, what is overdue."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Integer, Row, Select, and_, bindparam, exists, func, insert, or_, select, update
from sqlalchemy.sql import ColumnElement

from engine.obligations import Derived, Standing
from storage.given import among, rows_on
from storage.hot import Hot
from storage.scope import below
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations
from storage.tables.programmes import pairs
from storage.tables.roadmaps import evidences, items

# A publication counts for the figure of its row and closes nothing.
_EVIDENCED = exists().where(evidences.c.obligation_id == obligations.c.id, evidences.c.kind != "publication")
_STANDING = select(obligations, _EVIDENCED.label("evidenced"))
_OF_PAIR = _STANDING.where(obligations.c.pair_id == bindparam("pair"))
_OF_ROADMAP = _STANDING.join(items, items.c.id == obligations.c.item_id).where(
    items.c.roadmap_id == bindparam("roadmap"), obligations.c.pair_id.is_(None)
)
_OF_TASK = _STANDING.where(obligations.c.subject_kind == "task", obligations.c.subject_id == bindparam("task"))
_OF_SURVEY = _STANDING.where(
    obligations.c.subject_kind == "diagnostic", obligations.c.subject_id == bindparam("survey")
)
_INSERT = insert(obligations)
_WORDS = ("title", "responsible_role", "responsible_id", "starts_on")
_WATCH = (
    "ladder",
    "due_on",
    "first_due_on",
    "revision",
    "status",
    "done_at",
    "reason",
    "held",
    "watched_from",
    "looked_at",
    "next_look_at",
)
_THIS = update(obligations).where(obligations.c.id == bindparam("key"))
_CHANGE = _THIS.values({name: bindparam(name) for name in _WORDS + _WATCH})
_AMEND = _THIS.values({name: bindparam(name) for name in _WORDS})
_CLOSE = (
    update(obligations)
    .where(among(obligations.c.id, "ids"))
    .values(status=bindparam("state"), done_at=bindparam("at"), reason=bindparam("why"), next_look_at=None)
)


class Due(NamedTuple):
    """An obligation whose look has come: what of it decides about its rungs."""

    id: int
    organisation_id: int
    subject_kind: str
    subject_id: int
    pair_id: int | None
    item_id: int | None
    ladder: str
    responsible_role: str | None
    responsible_id: int | None
    due_on: date | None
    revision: int
    watched_from: datetime
    looked_at: datetime


_DUE = Hot(
    select(*(obligations.c[name] for name in Due._fields))
    .where(obligations.c.next_look_at <= bindparam("now"))
    # PostgreSQL takes 62 ms instead of 0.2 for an auto-prepared LIMIT without the ORDER BY.
    .order_by(obligations.c.next_look_at)
    .limit(bindparam("most", type_=Integer))
)
# SQLite takes half as long again for the update from a thousand JSON rows, PostgreSQL half as long as for each.
_LOOKED = Hot(
    update(obligations)
    .where(obligations.c.id == bindparam("id"))
    .values(looked_at=bindparam("looked_at"), next_look_at=bindparam("next_look_at"))
)
_GIVEN = rows_on("postgresql", [obligations.c.id, obligations.c.looked_at, obligations.c.next_look_at])
_LOOKED_AT_ONCE = (
    update(obligations)
    .where(obligations.c.id == _GIVEN.c.id)
    .values(looked_at=_GIVEN.c.looked_at, next_look_at=_GIVEN.c.next_look_at)
)


def of_pair(tx: Connection, pair_id: int) -> list[Standing]:
    """Every obligation of a pair: its stages, its plan, its share of the roadmap."""
    return [_standing(row) for row in tx.execute(_OF_PAIR, {"pair": pair_id})]


def of_roadmap(tx: Connection, roadmap_id: int) -> list[Standing]:
    """The obligations of a roadmap's rows that the organisation owes (those of pairs belong to the pairs)."""
    return [_standing(row) for row in tx.execute(_OF_ROADMAP, {"roadmap": roadmap_id})]


def of_task(tx: Connection, task_id: int) -> list[Standing]:
    return [_standing(row) for row in tx.execute(_OF_TASK, {"task": task_id})]


def of_survey(tx: Connection, survey_id: int, *, person_ids: Collection[int] | None = None) -> list[Standing]:
    """What the people a survey asks owe it; only these people when they are named."""
    wanted = (
        _OF_SURVEY if person_ids is None else _OF_SURVEY.where(obligations.c.responsible_id.in_(sorted(person_ids)))
    )
    return [_standing(row) for row in tx.execute(wanted, {"survey": survey_id})]


def surveys_asking(tx: Connection, person_id: int) -> list[int]:
    """The surveys to which a person still owes an answer."""
    his = obligations.c.responsible_id == person_id
    wanted = select(obligations.c.subject_id).where(
        obligations.c.subject_kind == "diagnostic", his, obligations.c.status == "open"
    )
    return list(tx.scalars(wanted.distinct().order_by(obligations.c.subject_id)))


def bear(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert new obligations."""
    if rows:
        tx.execute(_INSERT, list(rows))


def change(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Overwrite stored obligations with their watch; `key` names the row."""
    if rows:
        tx.execute(_CHANGE, list(rows))


def amend(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Overwrite the words of stored obligations and who holds them; the watch goes on."""
    if rows:
        tx.execute(_AMEND, list(rows))


def close(tx: Connection, ids: Iterable[int], *, status: str, at: datetime | None, reason: str) -> None:
    """Mark as done or cancelled and stop looking at them."""
    wanted = list(ids)
    if wanted:
        tx.execute(_CLOSE, {"ids": wanted, "state": status, "at": at, "why": reason})


def due_for_look(tx: Connection, *, now: datetime, most: int) -> list[Due]:
    """The obligations whose next look has come, the longest waiting first, at most `most`."""
    return [Due._make(row) for row in _DUE.all(tx, {"now": now, "most": most})]


def looked(tx: Connection, rows: Sequence[tuple[int, datetime, datetime | None]]) -> None:
    """Note (id, looked at, next look) for many obligations at once."""
    if not rows:
        return
    noted = [{"id": key, "looked_at": at, "next_look_at": following} for key, at, following in rows]
    if tx.dialect.name == "postgresql":
        tx.execute(_LOOKED_AT_ONCE, {"rows": noted})
    else:
        _LOOKED.run_each(tx, noted)


def open_of_item(tx: Connection, item_id: int) -> Sequence[Row[Any]]:
    """The obligations of a row that still ask for something, the earliest due first."""
    return tx.execute(
        select(obligations)
        .where(obligations.c.item_id == item_id, obligations.c.status.in_(("open", "needs_date")))
        .order_by(obligations.c.due_on, obligations.c.id)
    ).all()


def of_roadmap_items(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """All obligations of a roadmap's rows, those of pairs included, by due day."""
    return tx.execute(
        select(obligations)
        .join(items, items.c.id == obligations.c.item_id)
        .where(items.c.roadmap_id == roadmap_id)
        .order_by(obligations.c.due_on, obligations.c.id)
    ).all()


def overdue(
    tx: Connection,
    *,
    visible: ColumnElement[bool],
    before: date,
    after: tuple[date, int] | None = None,
    most: int | None = None,
) -> Sequence[Row[Any]]:
    """Open obligations due before a day, the oldest first; reviews of continuous rows are never overdue.

    `after` (due day, id) begins behind that row; at most `most` of them.

    `before` should be the latest local day of the organisations; the caller compares with each one's own day.
    """
    wanted = _listing().where(
        visible,
        obligations.c.status == "open",
        obligations.c.ladder != "review",
        obligations.c.due_on < before,
    )
    if after is not None:
        due_on, last = after
        behind = and_(obligations.c.due_on == due_on, obligations.c.id > last)
        wanted = wanted.where(or_(obligations.c.due_on > due_on, behind))
    return tx.execute(wanted.order_by(obligations.c.due_on, obligations.c.id).limit(most)).all()


def listed(tx: Connection, ids: Iterable[int]) -> Sequence[Row[Any]]:
    """These obligations with the names of what they belong to, as `overdue` gives them, by id."""
    return tx.execute(_listing().where(among(obligations.c.id, "ids")).order_by(obligations.c.id), {"ids": ids}).all()


def open_ahead(tx: Connection, *, visible: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Open obligations with a date that are not held: what a forecast looks at."""
    return tx.execute(
        _listing()
        .where(visible, obligations.c.status == "open", obligations.c.due_on.is_not(None), ~obligations.c.held)
        .order_by(obligations.c.due_on, obligations.c.id)
    ).all()


def due_days(tx: Connection, *, visible: ColumnElement[bool]) -> Sequence[tuple[int, date, str, int]]:
    """How many open obligations that are not held fall on each day: organisation, day, ladder, count."""
    place = (obligations.c.organisation_id, obligations.c.due_on, obligations.c.ladder)
    found = tx.execute(
        select(*place, func.count())
        .where(visible, obligations.c.status == "open", obligations.c.due_on.is_not(None), ~obligations.c.held)
        .group_by(*place)
    )
    return [(row[0], row[1], row[2], row[3]) for row in found]


def open_on(
    tx: Connection, *, visible: ColumnElement[bool], days: Collection[date], now: datetime
) -> Sequence[Row[Any]]:
    """The obligations of `open_ahead` that are due on one of these days or are to be looked at by `now`."""
    when = or_(obligations.c.due_on.in_(sorted(days)), obligations.c.next_look_at <= now)
    return tx.execute(
        _listing()
        .where(visible, obligations.c.status == "open", obligations.c.due_on.is_not(None), ~obligations.c.held, when)
        .order_by(obligations.c.due_on, obligations.c.id)
    ).all()


def after_cursor(tx: Connection, *, under_path: str, cursor: int, most: int) -> list[Row[Any]]:
    """Unfinished obligations below an organisation by id, beginning after `cursor`: one batch of a marked change."""
    return list(
        tx.execute(
            select(obligations)
            .join(organisations, organisations.c.id == obligations.c.organisation_id)
            .where(below([under_path]), obligations.c.status == "open", obligations.c.id > cursor)
            .order_by(obligations.c.id)
            .limit(most)
        )
    )


def reread(tx: Connection, ids: Iterable[int]) -> list[Row[Any]]:
    """Obligations by id as they are now."""
    return list(tx.execute(select(obligations).where(obligations.c.id.in_(sorted(ids))).order_by(obligations.c.id)))


def awaiting_look(tx: Connection, ids: Iterable[int], *, now: datetime) -> set[int]:
    """Those of these obligations that the next tick will look at."""
    wanted = select(obligations.c.id).where(obligations.c.id.in_(sorted(ids)), obligations.c.next_look_at <= now)
    return set(tx.scalars(wanted))


def born_row(one: Derived, *, organisation_id: int, at: datetime, next_look_at: datetime | None) -> dict[str, Any]:
    """The row of a new obligation. Its watch begins now: rungs of the past are not climbed (law 5)."""
    return {
        "organisation_id": organisation_id,
        "subject_kind": one.subject_kind,
        "subject_id": one.subject_id,
        "occurrence": one.occurrence,
        "pair_id": one.pair_id,
        "item_id": one.item_id,
        "title": one.title,
        "ladder": one.ladder,
        "responsible_role": one.responsible_role,
        "responsible_id": one.responsible_id,
        "starts_on": one.starts_on,
        "due_on": one.due_on,
        "first_due_on": one.due_on,
        "revision": 1,
        "status": one.status,
        "done_at": at if one.status == "done" else None,
        "reason": one.reason,
        "held": one.held,
        "watched_from": at,
        "looked_at": at,
        "next_look_at": next_look_at,
    }


def _listing() -> Select[Any]:
    return (
        select(
            obligations,
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
            pairs.c.number.label("pair_number"),
            pairs.c.ending_on.label("pair_ends_on"),
            items.c.number.label("item_number"),
            items.c.responsible_text,
        )
        .join(organisations, organisations.c.id == obligations.c.organisation_id)
        .outerjoin(pairs, pairs.c.id == obligations.c.pair_id)
        .outerjoin(items, items.c.id == obligations.c.item_id)
    )


def _standing(row: Row[Any]) -> Standing:
    return Standing(
        id=row.id,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        occurrence=row.occurrence,
        title=row.title,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        starts_on=row.starts_on,
        revision=row.revision,
        status=row.status,
        reason=row.reason,
        ladder=row.ladder,
        responsible_role=row.responsible_role,
        responsible_id=row.responsible_id,
        held=row.held,
        by_data=not row.evidenced,
    )
