"""Figures: counts from outside, and how computed shares went over time."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class ExternalCount(Named, table=True):
    """A number nobody here can count: children of an age in the area, enterprises. The newest of a year is in force."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    measure: str
    year: int
    value: int
    words: str = ""  # where it was taken from
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    at: datetime = Field(sa_type=Instant)


class FigurePoint(Named, table=True):
    """A share on a day: the trajectory. Of a threshold of a row (`item_id`) or of a yearly series (`series_id`)."""

    __table_args__ = (UniqueConstraint("item_id", "series_id", "measure", "on"),)
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id")
    series_id: int | None = Field(default=None, foreign_key="indicator_series.id")
    measure: str
    on: date
    numerator: int
    denominator: int | None = None  # None: a number of things, not a share


external_counts = table(ExternalCount)
figure_points = table(FigurePoint)
