"""Over what a figure is computed: which organisations, which days, for which row."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, literal, or_, select, true
from sqlalchemy import cast as sql_cast
from sqlalchemy.sql.sqltypes import Text

from storage.scope import below
from storage.tables.organisations import organisations
from storage.tables.programmes import memberships, pairs, programmes

PARTICIPANTS = ("mentor", "mentee")


@dataclass(frozen=True, slots=True)
class Frame:
    """`path`: the organisation and everything below it. What is counted lies between `since` and `on`, both included.

    `roadmap_id`: whose rows are counted. `follows_id`: pairs of programmes that follow another roadmap are left out.
    `item_id`: the row that measures.
    `opened_by`: until when the surveys of a quarter were opened. `meeting`: the kind of meeting the row is about, `any`
    for all. `clock`: minutes of the local clock before UTC. `about_roadmaps`: names of measures that count rows; the
    rows they measure are not counted.
    """

    path: str
    since: date
    on: date
    year: int
    roadmap_id: int | None = None
    follows_id: int | None = None
    item_id: int | None = None
    opened_by: date | None = None
    meeting: str = "any"
    clock: int = 180
    about_roadmaps: tuple[str, ...] = ()


def within(column: ColumnElement[Any], frame: Frame) -> ColumnElement[bool]:
    """The organisation lies in the frame."""
    return column.in_(_inside(frame.path))


@lru_cache(maxsize=64)  # each rule asks for it, several times
def _inside(path: str) -> Select[tuple[int]]:
    return select(organisations.c.id).where(below([path]))


def things(
    organisation: ColumnElement[Any],
    kind: str,
    ident: ColumnElement[Any],
    label: ColumnElement[Any],
    *,
    ref: ColumnElement[Any] | None = None,
    amount: ColumnElement[Any] | None = None,
) -> Select[Any]:
    """What every rule answers: whose, what kind, which one, its words, what it hangs on, how much it counts."""
    made: Any = select(
        organisation.label("organisation_id"),
        literal(kind).label("kind"),
        ident.label("ident"),
        sql_cast(label, Text).label("label"),
        (ident if ref is None else ref).label("ref"),
        (literal(1) if amount is None else amount).label("amount"),
    )
    wanted: Select[Any] = made
    return wanted


def follows(frame: Frame) -> ColumnElement[bool]:
    """The pair's programme follows this roadmap or none; for statements that join `programmes`."""
    if frame.follows_id is None:
        return true()
    return or_(programmes.c.roadmap_id.is_(None), programmes.c.roadmap_id == frame.follows_id)


def members() -> FromClause:
    """Memberships with their pairs and programmes."""
    return memberships.join(pairs, pairs.c.id == memberships.c.pair_id).join(
        programmes, programmes.c.id == pairs.c.programme_id
    )


def began() -> ColumnElement[bool]:
    """The pair came to something, and this stay in it too."""
    return or_(pairs.c.outcome.is_(None), pairs.c.outcome != "never_started") & or_(
        memberships.c.to_day.is_(None), memberships.c.to_day >= memberships.c.from_day
    )
