"""A person says what both sides of a yearly indicator count: as suggested by its words, or otherwise."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.indicators.counting import counting_in
from engine.refusals import Refused
from storage import figures, journal
from workflows.access import forbidden, sees, unknown


@dataclass(frozen=True, slots=True)
class SeriesLinked:
    id: int
    numerator: str
    denominator: str


def link_series(tx: Connection, *, by: By, series_id: int, numerator: str, denominator: str) -> SeriesLinked | Refused:
    """Keep what is counted. Raises BadInput for a rule or a parameter that does not exist, or an unknown series."""
    row = figures.one_series(tx, series_id)
    if row is None or not sees(tx, by, row.organisation_id):
        raise unknown("series", series_id)
    if (no := forbidden(tx, by, "count.enter", row.organisation_id)) is not None:
        return no
    above, below = str(counting_in(numerator, "numerator")), str(counting_in(denominator, "denominator"))
    figures.link_series(tx, series_id, numerator=above, denominator=below)
    journal.append(
        tx,
        organisation_id=row.organisation_id,
        by=by,
        verb="series.link",
        subject=f"roadmap:{row.roadmap_id}",
        facts={"series": row.key, "numerator": above, "denominator": below},
    )
    return SeriesLinked(series_id, above, below)
