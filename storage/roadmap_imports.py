"""Files on their way to being live roadmaps, and what is needed to take such an import back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, String, bindparam, cast, func, insert, or_, select, update
from sqlalchemy.sql import ColumnElement

from engine.refusals import ChangedMeanwhile
from storage.tables.imports import roadmap_imports
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations
from storage.tables.programmes import programmes
from storage.tables.roadmaps import evidences, indicator_series, items, roadmaps, tasks


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import without the words of its file. `roadmap_id`: what it became, or what it is to correct."""

    id: int
    organisation_id: int
    roadmap_id: int | None
    kind: str
    sha256: str
    size: int
    reading: dict[str, Any]
    edits: dict[str, Any]
    before: dict[str, Any]
    state: str
    created_at: datetime
    accepted_at: datetime | None
    actor_id: int | None
    version: int


_COLUMNS = [roadmap_imports.c[field.name] for field in fields(ImportRow)]
_BY_ID = select(*_COLUMNS).where(roadmap_imports.c.id == bindparam("id"))
_SOURCE = select(roadmap_imports.c.source).where(roadmap_imports.c.id == bindparam("id"))
_LIGHT = (
    roadmap_imports.c.id,
    roadmap_imports.c.organisation_id,
    roadmap_imports.c.roadmap_id,
    roadmap_imports.c.state,
    roadmap_imports.c.kind,
    roadmap_imports.c.created_at,
    roadmap_imports.c.accepted_at,
)


def get(tx: Connection, import_id: int) -> ImportRow | None:
    row = tx.execute(_BY_ID, {"id": import_id}).first()
    return None if row is None else ImportRow(*row)


def source(tx: Connection, import_id: int) -> dict[str, Any]:
    """The words of the file, or how far its reading is."""
    found: dict[str, Any] | None = tx.execute(_SOURCE, {"id": import_id}).scalar()
    return found or {}


def add(tx: Connection, values: dict[str, Any]) -> int:
    return int(tx.execute(insert(roadmap_imports).values(values).returning(roadmap_imports.c.id)).scalar_one())


def change(tx: Connection, row: ImportRow, **values: Any) -> None:
    """Store new values of an import as it was read. Raises ChangedMeanwhile when somebody else saved it since."""
    changed = tx.execute(
        update(roadmap_imports)
        .where(roadmap_imports.c.id == row.id, roadmap_imports.c.version == row.version)
        .values(version=row.version + 1, **values)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"roadmap-import:{row.id}")


def tell_progress(tx: Connection, import_id: int, source_words: dict[str, Any]) -> None:
    """How far a file is read; nothing when it is no longer being read."""
    of = (roadmap_imports.c.id == import_id, roadmap_imports.c.state == "reading")
    tx.execute(update(roadmap_imports).where(*of).values(source=source_words))


def draft_of(tx: Connection, *, organisation_id: int, sha256: str, into: int | None) -> int | None:
    """The draft of the same file for the same purpose; None when there is none."""
    found: int | None = tx.execute(
        select(func.max(roadmap_imports.c.id)).where(
            roadmap_imports.c.organisation_id == organisation_id,
            roadmap_imports.c.sha256 == sha256,
            roadmap_imports.c.state == "draft",
            roadmap_imports.c.roadmap_id.is_(None) if into is None else roadmap_imports.c.roadmap_id == into,
        )
    ).scalar()
    return found


def listing(tx: Connection, *, visible: ColumnElement[bool], states: Iterable[str], most: int) -> Sequence[Any]:
    """Imports in these states with their organisation's path and name, the newest first, without their readings."""
    return tx.execute(
        select(
            *_LIGHT,
            roadmap_imports.c.reading["title"].as_string().label("title"),
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
            organisations.c.timezone,
        )
        .join(organisations, organisations.c.id == roadmap_imports.c.organisation_id)
        .where(visible, roadmap_imports.c.state.in_(sorted(states)))
        .order_by(roadmap_imports.c.id.desc())
        .limit(most)
    ).all()


def last_accepted(tx: Connection, roadmap_id: int) -> int | None:
    """The newest import that a roadmap came from or was corrected by, and that has not been undone."""
    found: int | None = tx.execute(
        select(func.max(roadmap_imports.c.id)).where(
            roadmap_imports.c.roadmap_id == roadmap_id, roadmap_imports.c.state == "accepted"
        )
    ).scalar()
    return found


def proved_rows(tx: Connection, item_ids: Iterable[int]) -> Sequence[Any]:
    """(id, number) of those rows that have evidence."""
    return tx.execute(
        select(items.c.id, items.c.number)
        .join(obligations, obligations.c.item_id == items.c.id)
        .join(evidences, evidences.c.obligation_id == obligations.c.id)
        .where(items.c.id.in_(sorted(item_ids)))
        .distinct()
        .order_by(items.c.id)
    ).all()


def leaning_on(tx: Connection, roadmap_id: int) -> tuple[int, int]:
    """How many programmes follow a roadmap, and how many roadmaps were handed down or carried on from it."""
    followers = select(func.count()).select_from(programmes).where(programmes.c.roadmap_id == roadmap_id)
    heirs = (
        select(func.count())
        .select_from(roadmaps)
        .where(
            or_(roadmaps.c.upper_roadmap_id == roadmap_id, roadmaps.c.follows_id == roadmap_id),
            roadmaps.c.dropped_on.is_(None),
        )
    )
    return int(tx.execute(followers).scalar_one()), int(tx.execute(heirs).scalar_one())


def open_obligations(tx: Connection, item_ids: Iterable[int]) -> Sequence[int]:
    """What rows still owe, pairs' shares too."""
    return (
        tx.execute(
            select(obligations.c.id)
            .where(obligations.c.item_id.in_(sorted(item_ids)), obligations.c.status.in_(("open", "needs_date")))
            .order_by(obligations.c.id)
        )
        .scalars()
        .all()
    )


def owing(tx: Connection, item_ids: Iterable[int]) -> set[int]:
    """Those of the rows that still owe something, or that no pair is there for yet to owe it."""
    wanted = sorted(item_ids)
    of = obligations.c.item_id.in_(wanted)
    settled = set(tx.scalars(select(obligations.c.item_id).where(of).distinct()))
    still = tx.scalars(
        select(obligations.c.item_id).where(of, obligations.c.status.in_(("open", "needs_date"))).distinct()
    )
    return (set(wanted) - settled) | set(still)


def drop_items(tx: Connection, item_ids: Iterable[int], *, on: date) -> None:
    """Rows leave the roadmap; their place and the name lifecycles know them by become free."""
    tx.execute(
        update(items)
        .where(items.c.id.in_(sorted(item_ids)))
        .values(
            dropped_on=on,
            position=-items.c.id,
            key="dropped-" + cast(items.c.id, String),
            version=items.c.version + 1,
        )
    )


def lift_positions(tx: Connection, roadmap_id: int) -> None:
    """Every place of a roadmap becomes free."""
    tx.execute(update(items).where(items.c.roadmap_id == roadmap_id).values(position=-items.c.id))


def place_items(tx: Connection, places: Iterable[tuple[int, int]]) -> None:
    """(item id, position), whatever stood there before has been lifted."""
    rows = [{"key_id": item_id, "place": place} for item_id, place in places]
    if rows:
        tx.execute(update(items).where(items.c.id == bindparam("key_id")).values(position=bindparam("place")), rows)


def restore_items(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Put columns back; `key_id` names the row, all rows bring the same columns."""
    if rows:
        names = [name for name in rows[0] if name != "key_id"]
        given = {name: bindparam(f"to_{name}", type_=items.c[name].type) for name in names}
        tx.execute(
            update(items).where(items.c.id == bindparam("key_id")).values(version=items.c.version + 1, **given),
            [{"key_id": row["key_id"], **{f"to_{name}": row[name] for name in names}} for row in rows],
        )


def change_roadmap(tx: Connection, row: Row[Any], **values: Any) -> None:
    """Store new values of a roadmap's head. Raises ChangedMeanwhile when somebody else saved it since."""
    changed = tx.execute(
        update(roadmaps)
        .where(roadmaps.c.id == row.id, roadmaps.c.version == row.version)
        .values(version=row.version + 1, **values)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"roadmap:{row.id}")


def change_series(tx: Connection, series_id: int, **values: Any) -> None:
    """Store new targets or words of a yearly indicator."""
    tx.execute(update(indicator_series).where(indicator_series.c.id == series_id).values(**values))


def tasks_of(tx: Connection, item_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """Every question about these rows, answered ones too."""
    return tx.execute(select(tasks).where(tasks.c.item_id.in_(sorted(item_ids))).order_by(tasks.c.id)).all()


def reopen_task(tx: Connection, task_id: int) -> None:
    tx.execute(update(tasks).where(tasks.c.id == task_id).values(done_on=None))
