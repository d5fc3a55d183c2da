"""What is measured in an organisation: rows with thresholds, yearly series, entered numbers, and figures over time."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    insert,
    select,
    update,
)

from storage.given import among
from storage.scope import below
from storage.tables.figures import external_counts, figure_points
from storage.tables.journal import journal_heads
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations, people
from storage.tables.roadmaps import evidences, indicator_series, items, roadmaps

_NO_THRESHOLDS = "[]"
_COMPUTED = and_(evidences.c.kind == "figure", evidences.c.sha256 != "")  # one without was given by a person


def measuring_rows(tx: Connection, organisation_id: int) -> Sequence[Row[Any]]:
    """The rows with thresholds of the organisation's roadmaps, with the roadmap's title and period."""
    return tx.execute(_measuring().where(items.c.organisation_id == organisation_id)).all()


def measuring_row(tx: Connection, item_id: int) -> Row[Any] | None:
    """One such row; None when the row measures nothing."""
    return tx.execute(_measuring().where(items.c.id == item_id)).first()


def series_of(tx: Connection, organisation_id: int) -> Sequence[Row[Any]]:
    """The yearly series of the organisation's roadmaps, the newest roadmap first."""
    return tx.execute(
        _series()
        .where(roadmaps.c.organisation_id == organisation_id)
        .order_by(roadmaps.c.period_start.desc(), roadmaps.c.id.desc(), indicator_series.c.id)
    ).all()


def one_series(tx: Connection, series_id: int) -> Row[Any] | None:
    return tx.execute(_series().where(indicator_series.c.id == series_id)).first()


def link_series(tx: Connection, series_id: int, *, numerator: str | None, denominator: str | None) -> None:
    """What a person says that both sides of a series count."""
    this = update(indicator_series).where(indicator_series.c.id == series_id)
    tx.execute(this.values(numerator_measure=numerator, denominator_measure=denominator))


def owed_by(tx: Connection, item_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """The obligations of these rows that are not cancelled; `figures`: how many computed figures closed each, 0 where
    a person's evidence stands beside them.
    """
    wanted = sorted(item_ids)
    by_hand = evidences.alias()
    also = select(by_hand.c.id).where(
        by_hand.c.obligation_id == obligations.c.id, (by_hand.c.kind != "figure") | (by_hand.c.sha256 == "")
    )
    proved = (
        select(func.count())
        .where(evidences.c.obligation_id == obligations.c.id, _COMPUTED, ~also.correlate(obligations).exists())
        .correlate(obligations)
        .scalar_subquery()
    )
    return tx.execute(
        select(obligations, proved.label("figures"))
        .where(obligations.c.item_id.in_(wanted), obligations.c.status != "cancelled")
        .order_by(obligations.c.item_id, obligations.c.first_due_on, obligations.c.id)
    ).all()


def closed_alone(tx: Connection, item_id: int) -> Sequence[Row[Any]]:
    """The obligations of a row that only computed figures closed."""
    return [one for one in owed_by(tx, [item_id]) if one.status == "done" and one.figures]


def figure_evidence(tx: Connection, obligation_ids: Iterable[int]) -> Sequence[int]:
    """The ids of the figures that closed these obligations."""
    wanted = select(evidences.c.id).where(evidences.c.obligation_id.in_(sorted(obligation_ids)), _COMPUTED)
    return tx.execute(wanted).scalars().all()


def explain(tx: Connection, obligation_ids: Iterable[int], reason: str) -> None:
    """Why these obligations are as they are, in words for whoever looks at them."""
    this = update(obligations).where(obligations.c.id.in_(sorted(obligation_ids)), obligations.c.status == "open")
    tx.execute(this.values(reason=reason))


def enter(tx: Connection, values: Mapping[str, Any]) -> int:
    """Keep an entered number; the newest of its kind is in force."""
    return int(tx.execute(insert(external_counts).values(**values).returning(external_counts.c.id)).scalar_one())


def entered(tx: Connection, organisation_id: int, *, most: int) -> Sequence[Row[Any]]:
    """What was entered, the newest first, each with the row it is about and who entered it."""
    return tx.execute(
        select(
            external_counts,
            items.c.number.label("item_number"),
            items.c.title.label("item_title"),
            people.c.name.label("actor"),
        )
        .outerjoin(items, items.c.id == external_counts.c.item_id)
        .outerjoin(people, people.c.id == external_counts.c.actor_id)
        .where(external_counts.c.organisation_id == organisation_id)
        .order_by(external_counts.c.id.desc())
        .limit(most)
    ).all()


def points_of(tx: Connection, organisation_id: int, *, since: date) -> Sequence[Row[Any]]:
    """Figures over time: every point since a day, and before it the last one of each subject."""
    later = figure_points.alias()
    last_before = ~exists().where(
        later.c.subject_kind == figure_points.c.subject_kind,
        later.c.subject_id == figure_points.c.subject_id,
        later.c.measure == figure_points.c.measure,
        later.c.on > figure_points.c.on,
        later.c.on <= since,
    )
    return tx.execute(
        select(figure_points)
        .where(
            figure_points.c.organisation_id == organisation_id,
            (figure_points.c.on >= since) | and_(figure_points.c.on < since, last_before),
        )
        .order_by(figure_points.c.subject_kind, figure_points.c.subject_id, figure_points.c.measure, figure_points.c.on)
    ).all()


def keep_points(
    tx: Connection, fresh: Sequence[dict[str, Any]], changed: Sequence[tuple[int, int, int | None]]
) -> None:
    """Add points, and overwrite those of today: (id, numerator, denominator)."""
    if fresh:
        tx.execute(insert(figure_points), list(fresh))
    for point_id, numerator, denominator in changed:
        this = update(figure_points).where(figure_points.c.id == point_id)
        tx.execute(this.values(numerator=numerator, denominator=denominator))


def next_due(tx: Connection, *, at: datetime) -> int | None:
    """An organisation whose figures must be looked at, locked against decisions until the transaction ends.

    One whose decision is under way just now is left for the next look.
    """
    head = journal_heads.c
    wanted = select(head.organisation_id).where(head.figures_at <= at).order_by(head.figures_at).limit(1)
    found: int | None = tx.execute(wanted.with_for_update(skip_locked=True)).scalar()
    return found


def waiting(tx: Connection, organisation_ids: Iterable[int], *, at: datetime) -> Sequence[int]:
    """Those of these organisations whose figures must be looked at."""
    head = journal_heads.c
    wanted = select(head.organisation_id).where(head.figures_at <= at, among(head.organisation_id, "organisations"))
    return tx.execute(wanted.order_by(head.organisation_id), {"organisations": organisation_ids}).scalars().all()


def look_again(tx: Connection, organisation_id: int, *, at: datetime | None) -> None:
    """When the figures must be looked at next even if nobody decides anything; None: the organisation measures
    nothing."""
    tx.execute(update(journal_heads).where(journal_heads.c.organisation_id == organisation_id).values(figures_at=at))


def below_of(tx: Connection, path: str) -> Sequence[Row[Any]]:
    """The organisations at and under a path, every parent before its children."""
    wanted: Select[Any] = select(organisations).where(below([path])).order_by(organisations.c.path)
    return tx.execute(wanted).all()


def _measuring() -> Any:
    return (
        select(
            items,
            roadmaps.c.title.label("roadmap_title"),
            roadmaps.c.period_start,
            roadmaps.c.period_end,
            organisations.c.path.label("org_path"),
        )
        .join(roadmaps, roadmaps.c.id == items.c.roadmap_id)
        .join(organisations, organisations.c.id == items.c.organisation_id)
        .where(
            cast(items.c.thresholds, Text) != _NO_THRESHOLDS,
            items.c.dropped_on.is_(None),
            roadmaps.c.dropped_on.is_(None),
        )
        .order_by(items.c.roadmap_id, items.c.position)
    )


def _series() -> Any:
    return (
        select(
            indicator_series,
            roadmaps.c.organisation_id,
            roadmaps.c.title.label("roadmap_title"),
            roadmaps.c.period_start,
            roadmaps.c.period_end,
            organisations.c.path.label("org_path"),
        )
        .join(roadmaps, roadmaps.c.id == indicator_series.c.roadmap_id)
        .join(organisations, organisations.c.id == roadmaps.c.organisation_id)
        .where(roadmaps.c.dropped_on.is_(None))
    )
