"""Live roadmaps: rows with their postponements, and the questions about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, or_, select, update
from sqlalchemy.sql import ColumnElement

from engine.obligations import ItemFacts
from engine.refusals import ChangedMeanwhile
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations
from storage.tables.programmes import pairs, programmes
from storage.tables.roadmaps import indicator_series, items, postponements, roadmaps, tasks

_BY_ID = select(roadmaps).where(roadmaps.c.id == bindparam("id"))
_ITEM = select(items).where(items.c.id == bindparam("id"))
_ITEMS = (
    select(items)
    .where(items.c.roadmap_id == bindparam("roadmap"), items.c.dropped_on.is_(None))
    .order_by(items.c.position)
)
_EVERY_ITEM = select(items).where(items.c.roadmap_id == bindparam("roadmap")).order_by(items.c.position)
_POSTPONED = (
    select(postponements)
    .join(items, items.c.id == postponements.c.item_id)
    .where(items.c.roadmap_id == bindparam("roadmap"))
    .order_by(postponements.c.id)  # the newest move of an occurrence comes last and wins
)
_PAIR_ITEMS = (
    select(items)
    .where(
        items.c.roadmap_id == bindparam("roadmap"),
        items.c.dropped_on.is_(None),
        or_(items.c.responsible_role.in_(("mentor", "mentee")), items.c.deadline_kind == "event"),
    )
    .order_by(items.c.position)
)
_LIVE_PAIRS = (
    select(pairs.c.id, pairs.c.suspended_from)
    .join(programmes, programmes.c.id == pairs.c.programme_id)
    .where(programmes.c.roadmap_id == bindparam("roadmap"), pairs.c.closed_on.is_(None))
    .order_by(pairs.c.id)
)
# A row's date for the stages: its earliest dated obligation that is not cancelled, its own or this pair's.
_KEY_DATES = (
    select(items.c.key, func.min(obligations.c.due_on))
    .join(obligations, obligations.c.item_id == items.c.id)
    .where(
        items.c.roadmap_id == bindparam("roadmap"),
        items.c.key.in_(bindparam("keys", expanding=True)),
        items.c.dropped_on.is_(None),
        or_(obligations.c.pair_id.is_(None), obligations.c.pair_id == bindparam("pair")),
        obligations.c.status != "cancelled",
        obligations.c.ladder != "review",
        obligations.c.due_on.is_not(None),
    )
    .group_by(items.c.key)
)


@dataclass(frozen=True, slots=True)
class LiveItem:
    """A row as its deriving sees it, with the stored row beside."""

    row: Row[Any]
    facts: ItemFacts


def get(tx: Connection, roadmap_id: int) -> Row[Any] | None:
    return tx.execute(_BY_ID, {"id": roadmap_id}).first()


def same(tx: Connection, organisation_id: int, template: str, *, starts: date) -> int | None:
    """The organisation's live roadmap of this template and period; None when there is none."""
    found: int | None = tx.execute(
        select(roadmaps.c.id).where(
            roadmaps.c.organisation_id == organisation_id,
            roadmaps.c.template == template,
            roadmaps.c.period_start == starts,
            roadmaps.c.dropped_on.is_(None),
        )
    ).scalar()
    return found


def item(tx: Connection, item_id: int) -> Row[Any] | None:
    return tx.execute(_ITEM, {"id": item_id}).first()


def live_items(tx: Connection, roadmap_id: int) -> list[LiveItem]:
    """The rows in the source's order, each with its newest postponement per occurrence; dropped rows are left out."""
    moved: dict[int, dict[str, date]] = {}
    for row in tx.execute(_POSTPONED, {"roadmap": roadmap_id}):
        moved.setdefault(row.item_id, {})[row.occurrence] = row.to_day
    return [LiveItem(row, facts_of(row, moved.get(row.id, {}))) for row in tx.execute(_ITEMS, {"roadmap": roadmap_id})]


def pair_items(tx: Connection, roadmap_id: int) -> list[LiveItem]:
    """The rows that a pair may owe; postponements are read only when there are such rows."""
    rows = tx.execute(_PAIR_ITEMS, {"roadmap": roadmap_id}).all()
    if not rows:
        return []
    wanted = {row.id for row in rows}
    return [one for one in live_items(tx, roadmap_id) if one.row.id in wanted and one.facts.per_pair]


def every_item(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """All rows there ever were, dropped ones too."""
    return tx.execute(_EVERY_ITEM, {"roadmap": roadmap_id}).all()


def facts_of(row: Row[Any], moved: dict[str, date]) -> ItemFacts:
    return ItemFacts(
        id=row.id,
        title=row.title,
        deadline_kind=row.deadline_kind,
        deadline_value=row.deadline_value,
        shift=row.shift,
        bound_on=row.bound_on,
        responsible_role=row.responsible_role,
        responsible_id=row.responsible_id,
        postponed=moved,
    )


def live_pairs(tx: Connection, roadmap_id: int) -> list[tuple[int, bool]]:
    """(pair id, suspended) of every pair that is not closed in the programmes of the roadmap."""
    rows = tx.execute(_LIVE_PAIRS, {"roadmap": roadmap_id})
    return [(row.id, row.suspended_from is not None) for row in rows]


def key_dates(tx: Connection, *, roadmap_id: int, keys: Iterable[str], pair_id: int) -> dict[str, date]:
    """The dates of the named rows for a pair; a row without a date is absent."""
    wanted = sorted(set(keys))
    if not wanted:
        return {}
    rows = tx.execute(_KEY_DATES, {"roadmap": roadmap_id, "keys": wanted, "pair": pair_id})
    return {row[0]: row[1] for row in rows}


def add(tx: Connection, values: dict[str, Any]) -> int:
    return int(tx.execute(insert(roadmaps).values(values).returning(roadmaps.c.id)).scalar_one())


def add_items(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        tx.execute(insert(items), list(rows))


def add_indicators(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        tx.execute(insert(indicator_series), list(rows))


def indicators(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    found = select(indicator_series).where(indicator_series.c.roadmap_id == roadmap_id).order_by(indicator_series.c.id)
    return tx.execute(found).all()


def change_item(tx: Connection, row: Row[Any], **values: Any) -> None:
    """Store new values of a row as it was read. Raises ChangedMeanwhile when somebody else saved it since."""
    changed = tx.execute(
        update(items)
        .where(items.c.id == row.id, items.c.version == row.version)
        .values(version=row.version + 1, **values)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"item:{row.id}")


def postpone(tx: Connection, values: dict[str, Any]) -> int:
    return int(tx.execute(insert(postponements).values(values).returning(postponements.c.id)).scalar_one())


def postponements_in(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """Every move of a roadmap's dates, the oldest first."""
    return tx.execute(_POSTPONED, {"roadmap": roadmap_id}).all()


def add_task(tx: Connection, values: dict[str, Any]) -> int:
    return int(tx.execute(insert(tasks).values(values).returning(tasks.c.id)).scalar_one())


def task(tx: Connection, task_id: int) -> Row[Any] | None:
    return tx.execute(select(tasks).where(tasks.c.id == task_id)).first()


def open_tasks(tx: Connection, item_ids: Iterable[int]) -> Sequence[Row[Any]]:
    found = select(tasks).where(tasks.c.item_id.in_(sorted(item_ids)), tasks.c.done_on.is_(None)).order_by(tasks.c.id)
    return tx.execute(found).all()


def finish_task(tx: Connection, task_id: int, *, on: date) -> None:
    tx.execute(update(tasks).where(tasks.c.id == task_id).values(done_on=on))


def reopen_tasks(tx: Connection, item_id: int, *, kinds: Iterable[str]) -> Sequence[int]:
    """Ask the finished questions of these kinds about a row again; returns their ids."""
    finished = tasks.c.done_on.is_not(None)
    again = update(tasks).where(tasks.c.item_id == item_id, tasks.c.kind.in_(sorted(kinds)), finished)
    return tx.execute(again.values(done_on=None).returning(tasks.c.id)).scalars().all()


def reopen_ended(tx: Connection, item_id: int, *, on: date) -> Sequence[int]:
    """Ask the questions about a row again that ended on this day; returns their ids."""
    again = update(tasks).where(tasks.c.item_id == item_id, tasks.c.done_on == on)
    return tx.execute(again.values(done_on=None).returning(tasks.c.id)).scalars().all()


def listing(
    tx: Connection, *, visible: ColumnElement[bool], after: int = 0, most: int | None = None
) -> Sequence[Row[Any]]:
    """Roadmaps in force with their organisation's path, by organisation and id; with `most` a page by id, beginning
    after one."""
    wanted = (
        select(roadmaps, organisations.c.path.label("org_path"))
        .join(organisations, organisations.c.id == roadmaps.c.organisation_id)
        .where(visible, roadmaps.c.dropped_on.is_(None))
    )
    if most is None:
        return tx.execute(wanted.order_by(organisations.c.path, roadmaps.c.id)).all()
    return tx.execute(wanted.where(roadmaps.c.id > after).order_by(roadmaps.c.id).limit(most)).all()


def of_items(tx: Connection, item_ids: Iterable[int]) -> set[int]:
    """The roadmaps these rows belong to."""
    return set(tx.scalars(select(items.c.roadmap_id).where(items.c.id.in_(sorted(item_ids)))))


def postponement_row(
    *,
    item_id: int,
    occurrence: str,
    from_day: date | None,
    to_day: date,
    reason: str,
    actor_id: int | None,
    at: datetime,
) -> dict[str, Any]:
    return {
        "item_id": item_id,
        "occurrence": occurrence,
        "from_day": from_day,
        "to_day": to_day,
        "reason": reason,
        "actor_id": actor_id,
        "at": at,
    }
