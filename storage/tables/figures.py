"""Figures: counts from outside, and how computed shares went over time."""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class ExternalCount(Named, table=True):
    """A number nobody here can count: children of an age in the area, enterprises, people at a council.

    The newest of (organisation, measure, year, row) is in force; `item_id` None: not of one row. `whole`: out of how
    many, where that was told with it.
    """

    __table_args__ = (Index("external_count_of", "organisation_id", "measure", "year"),)
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    item_id: int | None = Field(default=None, foreign_key="item.id")
    measure: str
    year: int
    value: int
    whole: int | None = None
    words: str = ""  # where it was taken from
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)


class FigurePoint(Named, table=True):
    """A figure from a day on, until the next point: the trajectory. Stored when it changed, at most once a day.

    Of a threshold of a row (`item`) or of a yearly series (`series`, whose `measure` is its key).
    """

    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "measure", "on"),)
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    subject_kind: str  # item | series
    subject_id: int
    measure: str
    on: date
    numerator: int
    denominator: int | None = None  # None: a number of things, not a share


external_counts = table(ExternalCount)
figure_points = table(FigurePoint)
