"""The rows behind the facts of pairs: each statement for one pair and for many, and what is made of its rows.

`Of.one` answers for one pair and is on the path of every move; `Of.many` is the same statement for a set of pairs, with
the pair's id behind its columns.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.sql.elements import ColumnElement

from engine.lifecycle.facts import (
    ConsentFact,
    DiagnosticFact,
    FeedbackFact,
    MeetingFact,
    Member,
    PaperFact,
    PlanFact,
)
from engine.minors import is_minor
from storage.given import among
from storage.hot import Hot
from storage.tables.journal import journal_entries
from storage.tables.organisations import consents, people, role_grants
from storage.tables.papers import paper_pairs, papers
from storage.tables.programmes import feedbacks, meetings, memberships, plan_items, plans, survey_answers, surveys
from storage.tables.programmes import pairs as pair_table

FIRST_VISIT = 1
_Row = tuple[Any, ...]


class Of:
    """A statement about pairs; `pair` is its column that names them."""

    def __init__(self, statement: Any, pair: ColumnElement[Any]) -> None:
        self._one = Hot(statement.where(pair == bindparam("pair_id")))
        self._many = Hot(statement.add_columns(pair).where(among(pair, "pair_ids")))

    def one(self, tx: Connection, pair_id: int) -> list[_Row]:
        return self._one.all(tx, {"pair_id": pair_id})

    def many(self, tx: Connection, pair_ids: Iterable[int]) -> Mapping[int, list[_Row]]:
        """The rows of each pair by its id; a pair without rows has an empty list."""
        found: dict[int, list[_Row]] = defaultdict(list)
        for row in self._many.all(tx, {"pair_ids": pair_ids}):
            found[row[-1]].append(row[:-1])
        return found


MEMBERS = Of(
    select(people.c.id, memberships.c.role, people.c.name, people.c.kind, people.c.born, role_grants.c.person_id)
    .join(people, people.c.id == memberships.c.person_id)
    .outerjoin(role_grants, (role_grants.c.for_person_id == people.c.id) & (role_grants.c.role == "representative"))
    .where(memberships.c.to_day.is_(None), memberships.c.role != "curator")
    .order_by(memberships.c.id, role_grants.c.id),
    memberships.c.pair_id,
)
_CONSENT_COLUMNS = [consents.c[name] for name in ("person_id", "kind", "signed_on", "withdrawn_on", "valid_to")]
CONSENTS = Of(
    select(*_CONSENT_COLUMNS)
    .join(memberships, memberships.c.person_id == consents.c.person_id)
    .where(memberships.c.to_day.is_(None))
    .order_by(consents.c.id),
    memberships.c.pair_id,
)
CONSENTS_OF = Hot(select(*_CONSENT_COLUMNS).where(consents.c.person_id == bindparam("id")).order_by(consents.c.id))
PAPERS = Of(
    select(papers.c.id, papers.c.kind, papers.c.purpose, papers.c.number, papers.c.dated)
    .join(paper_pairs, paper_pairs.c.paper_id == papers.c.id)
    .where(papers.c.annulled_on.is_(None))
    .order_by(papers.c.id),
    paper_pairs.c.pair_id,
)
MEETINGS = Of(
    select(
        meetings.c.kind,
        meetings.c.held_on,
        meetings.c.mentor_verdict,
        meetings.c.mentee_verdict,
        meetings.c.absent,
        meetings.c.visit,
    )
    .where(meetings.c.withdrawn_at.is_(None))
    .order_by(meetings.c.id),
    meetings.c.pair_id,
)
FEEDBACK = Of(
    select(feedbacks.c.person_id, feedbacks.c.given_on, feedbacks.c.visit, feedbacks.c.period_to.is_not(None))
    .where(feedbacks.c.withdrawn_at.is_(None))
    .order_by(feedbacks.c.id),
    feedbacks.c.pair_id,
)
PLAN = Of(
    select(func.count(plan_items.c.id), func.count(plan_items.c.done_on), plans.c.approved_on)
    .select_from(
        plans.outerjoin(plan_items, (plan_items.c.pair_id == plans.c.pair_id) & plan_items.c.dropped_on.is_(None))
    )
    .group_by(plans.c.pair_id, plans.c.approved_on),
    plans.c.pair_id,
)
_ASKED = select(surveys.c.programme_id, surveys.c.period, surveys.c.closed_on).where(surveys.c.kind == "diagnostics")
_IN_ORDER = (surveys.c.opened_on, surveys.c.id)
ASKED = Hot(_ASKED.where(surveys.c.programme_id == bindparam("programme_id")).order_by(*_IN_ORDER))
ASKED_IN = Hot(_ASKED.where(among(surveys.c.programme_id, "programme_ids")).order_by(*_IN_ORDER))
PASSED = Of(
    select(memberships.c.person_id, surveys.c.period, survey_answers.c.answered_on)
    .join(surveys, surveys.c.id == survey_answers.c.survey_id)
    # One answer about a pair or group as a whole speaks for everybody in it.
    .join(
        memberships,
        (memberships.c.person_id == survey_answers.c.person_id)
        | ((surveys.c.asked == "pair") & (memberships.c.pair_id == survey_answers.c.pair_id)),
    )
    .join(
        pair_table,
        (pair_table.c.id == memberships.c.pair_id) & (pair_table.c.programme_id == surveys.c.programme_id),
    )
    .where(surveys.c.kind == "diagnostics", memberships.c.to_day.is_(None)),
    memberships.c.pair_id,
)
BEGAN = Of(select(func.min(memberships.c.from_day)).group_by(memberships.c.pair_id), memberships.c.pair_id)
WALK = Of(
    select(journal_entries.c.move, journal_entries.c.to_stage, journal_entries.c.facts)
    .where(journal_entries.c.pair_seq.is_not(None))
    .order_by(journal_entries.c.pair_id, journal_entries.c.pair_seq),
    journal_entries.c.pair_id,
)
PERSON = Hot(
    select(people.c.name, people.c.kind, people.c.born, role_grants.c.person_id)
    .outerjoin(role_grants, (role_grants.c.for_person_id == people.c.id) & (role_grants.c.role == "representative"))
    .where(people.c.id == bindparam("id"))
    .order_by(role_grants.c.id)
    .limit(1)
)


def members(rows: Iterable[_Row], today: date) -> tuple[Member, ...]:
    """The mentor and the mentees; of several representatives of a minor the first recorded speaks for him."""
    found: dict[int, Member] = {}
    for person_id, role, name, kind, born, representative_id in rows:
        if person_id not in found:
            found[person_id] = Member(person_id, role, name, kind, is_minor(kind, born, today), representative_id)
    return tuple(found.values())


def minors(of: Iterable[Member]) -> Mapping[int, int | None]:
    """The minors among them with their representatives."""
    return {member.person_id: member.representative_id for member in of if member.minor}


def signed(rows: Iterable[_Row], minors: Mapping[int, int | None]) -> tuple[ConsentFact, ...]:
    """A minor's consents were signed by the representative: nobody else's are recorded for a minor."""
    return tuple(
        ConsentFact(person_id, kind, signed_on, withdrawn_on, minors.get(person_id), valid_to)
        for person_id, kind, signed_on, withdrawn_on, valid_to in rows
    )


def registered(rows: Iterable[_Row]) -> tuple[PaperFact, ...]:
    return tuple(PaperFact(*row) for row in rows)


def held(rows: Iterable[_Row]) -> tuple[MeetingFact, ...]:
    return tuple(
        MeetingFact(kind, held_on, mentor, mentee, frozenset(absent), visit)
        for kind, held_on, mentor, mentee, absent, visit in rows
    )


def given(rows: Iterable[_Row]) -> tuple[FeedbackFact, ...]:
    return tuple(FeedbackFact(person, on, visit, bool(report)) for person, on, visit, report in rows)


def plan(rows: Sequence[_Row]) -> PlanFact:
    return PlanFact(*rows[0]) if rows else PlanFact()


def periods(asked: Iterable[_Row], began: date | None) -> tuple[str, ...]:
    """A pair is asked by every diagnostics opened for its programme, save those closed before it was formed."""
    return tuple(
        dict.fromkeys(period for _, period, closed_on in asked if not (closed_on and began and closed_on < began))
    )


def passed(rows: Iterable[_Row]) -> tuple[DiagnosticFact, ...]:
    return tuple(DiagnosticFact(*row) for row in rows)


def visit_of(walk: Iterable[_Row], *, stage: str, visit: int) -> int:
    """1 in the first stay in this stage, else the number of the stay, which the facts recorded in it carry too.

    An undone entry does not count as a stay: what was recorded meanwhile still speaks.
    """
    entries: list[tuple[str, str]] = []
    for move, to_stage, noted in walk:
        if move == "undo":
            entries.pop()
        else:
            entries.append((to_stage, noted))
    here = [noted for where, noted in entries if where == stage]
    if len(here) <= 1:
        return FIRST_VISIT
    return FIRST_VISIT if len({json.loads(noted)["visit"] for noted in here}) == 1 else visit
