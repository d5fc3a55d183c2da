"""Lists of surveys with how many were asked and have answered, and what of them is missing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Text, cast, exists, func, select

from storage.scope import Scope, visible
from storage.survey_counts import ANSWERED, ASKED
from storage.tables.organisations import organisations
from storage.tables.programmes import definitions, pairs, programmes, surveys
from storage.tables.roadmaps import items
from storage.today import columns


def listing(tx: Connection, scope: Scope, *, most: int = 500) -> Sequence[Row[Any]]:
    """The surveys of a scope: open ones first, the newest on top."""
    return tx.execute(
        columns(
            surveys.c.id,
            surveys.c.kind,
            surveys.c.period,
            surveys.c.opened_on,
            surveys.c.closed_on,
            surveys.c.due_on,
            surveys.c.asked.label("whom"),
            surveys.c.definition_id,
            surveys.c.item_id,
            programmes.c.id.label("programme_id"),
            programmes.c.title.label("programme"),
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
            ASKED.label("asked"),
            ANSWERED.label("answered"),
        )
        .select_from(surveys)
        .join(programmes, programmes.c.id == surveys.c.programme_id)
        .join(organisations, organisations.c.id == programmes.c.organisation_id)
        .where(visible(scope, programmes.c.organisation_id))
        .order_by(surveys.c.closed_on.is_not(None), surveys.c.opened_on.desc(), surveys.c.id.desc())
        .limit(most)
    ).all()


def without_diagnostics(tx: Connection, scope: Scope, *, quarter: str, day: date, most: int) -> Sequence[Row[Any]]:
    """Running programmes with a live pair and no diagnostics of a quarter; `item_id`: the row of their roadmap that
    asks for it, None where none does. The one click opens it (S1-17).
    """
    has = exists().where(
        surveys.c.programme_id == programmes.c.id, surveys.c.kind == "diagnostics", surveys.c.period == quarter
    )
    live = exists().where(pairs.c.programme_id == programmes.c.id, pairs.c.closed_on.is_(None))
    row = (
        select(func.min(items.c.id))
        .where(
            items.c.roadmap_id == programmes.c.roadmap_id,
            items.c.dropped_on.is_(None),
            cast(items.c.thresholds, Text).contains('"diagnostics_passed"'),
        )
        .correlate(programmes)
        .scalar_subquery()
    )
    return tx.execute(
        columns(
            programmes.c.id,
            programmes.c.title,
            definitions.c.key.label("lifecycle"),
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
            row.label("item_id"),
        )
        .select_from(programmes)
        .join(organisations, organisations.c.id == programmes.c.organisation_id)
        .join(definitions, definitions.c.id == programmes.c.definition_id)
        .where(
            visible(scope, programmes.c.organisation_id),
            programmes.c.period_start <= day,
            programmes.c.period_end >= day,
            live,
            ~has,
        )
        .order_by(organisations.c.path, programmes.c.id)
        .limit(most)
    ).all()


def programmes_of(tx: Connection, scope: Scope, *, day: date, most: int = 200) -> Sequence[Row[Any]]:
    """Programmes that have not ended, with the key of their lifecycle: what a survey can be opened for."""
    return tx.execute(
        columns(
            programmes.c.id,
            programmes.c.title,
            programmes.c.roadmap_id,
            definitions.c.key.label("lifecycle"),
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
        )
        .select_from(programmes)
        .join(organisations, organisations.c.id == programmes.c.organisation_id)
        .join(definitions, definitions.c.id == programmes.c.definition_id)
        .where(visible(scope, programmes.c.organisation_id), programmes.c.period_end >= day)
        .order_by(organisations.c.path, programmes.c.id)
        .limit(most)
    ).all()


def rows_of_roadmap(tx: Connection, roadmap_id: int, *, most: int = 300) -> Sequence[Row[Any]]:
    """The live rows of a roadmap: which of them a survey may serve."""
    return tx.execute(
        columns(items.c.id, items.c.number, items.c.title)
        .where(items.c.roadmap_id == roadmap_id, items.c.dropped_on.is_(None))
        .order_by(items.c.position, items.c.id)
        .limit(most)
    ).all()
