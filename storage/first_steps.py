"""How far an organisation has come: counts of what a first year needs."""

from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from storage.hot import Hot
from storage.tables.organisations import people
from storage.tables.programmes import pairs, programmes
from storage.tables.roadmaps import roadmaps


class Come(NamedTuple):
    """What the organisation itself has."""

    roadmaps: int
    people: int
    programmes: int
    pairs: int


_ORGANISATION = "organisation"
_COME = Hot(
    select(
        *(
            select(func.count())
            .select_from(table)
            .where(
                table.c.organisation_id == bindparam(_ORGANISATION, type_=table.c.organisation_id.type),
                *([roadmaps.c.dropped_on.is_(None)] if table is roadmaps else []),
            )
            .scalar_subquery()
            for table in (roadmaps, people, programmes, pairs)
        )
    )
)


def come(tx: Connection, organisation_id: int) -> Come:
    """One query."""
    found = _COME.first(tx, {_ORGANISATION: organisation_id})
    assert found is not None  # noqa: S101  # a row of counts
    return Come._make(found)
