"""The board of pairs: those of one organisation with what a card needs, and counts over the tree above them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import CTE, Connection, Integer, and_, bindparam, case, func, literal_column, or_, select

from engine.plans.model import percent
from storage.given import among
from storage.hot import Hot
from storage.pairs import PairRow
from storage.tables.answers import planned_meetings
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations, people
from storage.tables.programmes import definitions, meetings, memberships, pairs, plan_items, programmes


@dataclass(frozen=True, slots=True)
class BoardPair:
    """A pair with the names around it that a card shows."""

    pair: PairRow
    programme: str
    definition_hash: str


@dataclass(frozen=True, slots=True)
class PlanProgress:
    """Lines of a pair's plan: how many there are, are done, and are late."""

    of: int
    done: int
    late: int

    @property
    def percent(self) -> int:
        return percent(self.done, self.of)


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation of the tree with everything below it: live pairs by stage, and how many stages are late."""

    id: int
    path: str
    name: str
    kind: str
    by_stage: Mapping[str, int]
    late: int

    @property
    def total(self) -> int:
        return sum(self.by_stage.values())


_PAIR_COLUMNS = [pairs.c[field.name] for field in fields(PairRow)]
_WIDTH = len(_PAIR_COLUMNS)
_PAIRS = (
    select(*_PAIR_COLUMNS, programmes.c.title, definitions.c.hash)
    .select_from(
        pairs.join(programmes, programmes.c.id == pairs.c.programme_id).join(
            definitions, definitions.c.id == pairs.c.definition_id
        )
    )
    .order_by(pairs.c.number)
)
_OF_ORGANISATION = pairs.c.organisation_id == bindparam("organisation_id")
_LIVE = Hot(_PAIRS.where(_OF_ORGANISATION, pairs.c.closed_on.is_(None)))
_CLOSED = Hot(
    _PAIRS.order_by(None)
    .where(_OF_ORGANISATION, pairs.c.closed_on.is_not(None))
    .order_by(pairs.c.closed_on.desc(), pairs.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
_COUNT_CLOSED = Hot(select(func.count()).select_from(pairs).where(_OF_ORGANISATION, pairs.c.closed_on.is_not(None)))
_COUNT_LIVE = Hot(select(func.count()).select_from(pairs).where(_OF_ORGANISATION, pairs.c.closed_on.is_(None)))
# Written out, not bound: SQLite takes a partial index only for the very words of its condition.
_OF_STAGE = (
    obligations.c.subject_kind == literal_column("'pair'"),
    obligations.c.status == literal_column("'open'"),
)
_DUES = Hot(
    select(obligations.c.subject_id, obligations.c.occurrence, obligations.c.due_on).where(
        obligations.c.organisation_id == bindparam("organisation_id"), *_OF_STAGE
    )
)
_LAST_MET = Hot(
    select(meetings.c.pair_id, func.max(meetings.c.held_on))
    .where(among(meetings.c.pair_id, "pair_ids"), meetings.c.withdrawn_at.is_(None))
    .group_by(meetings.c.pair_id)
)
# Counted by pair within the unique index of the plan's lines.
_PLANS = Hot(
    select(
        plan_items.c.pair_id,
        func.count(),
        func.count(plan_items.c.done_on),
        func.count(case((and_(plan_items.c.done_on.is_(None), plan_items.c.due_on < bindparam("today")), 1))),
    )
    .where(among(plan_items.c.pair_id, "pair_ids"), plan_items.c.dropped_on.is_(None))
    .group_by(plan_items.c.pair_id)
)
_NEXT_MEETING = Hot(
    select(planned_meetings.c.pair_id, func.min(planned_meetings.c.planned_on))
    .where(
        among(planned_meetings.c.pair_id, "pair_ids"),
        planned_meetings.c.state == "planned",
        planned_meetings.c.planned_on >= bindparam("today"),
    )
    .group_by(planned_meetings.c.pair_id)
)
_OWN = Hot(
    select(memberships.c.pair_id).where(
        memberships.c.person_id == bindparam("person_id"), memberships.c.to_day.is_(None)
    )
)
_CURATORS = Hot(
    select(memberships.c.pair_id, people.c.name)
    .join(people, people.c.id == memberships.c.person_id)
    .where(
        among(memberships.c.pair_id, "pair_ids"),
        memberships.c.role == "curator",
        memberships.c.to_day.is_(None),
    )
    .order_by(memberships.c.id)
)
_LIFECYCLES = Hot(
    select(definitions.c.id, definitions.c.hash).where(definitions.c.kind == "lifecycle").order_by(definitions.c.id)
)
_HAS_BRANCHES = Hot(
    select(organisations.c.id)
    .where(organisations.c.parent_id == bindparam("organisation_id"), organisations.c.kind != "partner")
    .limit(1)
)


def live(tx: Connection, organisation_id: int) -> list[BoardPair]:
    """The organisation's pairs that are not over, by number."""
    return [_pair(row) for row in _LIVE.all(tx, {"organisation_id": organisation_id})]


def closed(tx: Connection, organisation_id: int, *, most: int) -> list[BoardPair]:
    """The pairs that are over, the latest first, at most `most`."""
    return [_pair(row) for row in _CLOSED.all(tx, {"organisation_id": organisation_id, "most": most})]


def count_closed(tx: Connection, organisation_id: int) -> int:
    return _one(_COUNT_CLOSED.first(tx, {"organisation_id": organisation_id}))


def count_live(tx: Connection, organisation_id: int) -> int:
    return _one(_COUNT_LIVE.first(tx, {"organisation_id": organisation_id}))


def dues(tx: Connection, organisation_id: int) -> dict[tuple[int, str], date]:
    """By when the pairs of the organisation leave their stages, by (pair, number of the visit)."""
    found = _DUES.all(tx, {"organisation_id": organisation_id})
    return {(pair_id, visit): due_on for pair_id, visit, due_on in found if due_on is not None}


def last_met(tx: Connection, pair_ids: Iterable[int]) -> dict[int, date]:
    """The day of the latest meeting of each pair that has had one."""
    return dict(_LAST_MET.all(tx, {"pair_ids": pair_ids}))


def plans(tx: Connection, pair_ids: Iterable[int], *, today: date) -> dict[int, PlanProgress]:
    """How far the plan of each pair is that has lines."""
    rows = _PLANS.all(tx, {"pair_ids": pair_ids, "today": today})
    return {pair_id: PlanProgress(int(of), int(done), int(late)) for pair_id, of, done, late in rows}


def next_meeting(tx: Connection, pair_ids: Iterable[int], *, today: date) -> dict[int, date]:
    """The nearest day a meeting is agreed for."""
    return dict(_NEXT_MEETING.all(tx, {"pair_ids": pair_ids, "today": today}))


def own(tx: Connection, person_id: int) -> set[int]:
    """The pairs this person belongs to now, as mentor, mentee or curator."""
    return {pair_id for (pair_id,) in _OWN.all(tx, {"person_id": person_id})}


def curators(tx: Connection, pair_ids: Iterable[int]) -> dict[int, str]:
    """The name of each pair's curator."""
    found: dict[int, str] = {}
    for pair_id, name in _CURATORS.all(tx, {"pair_ids": pair_ids}):
        found.setdefault(pair_id, name)
    return found


def lifecycles(tx: Connection) -> list[tuple[int, str]]:
    """(id, hash) of every published lifecycle version, the oldest first."""
    return [(definition_id, digest) for definition_id, digest in _LIFECYCLES.all(tx, {})]


def has_branches(tx: Connection, organisation_id: int) -> bool:
    """Whether there are schools or municipalities below."""
    return _HAS_BRANCHES.first(tx, {"organisation_id": organisation_id}) is not None


def branches(tx: Connection, organisation_id: int, *, days: Mapping[str, date]) -> list[Branch]:
    """The organisation itself and what lies right below it, each with everything under it, by name.

    `days`: the local day of each time zone, by which lateness is told.
    """
    by_stage: dict[int, dict[str, int]] = {}
    for branch_id, stage, count in _STAGES.all(tx, {"top": organisation_id}):
        by_stage.setdefault(branch_id, {})[stage] = int(count)  # a sum of counts is a Decimal on PostgreSQL
    late: dict[int, int] = {row.branch: row.late for row in tx.execute(_late(days), {"top": organisation_id})}
    found = _BRANCHES.all(tx, {"top": organisation_id})
    return [
        Branch(branch_id, path, name, kind, by_stage.get(branch_id, {}), late.get(branch_id, 0))
        for branch_id, path, name, kind in found
    ]


def zones_below(tx: Connection, organisation_id: int) -> Sequence[str]:
    """The time zones of the organisation and of everything below it."""
    wanted = select(organisations.c.timezone).join(_TREE, _TREE.c.id == organisations.c.id).distinct()
    return tx.execute(wanted, {"top": organisation_id}).scalars().all()


def _tree() -> CTE:
    """(id, branch): the organisation belongs to itself, all others to the one right below it that they stand under."""
    top = bindparam("top", type_=Integer)
    nearest = or_(organisations.c.id == top, organisations.c.parent_id == top)
    first = select(organisations.c.id, organisations.c.id.label("branch")).where(nearest)
    tree = first.cte("tree", recursive=True)
    further = select(organisations.c.id, tree.c.branch).join(tree, organisations.c.parent_id == tree.c.id)
    return tree.union_all(further.where(tree.c.id != top))


_TREE = _tree()
_HERE = select(_TREE.c.id)


def _stages() -> Any:
    """Counted within each organisation first: that is the order of the index."""
    within = (
        select(pairs.c.organisation_id, pairs.c.stage, func.count().label("pairs"))
        .where(pairs.c.closed_on.is_(None), pairs.c.organisation_id.in_(_HERE))
        .group_by(pairs.c.organisation_id, pairs.c.stage)
        .subquery()
    )
    return (
        select(_TREE.c.branch, within.c.stage, func.sum(within.c.pairs))
        .join(within, within.c.organisation_id == _TREE.c.id)
        .group_by(_TREE.c.branch, within.c.stage)
    )


_STAGES = Hot(_stages())
_BRANCHES = Hot(
    select(organisations.c.id, organisations.c.path, organisations.c.name, organisations.c.kind)
    .where(or_(organisations.c.id == bindparam("top"), organisations.c.parent_id == bindparam("top")))
    .order_by(organisations.c.search_key, organisations.c.id)
)


def _late(days: Mapping[str, date]) -> Any:
    """Stages past their organisation's own day, by branch. The zones of a region share one day, rarely two."""
    by_day: dict[date, list[str]] = {}
    for zone, day in days.items():
        by_day.setdefault(day, []).append(zone)
    late = or_(
        *(
            (obligations.c.due_on < day) & organisations.c.timezone.in_(sorted(zones))
            for day, zones in sorted(by_day.items())
        )
    )
    return (
        select(_TREE.c.branch, func.count().label("late"))
        .join(organisations, organisations.c.id == _TREE.c.id)
        .join(obligations, obligations.c.organisation_id == _TREE.c.id)
        .where(*_OF_STAGE, obligations.c.due_on < max(by_day), late)
        .group_by(_TREE.c.branch)
    )


def _pair(row: tuple[Any, ...]) -> BoardPair:
    return BoardPair(PairRow(*row[:_WIDTH]), *row[_WIDTH:])


def _one(row: tuple[Any, ...] | None) -> int:
    return int(row[0]) if row else 0
