"""The clock looks at the figures of one organisation: after a decision that can move them, and once on each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from engine.indicators.share import Share
from storage import figures
from workflows.announce_survey import ask_newcomers
from workflows.figures_at_hand import Figures, figures_of, rows_about_the_roadmap
from workflows.prove_rows import Proved, prove_rows

_NIGHT = time(0, 10)  # when the figures of a new day are looked at, by the organisation's clock


_NOTHING = Proved()


@dataclass(frozen=True, slots=True)
class Refreshed:
    """`organisation_id` None: nothing had to be looked at."""

    organisation_id: int | None
    proved: Proved = _NOTHING


def refresh_due(tx: Connection, *, at: datetime) -> Refreshed:
    """Look at the organisation that waits longest. Nobody decides anything there until this transaction ends."""
    organisation_id = figures.next_due(tx, at=at)
    return Refreshed(None) if organisation_id is None else refresh_figures(tx, organisation_id, at=at)


def refresh_figures(tx: Connection, organisation_id: int, *, at: datetime) -> Refreshed:
    """Compute, close and open rows, keep the points of the trajectory, and say when to look again.

    Whoever has come to the people an open survey asks, or left them, came or left by such a decision or on such a day.
    """
    asking = ask_newcomers(tx, organisation_id, at=at)
    found = figures_of(tx, organisation_id, at=at)
    tomorrow = datetime.combine(found.today + timedelta(days=1), _NIGHT, found.life.zone)
    if not found.rows and not found.series:
        figures.look_again(tx, organisation_id, at=tomorrow if asking else None)
        return Refreshed(organisation_id)
    others = [one for one in found.rows if not one.about_the_roadmap]
    first = prove_rows(tx, found.life, others, at=at)
    last = prove_rows(tx, found.life, rows_about_the_roadmap(tx, found, at=at), at=at)
    _keep_points(tx, found, organisation_id)
    figures.look_again(tx, organisation_id, at=tomorrow)
    return Refreshed(organisation_id, Proved(first.closed + last.closed, first.reopened + last.reopened))


def _keep_points(tx: Connection, found: Figures, organisation_id: int) -> None:
    """A point where a figure changed; of one day only the last."""
    known = {
        (row.subject_kind, row.subject_id, row.measure): row
        for row in figures.points_of(tx, organisation_id, since=found.today)
    }
    fresh = []
    changed = []
    for kind, ident, measure, share, on in _points(found):
        last = known.get((kind, ident, measure))
        same = last is not None and (last.numerator, last.denominator) == (share.numerator, share.denominator)
        # A yearly series begins anew with its year, whatever it stands at.
        if last is not None and same and (kind == "item" or last.on.year == on.year):
            continue
        if last is not None and last.on == on:
            changed.append((last.id, share.numerator, share.denominator))
        elif last is None or last.on < on:
            point = {"subject_kind": kind, "subject_id": ident, "measure": measure, "on": on}
            fresh.append(
                {
                    "organisation_id": organisation_id,
                    **point,
                    "numerator": share.numerator,
                    "denominator": share.denominator,
                }
            )
    figures.keep_points(tx, fresh, changed)


def _points(found: Figures) -> Iterator[tuple[str, int, str, Share, date]]:
    told: set[tuple[int, str]] = set()
    for row in found.rows:
        for one in row.readings:
            key = row.row.id, one.threshold.measure
            if row.window.current and key not in told:
                told.add(key)
                yield "item", *key, one.share, one.frame.on
    for series in found.series:
        if series.share.denominator:
            yield "series", series.row.id, series.row.key, series.share, series.frame.on
