"""The facts that needs look at: one query per kind of fact, and only the kinds a move's needs really ask for."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, func, select

from engine.lifecycle import Ending, Facts
from engine.lifecycle.facts import (
    ConsentFact,
    DiagnosticFact,
    FeedbackFact,
    MeetingFact,
    Member,
    PaperFact,
    PlanFact,
)
from engine.lifecycle.needs import Need
from engine.minors import is_minor
from storage.hot import Hot
from storage.pairs import PairRow
from storage.tables.journal import journal_entries
from storage.tables.organisations import consents, people, role_grants
from storage.tables.programmes import (
    feedbacks,
    meetings,
    memberships,
    paper_pairs,
    papers,
    plan_items,
    plans,
    survey_answers,
    surveys,
)

Kind = Literal["consents", "papers", "meetings", "feedback", "plan", "diagnostics"]

ASKS: Mapping[str, frozenset[Kind]] = MappingProxyType(
    {
        "consents": frozenset({"consents"}),
        "order": frozenset({"papers"}),
        "paper": frozenset({"papers"}),
        "report": frozenset({"papers"}),
        "meeting": frozenset({"meetings"}),
        "feedback": frozenset({"feedback"}),
        "plan_items": frozenset({"plan"}),
        "plan_approved": frozenset({"plan"}),
        "plan_done": frozenset({"plan"}),
        "diagnostics": frozenset({"diagnostics"}),
        "minimum_days": frozenset[Kind](),
        "notice": frozenset[Kind](),
    }
)
_EVERY_KIND: frozenset[Kind] = frozenset({"consents", "papers", "meetings", "feedback", "plan", "diagnostics"})
_OF_PEOPLE: frozenset[Kind] = frozenset({"consents", "meetings", "feedback", "diagnostics"})
FIRST_VISIT = 1

_MEMBERS = Hot(
    select(people.c.id, memberships.c.role, people.c.name, people.c.kind, people.c.born, role_grants.c.person_id)
    .join(people, people.c.id == memberships.c.person_id)
    .outerjoin(role_grants, (role_grants.c.for_person_id == people.c.id) & (role_grants.c.role == "representative"))
    .where(
        memberships.c.pair_id == bindparam("pair_id"),
        memberships.c.to_day.is_(None),
        memberships.c.role != "curator",
    )
    .order_by(memberships.c.id, role_grants.c.id)
)
_CONSENT_COLUMNS = [consents.c.person_id, consents.c.kind, consents.c.signed_on, consents.c.withdrawn_on]
_CONSENTS = Hot(
    select(*_CONSENT_COLUMNS)
    .join(memberships, memberships.c.person_id == consents.c.person_id)
    .where(memberships.c.pair_id == bindparam("pair_id"), memberships.c.to_day.is_(None))
    .order_by(consents.c.id)
)
_CONSENTS_OF = Hot(select(*_CONSENT_COLUMNS).where(consents.c.person_id == bindparam("id")).order_by(consents.c.id))
_PAPERS = Hot(
    select(papers.c.id, papers.c.kind, papers.c.purpose, papers.c.number, papers.c.dated)
    .join(paper_pairs, paper_pairs.c.paper_id == papers.c.id)
    .where(paper_pairs.c.pair_id == bindparam("pair_id"))
    .order_by(papers.c.id)
)
_MEETINGS = Hot(
    select(
        meetings.c.kind,
        meetings.c.held_on,
        meetings.c.mentor_verdict,
        meetings.c.mentee_verdict,
        meetings.c.absent,
        meetings.c.visit,
    )
    .where(meetings.c.pair_id == bindparam("pair_id"))
    .order_by(meetings.c.id)
)
_FEEDBACK = Hot(
    select(feedbacks.c.person_id, feedbacks.c.given_on, feedbacks.c.visit)
    .where(feedbacks.c.pair_id == bindparam("pair_id"))
    .order_by(feedbacks.c.id)
)
_PLAN = Hot(
    select(func.count(plan_items.c.id), func.count(plan_items.c.done_on), plans.c.approved_on)
    .select_from(plans.outerjoin(plan_items, plan_items.c.pair_id == plans.c.pair_id))
    .where(plans.c.pair_id == bindparam("pair_id"))
    .group_by(plans.c.approved_on)
)
_ASKED = Hot(
    select(surveys.c.period, surveys.c.closed_on)
    .where(surveys.c.programme_id == bindparam("programme_id"), surveys.c.kind == "diagnostics")
    .order_by(surveys.c.opened_on, surveys.c.id)
)
_PASSED = Hot(
    select(survey_answers.c.person_id, surveys.c.period, survey_answers.c.answered_on)
    .join(surveys, surveys.c.id == survey_answers.c.survey_id)
    .join(memberships, memberships.c.person_id == survey_answers.c.person_id)
    .where(
        surveys.c.programme_id == bindparam("programme_id"),
        surveys.c.kind == "diagnostics",
        memberships.c.pair_id == bindparam("pair_id"),
        memberships.c.to_day.is_(None),
    )
)
_BEGAN = Hot(select(func.min(memberships.c.from_day)).where(memberships.c.pair_id == bindparam("pair_id")))
_WALK = Hot(
    select(journal_entries.c.move, journal_entries.c.to_stage, journal_entries.c.facts)
    .where(journal_entries.c.pair_id == bindparam("pair_id"), journal_entries.c.pair_seq.is_not(None))
    .order_by(journal_entries.c.pair_seq)
)
_PERSON = Hot(
    select(people.c.name, people.c.kind, people.c.born, role_grants.c.person_id)
    .outerjoin(role_grants, (role_grants.c.for_person_id == people.c.id) & (role_grants.c.role == "representative"))
    .where(people.c.id == bindparam("id"))
    .order_by(role_grants.c.id)
    .limit(1)
)


def load(tx: Connection, pair: PairRow, needs: Iterable[Need], *, today: date) -> Facts:
    """The pair as `engine.lifecycle.decide` sees it, as far as `needs` look.

    A kind of fact that no need asks for is not read and stays empty. `today` is the organisation's local day.
    """
    kinds = asked(needs)
    facts = Facts(
        stage=pair.stage,
        entered_on=pair.stage_since,
        ending=ending_of(pair),
        suspended_from=pair.suspended_from,
    )
    if not kinds:
        return facts
    members = _members(tx, pair, today) if kinds & _OF_PEOPLE else ()
    found: dict[str, Any] = {"visit": _visit(tx, pair), "members": members}
    for kind in kinds:
        found |= _LOADERS[kind](tx, pair, members)
    return replace(facts, **found)


def asked(needs: Iterable[Need]) -> frozenset[Kind]:
    """The kinds of fact these needs look at; a need this file does not know is given all of them."""
    kinds: frozenset[Kind] = frozenset()
    for need in needs:
        kinds |= ASKS.get(need.name, _EVERY_KIND)
    return kinds


def ending_of(pair: PairRow) -> Ending | None:
    """The announced end of a pair; None when none is."""
    if pair.notice_on is None or pair.ending_on is None or pair.ending_outcome is None:
        return None
    return Ending(pair.ending_outcome, pair.notice_on, pair.ending_on)  # type: ignore[arg-type]  # stored by end_pair


def with_mentor(tx: Connection, facts: Facts, *, person_id: int, today: date) -> Facts:
    """The facts as they will be with another mentor: what the needs of a replacement look at."""
    person = _PERSON.first(tx, {"id": person_id})
    assert person is not None  # noqa: S101  # the caller has just found him
    name, kind, born, representative_id = person
    newcomer = Member(person_id, "mentor", name, kind, is_minor(kind, born, today), representative_id)
    members = (newcomer, *(member for member in facts.members if member.role != "mentor"))
    minors = {person_id: representative_id} if newcomer.minor else {}
    signed = _signed(_CONSENTS_OF.all(tx, {"id": person_id}), minors)
    return replace(facts, members=members, consents=facts.consents + signed)


def _members(tx: Connection, pair: PairRow, today: date) -> tuple[Member, ...]:
    """The mentor and the mentees; of several representatives of a minor the first recorded speaks for him."""
    found: dict[int, Member] = {}
    for person_id, role, name, kind, born, representative_id in _MEMBERS.all(tx, {"pair_id": pair.id}):
        minor = is_minor(kind, born, today)
        found.setdefault(person_id, Member(person_id, role, name, kind, minor, representative_id))
    return tuple(found.values())


def _consents(tx: Connection, pair: PairRow, members: tuple[Member, ...]) -> tuple[ConsentFact, ...]:
    """A minor's consents were signed by the representative: nobody else's are recorded for a minor."""
    minors = {member.person_id: member.representative_id for member in members if member.minor}
    return _signed(_CONSENTS.all(tx, {"pair_id": pair.id}), minors)


def _signed(rows: Iterable[tuple[Any, ...]], minors: Mapping[int, int | None]) -> tuple[ConsentFact, ...]:
    return tuple(
        ConsentFact(person_id, kind, signed_on, withdrawn_on, minors.get(person_id))
        for person_id, kind, signed_on, withdrawn_on in rows
    )


def _papers(tx: Connection, pair: PairRow) -> tuple[PaperFact, ...]:
    return tuple(PaperFact(*row) for row in _PAPERS.all(tx, {"pair_id": pair.id}))


def _meetings(tx: Connection, pair: PairRow) -> tuple[MeetingFact, ...]:
    return tuple(
        MeetingFact(kind, held_on, mentor, mentee, frozenset(absent), visit)
        for kind, held_on, mentor, mentee, absent, visit in _MEETINGS.all(tx, {"pair_id": pair.id})
    )


def _feedback(tx: Connection, pair: PairRow) -> tuple[FeedbackFact, ...]:
    return tuple(FeedbackFact(*row) for row in _FEEDBACK.all(tx, {"pair_id": pair.id}))


def _diagnostics(tx: Connection, pair: PairRow) -> dict[str, Any]:
    """A pair is asked by every diagnostics opened for its programme, save those closed before it was formed."""
    asked_for = _ASKED.all(tx, {"programme_id": pair.programme_id})
    if not asked_for:
        return {}
    [began] = _BEGAN.first(tx, {"pair_id": pair.id}) or (None,)
    periods = dict.fromkeys(
        period for period, closed_on in asked_for if not (closed_on and began and closed_on < began)
    )
    passed = _PASSED.all(tx, {"programme_id": pair.programme_id, "pair_id": pair.id})
    return {"diagnostics": tuple(DiagnosticFact(*row) for row in passed), "diagnostic_periods": tuple(periods)}


def _plan(tx: Connection, pair: PairRow) -> dict[str, Any]:
    row = _PLAN.first(tx, {"pair_id": pair.id})
    return {} if row is None else {"plan": PlanFact(*row)}


def _visit(tx: Connection, pair: PairRow) -> int:
    """1 in the first stay in this stage, else the number of the stay, which the facts recorded in it carry too.

    An undone entry does not count as a stay: what was recorded meanwhile still speaks.
    """
    if pair.visits == FIRST_VISIT:
        return FIRST_VISIT
    walk: list[tuple[str, int]] = []
    for move, to_stage, noted in _WALK.all(tx, {"pair_id": pair.id}):
        if move == "undo":
            walk.pop()
        else:
            walk.append((to_stage, json.loads(noted)["visit"]))
    stays = {visit for stage, visit in walk if stage == pair.stage}
    return FIRST_VISIT if len(stays) <= 1 else pair.visit


_Loader = Callable[[Connection, PairRow, tuple[Member, ...]], dict[str, Any]]
_LOADERS: Mapping[Kind, _Loader] = MappingProxyType(
    {
        "consents": lambda tx, pair, members: {"consents": _consents(tx, pair, members)},
        "papers": lambda tx, pair, members: {"papers": _papers(tx, pair)},
        "meetings": lambda tx, pair, members: {"meetings": _meetings(tx, pair)},
        "feedback": lambda tx, pair, members: {"feedback": _feedback(tx, pair)},
        "plan": lambda tx, pair, members: _plan(tx, pair),
        "diagnostics": lambda tx, pair, members: _diagnostics(tx, pair),
    }
)
