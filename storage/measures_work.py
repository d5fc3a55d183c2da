"""Rules that count work and what somebody entered: plans, rows of roadmaps, publications, enterprises, numbers."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Text, and_, cast, exists, func, literal, or_, select, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from engine.indicators.counting import Counting, counting
from storage.measure_frame import Frame, began, follows, members, things, within
from storage.measures_people import of_kind
from storage.scope import below
from storage.tables.figures import external_counts
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations, people, role_grants
from storage.tables.papers import papers
from storage.tables.programmes import memberships, pairs, plan_editions, plan_items, plans, programmes
from storage.tables.roadmaps import evidences, items, roadmaps


class _LaterThan(FunctionElement[bool]):
    """(instant, day, minutes): the local day of the instant, `minutes` before UTC, lies after the day."""

    inherit_cache = True


@compiles(_LaterThan, "sqlite")
def _in_text(element: _LaterThan, compiler: SQLCompiler, **how: Any) -> str:
    instant, day, minutes = (compiler.process(part, **how) for part in element.clauses)
    return f"(date({instant}, {minutes} || ' minutes') > {day})"


@compiles(_LaterThan, "postgresql")
def _in_dates(element: _LaterThan, compiler: SQLCompiler, **how: Any) -> str:
    instant, day, minutes = (compiler.process(part, **how) for part in element.clauses)
    return f"((({instant} AT TIME ZONE 'UTC') + make_interval(mins => {minutes}))::date > {day})"


# Made once: building the columns of an alias costs more than asking the database.
_NEWER, _ABOVE, _TOP = external_counts.alias(), external_counts.alias(), organisations.alias()


def plan_lines(one: Counting, frame: Frame) -> Select[Any]:
    """`plan_items` of every pair that took place during the days; lines taken out of their plan by then are not."""
    wanted = (
        things(pairs.c.organisation_id, "plan-item", plan_items.c.id, plan_items.c.title, ref=pairs.c.id)
        .select_from(
            plan_items.join(pairs, pairs.c.id == plan_items.c.pair_id).join(
                programmes, programmes.c.id == pairs.c.programme_id
            )
        )
        .where(
            within(pairs.c.organisation_id, frame),
            follows(frame),
            or_(plan_items.c.dropped_on.is_(None), plan_items.c.dropped_on > frame.on),
            *_took_place(frame),
        )
    )
    return wanted.where(plan_items.c.done_on <= frame.on) if one.word("state") == "done" else wanted


def pairs_with_plan(one: Counting, frame: Frame) -> Select[Any]:
    """`pairs` that took place during the days; `plan`: those whose plan has lines, or was approved by then.

    An approval counts although the plan is being changed: the edition before it was approved.
    """
    wanted = (
        things(pairs.c.organisation_id, "pair", pairs.c.id, literal("№ ") + cast(pairs.c.number, Text))
        .join_from(pairs, programmes, programmes.c.id == pairs.c.programme_id)
        .where(
            within(pairs.c.organisation_id, frame),
            follows(frame),
            # Formed after the last day it is no pair of these days.
            exists().where(memberships.c.pair_id == pairs.c.id, memberships.c.from_day <= frame.on),
            *_took_place(frame),
        )
    )
    lines = exists().where(plan_items.c.pair_id == pairs.c.id, plan_items.c.dropped_on.is_(None))
    match one.word("plan"):
        case "written":
            return wanted.where(lines)
        case "approved":
            now = exists().where(plans.c.pair_id == pairs.c.id, plans.c.approved_on <= frame.on)
            before = exists().where(plan_editions.c.pair_id == pairs.c.id, plan_editions.c.approved_on <= frame.on)
            return wanted.where(lines, or_(now, before))
        case _:
            return wanted


def _took_place(frame: Frame) -> tuple[ColumnElement[bool], ...]:
    return (
        or_(pairs.c.outcome.is_(None), pairs.c.outcome != "never_started"),
        or_(pairs.c.closed_on.is_(None), pairs.c.closed_on >= frame.since),
    )


def rows(one: Counting, frame: Frame) -> Select[Any]:
    """Rows that owe something. Done: nothing of it is open. On time: and nothing of it was done after its day."""
    wanted = (
        things(items.c.organisation_id, "item", items.c.id, items.c.number + literal(". ") + items.c.title)
        .join_from(items, roadmaps, roadmaps.c.id == items.c.roadmap_id)
        .where(items.c.dropped_on.is_(None), _owes(obligations.c.status != "cancelled"))
    )
    if frame.roadmap_id is not None:
        wanted = wanted.where(items.c.roadmap_id == frame.roadmap_id)
    else:
        wanted = wanted.where(
            within(items.c.organisation_id, frame),
            roadmaps.c.period_start <= frame.on,
            roadmaps.c.period_end >= frame.on,
            roadmaps.c.dropped_on.is_(None),
        )
    for name in frame.about_roadmaps:
        wanted = wanted.where(cast(items.c.thresholds, Text).not_like(f'%"{name}"%'))
    if one.word("state") in ("done", "on_time"):
        wanted = wanted.where(~_owes(obligations.c.status.in_(("open", "needs_date"))))
    if one.word("state") == "on_time":
        late = _LaterThan(obligations.c.done_at, obligations.c.due_on, literal(frame.clock, Integer))
        wanted = wanted.where(~_owes(and_(obligations.c.status == "done", obligations.c.ladder != "review", late)))
    return wanted


def proofs(one: Counting, frame: Frame) -> Select[Any]:
    """Different links and registered publications given to the row; without a row to every row about publications."""
    wanted = (
        things(
            items.c.organisation_id,
            "evidence",
            func.max(evidences.c.id),
            func.coalesce(func.max(papers.c.number), evidences.c.reference),
            ref=items.c.id,
        )
        .join_from(evidences, obligations, obligations.c.id == evidences.c.obligation_id)
        .join(items, items.c.id == obligations.c.item_id)
        .outerjoin(papers, papers.c.id == evidences.c.paper_id)
        .where(
            or_(
                evidences.c.kind.in_(("link", "publication")),
                and_(evidences.c.kind == "paper", papers.c.kind == "publication"),
            )
        )
        .group_by(items.c.organisation_id, items.c.id, evidences.c.paper_id, evidences.c.reference)
    )
    if frame.item_id is not None:
        return wanted.where(items.c.id == frame.item_id)
    return wanted.where(within(items.c.organisation_id, frame), items.c.document_kind == "publication")


def enterprises(one: Counting, frame: Frame) -> Select[Any]:
    """Partner organisations of the place, or those whose people mentored there during the days."""
    if one.word("role") != "mentor":
        return things(organisations.c.id, "organisation", organisations.c.id, organisations.c.name).where(
            within(organisations.c.id, frame), organisations.c.kind == "partner"
        )
    in_pairs = (
        select(pairs.c.organisation_id, memberships.c.person_id)
        .select_from(members())
        .where(
            within(pairs.c.organisation_id, frame),
            memberships.c.role == "mentor",
            memberships.c.from_day <= frame.on,
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= frame.since),
            began(),
            follows(frame),
        )
    )
    by_role = select(role_grants.c.organisation_id, role_grants.c.person_id).where(
        within(role_grants.c.organisation_id, frame),
        role_grants.c.role == "mentor",
        role_grants.c.deputy_of_id.is_(None),
        or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= frame.on),
        or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= frame.on),
    )
    mentors = union(in_pairs, by_role).subquery("mentors")
    return (
        things(mentors.c.organisation_id, "organisation", organisations.c.id, organisations.c.name)
        .select_from(
            mentors.join(people, people.c.id == mentors.c.person_id).join(
                organisations, organisations.c.id == people.c.organisation_id
            )
        )
        .where(organisations.c.kind == "partner")
        .distinct()
    )


def entered(one: Counting, frame: Frame) -> Select[Any]:
    """Numbers in force. What an organisation told for itself stands for everything below it."""
    return _numbers(one, frame, external_counts.c.value)


def whole(one: Counting, frame: Frame) -> Select[Any]:
    """«46 из 50»: the 50. Where it was not told, the staff of the organisation."""
    told = told_whole(one, frame).subquery("told")
    staff = of_kind(counting("people", kind="staff"), frame)
    staff = staff.where(people.c.organisation_id.not_in(select(told.c.organisation_id)))
    both = select(told).union_all(staff).subquery("whole")
    return select(both)


def told_whole(one: Counting, frame: Frame) -> Select[Any]:
    """The numbers in force of which the whole was told, as that whole."""
    return _numbers(one, frame, external_counts.c.whole).where(external_counts.c.whole.is_not(None))


def _numbers(one: Counting, frame: Frame, amount: ColumnElement[Any]) -> Select[Any]:
    mine = external_counts.c
    newer, above, top = _NEWER, _ABOVE, _TOP
    of_same = and_(
        newer.c.organisation_id == mine.organisation_id,
        newer.c.measure == mine.measure,
        newer.c.year == mine.year,
        newer.c.item_id.is_not_distinct_from(mine.item_id),
        newer.c.id > mine.id,
    )
    about = mine.item_id == frame.item_id if frame.item_id is not None else mine.year == frame.year
    told_above = exists(
        select(above.c.id)
        .join(top, top.c.id == above.c.organisation_id)
        .where(
            above.c.measure == mine.measure,
            above.c.year == mine.year,
            above.c.item_id.is_(None),
            or_(top.c.path == frame.path, func.substr(top.c.path, 1, len(frame.path) + 1) == f"{frame.path}/"),
            func.substr(organisations.c.path, 1, func.length(top.c.path) + 1) == top.c.path + literal("/"),
        )
    )
    return (
        things(mine.organisation_id, "count", mine.id, mine.words, amount=amount)
        .join_from(external_counts, organisations, organisations.c.id == mine.organisation_id)
        .where(below([frame.path]), mine.measure == one.word("what"), about, ~exists().where(of_same), ~told_above)
    )


def _owes(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(obligations.c.item_id == items.c.id, condition)
