"""What the rows of roadmaps owe, counted: never a row per pair or per school."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func

from engine.obligations import Share
from storage.scope import Scope, visible
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations, people
from storage.tables.roadmaps import evidences, items, postponements, roadmaps
from storage.today import LocalDays, columns, late

_ALIKE: tuple[ColumnElement[Any], ...] = (
    obligations.c.status,
    obligations.c.due_on,
    obligations.c.starts_on,
    obligations.c.ladder,
)


def share_of(row: Row[Any]) -> Share:
    """The counted obligations of a row of these queries."""
    return Share(row.status, row.due_on, row.starts_on, row.ladder == "review", row.alike)


def of_roadmap(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """(item_id, status, due_on, starts_on, ladder, reason, alike) of a roadmap: its rows' obligations, alike ones
    counted."""
    return tx.execute(
        columns(obligations.c.item_id, *_ALIKE, func.max(obligations.c.reason).label("reason"), _count())
        .join(items, items.c.id == obligations.c.item_id)
        .where(items.c.roadmap_id == roadmap_id)
        .group_by(obligations.c.item_id, *_ALIKE)
        .order_by(obligations.c.item_id, obligations.c.due_on)
    ).all()


def evidence_of_roadmap(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """(item_id, kind, pieces, newest id) of what closed a roadmap's rows."""
    return tx.execute(
        columns(
            obligations.c.item_id,
            evidences.c.kind,
            func.count().label("pieces"),
            func.max(evidences.c.id).label("newest"),
        )
        .join_from(evidences, obligations, obligations.c.id == evidences.c.obligation_id)
        .join(items, items.c.id == obligations.c.item_id)
        .where(items.c.roadmap_id == roadmap_id)
        .group_by(obligations.c.item_id, evidences.c.kind)
        .order_by(obligations.c.item_id, evidences.c.kind)
    ).all()


def moves_of_roadmap(tx: Connection, roadmap_id: int) -> Sequence[Row[Any]]:
    """Every moved date of a roadmap, the newest first."""
    return tx.execute(
        columns(*postponements.c)
        .join(items, items.c.id == postponements.c.item_id)
        .where(items.c.roadmap_id == roadmap_id)
        .order_by(postponements.c.id.desc())
    ).all()


def responsibles_of_roadmap(tx: Connection, roadmap_id: int) -> dict[int, str]:
    """The names of the people who are responsible for rows of a roadmap by name."""
    wanted = (
        columns(people.c.id, people.c.name)
        .join(items, items.c.responsible_id == people.c.id)
        .where(items.c.roadmap_id == roadmap_id)
        .distinct()
    )
    return {row.id: row.name for row in tx.execute(wanted)}


def of_sections(tx: Connection, scope: Scope, since: date) -> Sequence[Row[Any]]:
    """(template, section, place, status, due_on, starts_on, ladder, alike) over every roadmap in sight that lasts until
    `since` or longer.

    As many rows as the templates have different days, however many schools follow them.
    """
    of = (roadmaps.c.template, items.c.section)
    return tx.execute(
        columns(*of, func.min(items.c.position).label("place"), *_ALIKE, _count())
        .join_from(items, roadmaps, roadmaps.c.id == items.c.roadmap_id)
        .join(obligations, obligations.c.item_id == items.c.id)
        .where(*_seen(scope), *_in_force(since))
        .group_by(*of, *_ALIKE)
    ).all()


def schools_late_by_section(tx: Connection, scope: Scope, days: LocalDays, since: date) -> dict[tuple[str, str], int]:
    """How many organisations are late with something of a template's section."""
    of = (roadmaps.c.template, items.c.section)
    wanted = (
        columns(*of, func.count(items.c.organisation_id.distinct()).label("late"))
        .join_from(items, roadmaps, roadmaps.c.id == items.c.roadmap_id)
        .join(obligations, obligations.c.item_id == items.c.id)
        .join(organisations, organisations.c.id == items.c.organisation_id)
        .where(*_seen(scope), late(days), *_in_force(since))
        .group_by(*of)
    )
    return {(row.template, row.section): row.late for row in tx.execute(wanted)}


def roadmaps_in_sight(tx: Connection, scope: Scope, since: date) -> Sequence[Row[Any]]:
    """(template, title, how many, first and last day) of the roadmaps in force, by template."""
    return tx.execute(
        columns(
            roadmaps.c.template,
            func.max(roadmaps.c.title).label("title"),
            func.count().label("roadmaps"),
            func.count(roadmaps.c.organisation_id.distinct()).label("organisations"),
            func.min(roadmaps.c.period_start).label("period_start"),
            func.max(roadmaps.c.period_end).label("period_end"),
        )
        .where(visible(scope, roadmaps.c.organisation_id), *_in_force(since))
        .group_by(roadmaps.c.template)
        .order_by(roadmaps.c.template)
    ).all()


def by_roadmap(
    tx: Connection, scope: Scope, days: LocalDays, since: date, *, most: int, after: int = 0
) -> Sequence[Row[Any]]:
    """The roadmaps in sight with how much of each is done, late and owed at all, by organisation.

    Quarterly looks at continuous rows count nowhere. `after` is the id of the last roadmap of the page before, 0 =
    the first page.
    """
    counted = obligations.c.id
    dated = (obligations.c.status != "cancelled") & (obligations.c.ladder != "review")
    of = (
        roadmaps.c.id,
        roadmaps.c.title,
        roadmaps.c.template,
        roadmaps.c.period_start,
        roadmaps.c.period_end,
        organisations.c.path.label("org_path"),
        organisations.c.name.label("org_name"),
    )
    chosen = (
        columns(roadmaps.c.id)
        .join(organisations, organisations.c.id == roadmaps.c.organisation_id)
        .where(visible(scope, roadmaps.c.organisation_id), *_in_force(since))
        .order_by(organisations.c.path, roadmaps.c.id)
        .limit(most)
    )
    if after:
        before, place = roadmaps.alias("before"), organisations.alias("place")
        path = (
            columns(place.c.path)
            .join_from(before, place, place.c.id == before.c.organisation_id)
            .where(before.c.id == after)
            .scalar_subquery()
        )
        chosen = chosen.where(
            (organisations.c.path > path) | ((organisations.c.path == path) & (roadmaps.c.id > after))
        )
    return tx.execute(
        columns(
            *of,
            func.count(counted).filter(dated).label("total"),
            func.count(counted).filter(dated & (obligations.c.status == "done")).label("done"),
            func.count(counted).filter(late(days)).label("late"),
        )
        .join_from(roadmaps, organisations, organisations.c.id == roadmaps.c.organisation_id)
        .outerjoin(items, items.c.roadmap_id == roadmaps.c.id)
        .outerjoin(obligations, obligations.c.item_id == items.c.id)
        .where(roadmaps.c.id.in_(chosen))
        .group_by(*of)
        .order_by(organisations.c.path, roadmaps.c.id)
    ).all()


def _seen(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Rows and what they owe belong to the same organisation. Said of both, the database may begin with either: where
    no row has been introduced yet it would go through all that pairs owe."""
    return visible(scope, items.c.organisation_id), visible(scope, obligations.c.organisation_id)


def _in_force(since: date) -> tuple[ColumnElement[bool], ...]:
    return roadmaps.c.period_end >= since, roadmaps.c.dropped_on.is_(None)


def _count() -> ColumnElement[int]:
    return func.count().label("alike")
