"""The facts that needs look at: one query per kind of fact, and only the kinds that a pair's needs really ask for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal

from sqlalchemy import Connection

from engine.lifecycle import Ending, Facts
from engine.lifecycle.facts import Member
from engine.lifecycle.needs import Need
from engine.minors import is_minor
from storage import fact_rows as rows
from storage.pairs import PairRow

Kind = Literal["consents", "papers", "meetings", "feedback", "plan", "diagnostics"]

ASKS: Mapping[str, frozenset[Kind]] = MappingProxyType(
    {
        "consents": frozenset({"consents"}),
        "order": frozenset({"papers"}),
        "paper": frozenset({"papers"}),
        "report": frozenset({"papers", "feedback"}),
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


def load(tx: Connection, pair: PairRow, needs: Iterable[Need], *, today: date) -> Facts:
    """The pair as `engine.lifecycle.decide` sees it, as far as `needs` look.

    A kind of fact that no need asks for is not read and stays empty. `today` is the organisation's local day.
    """
    kinds, facts = asked(needs), _bare(pair)
    if not kinds:
        return facts
    members = rows.members(rows.MEMBERS.one(tx, pair.id), today) if kinds & _OF_PEOPLE else ()
    found: dict[str, Any] = {"visit": _visit(tx, pair), "members": members}
    for kind in kinds:
        found |= _LOADERS[kind](tx, pair, members)
    return replace(facts, **found)


def load_many(
    tx: Connection, pairs: Sequence[PairRow], needs: Mapping[int, Iterable[Need]], *, today: date
) -> dict[int, Facts]:
    """The same for many pairs of one local day by a number of queries that does not grow with them.

    `needs` are those of each pair by its id. The members are always there: a list shows them.
    """
    kinds = {pair.id: asked(needs.get(pair.id, ())) for pair in pairs}
    ids = [pair.id for pair in pairs]
    members = {key: rows.members(found, today) for key, found in rows.MEMBERS.many(tx, ids).items()}
    visits = _visits(tx, pairs)
    found: dict[int, dict[str, Any]] = {
        pair.id: {"visit": visits[pair.id], "members": members.get(pair.id, ())} for pair in pairs
    }
    for kind, loader in _LOADERS_OF_MANY.items():
        asking = [pair for pair in pairs if kind in kinds[pair.id]]
        if asking:
            for key, values in loader(tx, asking, members).items():
                found[key] |= values
    return {pair.id: replace(_bare(pair), **found[pair.id]) for pair in pairs}


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
    person = rows.PERSON.first(tx, {"id": person_id})
    assert person is not None  # noqa: S101  # the caller has just found him
    name, kind, born, representative_id = person
    newcomer = Member(person_id, "mentor", name, kind, is_minor(kind, born, today), representative_id)
    members = (newcomer, *(member for member in facts.members if member.role != "mentor"))
    signed = rows.signed(rows.CONSENTS_OF.all(tx, {"id": person_id}), rows.minors([newcomer]))
    return replace(facts, members=members, consents=facts.consents + signed)


def _bare(pair: PairRow) -> Facts:
    """What the pair's own row says."""
    return Facts(
        stage=pair.stage,
        entered_on=pair.stage_since,
        ending=ending_of(pair),
        suspended_from=pair.suspended_from,
    )


def _visit(tx: Connection, pair: PairRow) -> int:
    if pair.visits == rows.FIRST_VISIT:
        return rows.FIRST_VISIT
    return rows.visit_of(rows.WALK.one(tx, pair.id), stage=pair.stage, visit=pair.visit)


def _visits(tx: Connection, pairs: Sequence[PairRow]) -> dict[int, int]:
    walked = [pair.id for pair in pairs if pair.visits != rows.FIRST_VISIT]
    walks = rows.WALK.many(tx, walked) if walked else {}
    return {
        pair.id: rows.visit_of(walks[pair.id], stage=pair.stage, visit=pair.visit)
        if pair.id in walks
        else rows.FIRST_VISIT
        for pair in pairs
    }


def _diagnostics(tx: Connection, pair: PairRow) -> dict[str, Any]:
    asked_for = rows.ASKED.all(tx, {"programme_id": pair.programme_id})
    if not asked_for:
        return {}
    began = rows.BEGAN.one(tx, pair.id)
    return {
        "diagnostics": rows.passed(rows.PASSED.one(tx, pair.id)),
        "diagnostic_periods": rows.periods(asked_for, began[0][0] if began else None),
    }


def _diagnostics_of(
    tx: Connection, pairs: Sequence[PairRow], members: Mapping[int, tuple[Member, ...]]
) -> dict[int, dict[str, Any]]:
    asked_for = rows.ASKED_IN.all(tx, {"programme_ids": {pair.programme_id for pair in pairs}})
    if not asked_for:
        return {}
    ids = [pair.id for pair in pairs]
    began, passed = rows.BEGAN.many(tx, ids), rows.PASSED.many(tx, ids)
    of_programme = {
        programme_id: [row for row in asked_for if row[0] == programme_id] for programme_id, *_ in asked_for
    }
    return {
        pair.id: {
            "diagnostics": rows.passed(passed.get(pair.id, ())),
            "diagnostic_periods": rows.periods(
                of_programme.get(pair.programme_id, ()), began[pair.id][0][0] if pair.id in began else None
            ),
        }
        for pair in pairs
    }


def _signed_of(
    tx: Connection, pairs: Sequence[PairRow], members: Mapping[int, tuple[Member, ...]]
) -> dict[int, dict[str, Any]]:
    found = rows.CONSENTS.many(tx, [pair.id for pair in pairs])
    return {key: {"consents": rows.signed(of, rows.minors(members.get(key, ())))} for key, of in found.items()}


_Loader = Callable[[Connection, PairRow, tuple[Member, ...]], dict[str, Any]]
_LOADERS: Mapping[Kind, _Loader] = MappingProxyType(
    {
        "consents": lambda tx, pair, members: {
            "consents": rows.signed(rows.CONSENTS.one(tx, pair.id), rows.minors(members))
        },
        "papers": lambda tx, pair, members: {"papers": rows.registered(rows.PAPERS.one(tx, pair.id))},
        "meetings": lambda tx, pair, members: {"meetings": rows.held(rows.MEETINGS.one(tx, pair.id))},
        "feedback": lambda tx, pair, members: {"feedback": rows.given(rows.FEEDBACK.one(tx, pair.id))},
        "plan": lambda tx, pair, members: {"plan": rows.plan(rows.PLAN.one(tx, pair.id))},
        "diagnostics": lambda tx, pair, members: _diagnostics(tx, pair),
    }
)
_LoaderOfMany = Callable[[Connection, Sequence[PairRow], Mapping[int, tuple[Member, ...]]], dict[int, dict[str, Any]]]


def _each(of: rows.Of, name: str, made: Callable[[Sequence[tuple[Any, ...]]], Any]) -> _LoaderOfMany:
    """A kind of fact that is made of its own rows alone."""
    return lambda tx, pairs, members: {
        key: {name: made(found)} for key, found in of.many(tx, [pair.id for pair in pairs]).items()
    }


_LOADERS_OF_MANY: Mapping[Kind, _LoaderOfMany] = MappingProxyType(
    {
        "consents": _signed_of,
        "papers": _each(rows.PAPERS, "papers", rows.registered),
        "meetings": _each(rows.MEETINGS, "meetings", rows.held),
        "feedback": _each(rows.FEEDBACK, "feedback", rows.given),
        "plan": _each(rows.PLAN, "plan", rows.plan),
        "diagnostics": _diagnostics_of,
    }
)
