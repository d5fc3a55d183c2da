"""What is counted, by the database: each rule is one query, whose rows are the figure and prove it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from engine.indicators.counting import Counting
from storage import measures_events, measures_people, measures_work
from storage.measure_frame import Frame
from storage.tables.organisations import organisations

_Query = Callable[[Counting, Frame], Select[Any]]
_RULES: Mapping[str, _Query] = MappingProxyType(
    {
        "people": measures_people.of_kind,
        "participants": measures_people.participants,
        "consenting": measures_people.consenting,
        "met": measures_people.met,
        "answered": measures_people.answered,
        "expected": measures_people.expected,
        "present": measures_people.present,
        "plan_items": measures_work.plan_lines,
        "pairs": measures_work.pairs_with_plan,
        "rows": measures_work.rows,
        "proofs": measures_work.proofs,
        "enterprises": measures_work.enterprises,
        "entered": measures_work.entered,
        "whole": measures_work.whole,
        "came": measures_events.came,
        "invited": measures_events.invited,
        "invited_or_whole": measures_events.invited_or_whole,
        "guests": measures_events.guests,
        "experts": measures_events.experts,
        "lessons": measures_events.lessons,
        "attended": measures_events.attended,
        "awaited": measures_events.awaited,
    }
)

_ONE_THING: tuple[ColumnElement[Any], ...] = tuple(literal_column(name) for name in ("kind", "ident", "ref", "amount"))
REGISTERED = frozenset(_RULES)
"""The rules that can be counted; `engine.indicators.counting.RULES` declares them."""


class Behind(NamedTuple):
    """One thing that is counted. `kind` says what `ident` is: person, visit, guest, item, pair, plan-item, evidence,
    event, organisation, count; `ref` is what it hangs on (a visit's meeting, a guest's event, a plan item's pair)."""

    organisation_id: int
    kind: str
    ident: int
    label: str
    ref: int
    amount: int


def totals(tx: Connection, wanted: Iterable[tuple[Counting, Frame]]) -> dict[tuple[Counting, Frame], int]:
    """Each number over its whole frame, all of them by one statement; what two organisations below both count is
    counted once."""
    asked = list(dict.fromkeys(wanted))
    if not asked:
        return {}
    row = tx.execute(select(*(_once(one, frame).label(f"n{place}") for place, (one, frame) in enumerate(asked)))).one()
    return {each: int(number) for each, number in zip(asked, row, strict=True)}


@lru_cache(maxsize=256)  # a school's day asks the same after each decision, and building costs more than counting
def _once(one: Counting, frame: Frame) -> ColumnElement[int]:
    # Columns by their names: building the collection of a subquery's costs more than asking the database.
    once = select(*_ONE_THING).distinct().select_from(_RULES[one.rule](one, frame).subquery())
    total: ColumnElement[int] = func.coalesce(func.sum(literal_column("amount")), 0)
    return select(total).select_from(once.subquery()).scalar_subquery()


def by_organisation(tx: Connection, countings: Iterable[Counting], frame: Frame) -> dict[int, int]:
    """The number of each organisation of the frame that has any: one statement for each counting."""
    found: dict[int, int] = {}
    for one in countings:
        rows = _RULES[one.rule](one, frame).subquery("counted")
        counted = select(rows.c.organisation_id, func.sum(rows.c.amount)).group_by(rows.c.organisation_id)
        for organisation_id, amount in tx.execute(counted):
            found[organisation_id] = found.get(organisation_id, 0) + int(amount)
    return found


def behind(
    tx: Connection, countings: Iterable[Counting], frame: Frame, *, most: int, without: Iterable[Counting] = ()
) -> Sequence[Behind]:
    """The things behind a number, by organisation and words; those that `without` counts are left out."""
    left_out = {(row.kind, row.ident, row.ref) for row in _all(tx, without, frame, most=None)}
    found = _all(tx, countings, frame, most=None if left_out else most)
    return [row for row in found if (row.kind, row.ident, row.ref) not in left_out][:most]


def how_many(tx: Connection, countings: Iterable[Counting], frame: Frame, *, without: Iterable[Counting] = ()) -> int:
    """How many things `behind` would list with no end."""
    left_out = {(row.kind, row.ident, row.ref) for row in _all(tx, without, frame, most=None)}
    if left_out:
        found = _all(tx, countings, frame, most=None)
        return sum((row.kind, row.ident, row.ref) not in left_out for row in found)
    wanted = [select(func.count()).select_from(_RULES[one.rule](one, frame).subquery()) for one in countings]
    return sum(int(tx.execute(one).scalar_one()) for one in wanted)


def _all(tx: Connection, countings: Iterable[Counting], frame: Frame, *, most: int | None) -> list[Behind]:
    found: list[Behind] = []
    for one in countings:
        rows = _RULES[one.rule](one, frame).subquery("counted")
        named = select(rows).join(organisations, organisations.c.id == rows.c.organisation_id)
        asked = named.order_by(organisations.c.path, rows.c.label, rows.c.ident, rows.c.ref).limit(most)
        found.extend(Behind._make(row) for row in tx.execute(asked))
    return found
