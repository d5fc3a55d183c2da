"""Matching: `nastavnik match`."""

from typing import Literal

from fastapi import APIRouter, Response
from pydantic import Field

from engine.refusals import Refused
from web.api.calling import Caller
from web.api.reading import one
from web.api.scoping import named
from web.api.shapes import Id, In, Out, PathId, Reason
from web.api.writing import change, expected
from web.problems import Declined
from workflows.answers.matching import match_document
from workflows.answers.plainly import plainly
from workflows.exclude_match import allow_match, exclude_match
from workflows.move_in_match import move_in_match
from workflows.propose_pairs import propose_pairs
from workflows.return_pairs import return_pairs
from workflows.show_match import show_match
from workflows.take_pairs import take_pairs

router = APIRouter(prefix="/api/v1", tags=["matching"])


class MatchMade(Out):
    """`left`: mentees without a mentor. `solver`: `best`, or `greedy` where scipy is not installed."""

    id: int
    programme_id: int
    pairs: int
    mentees: int
    left: int
    solver: Literal["best", "greedy"]


class ChoiceOut(Out):
    """Another choice: points the whole proposal loses, who is moved by it, and whether that one is left alone."""

    id: int
    name: str | None
    loss: int
    moves: int | None
    leaves_alone: bool


class BesideOut(Out):
    id: int
    name: str | None
    points: int
    reasons: list[str]
    alternatives: list[ChoiceOut]
    by_hand: bool


class PersonOut(Out):
    id: int
    name: str | None


class CardOut(Out):
    """A proposed pair or group; `pair` once it was formed."""

    number: int
    mentor: PersonOut
    mentees: list[BesideOut]
    points: int
    strength: Literal["strong", "good", "weak"]
    strength_words: str
    alternatives: list[ChoiceOut]
    pair: int | None


class LeftOut(Out):
    """Somebody without a pair: why, and the next step."""

    id: int
    name: str | None
    side: Literal["mentor", "mentee"]
    why: str
    reason: str
    mend: str
    alternatives: list[ChoiceOut]


class MatchOut(Out):
    """A proposal. `stale`: people, pairs, answers or exclusions have changed since."""

    id: int
    programme: int
    state: Literal["proposed", "taken", "stale"]
    stale: bool
    solver: Literal["best", "greedy"]
    version: int
    pairs: list[CardOut]
    total: int
    unmatched: list[LeftOut]


class TakeIn(In):
    """`pair`: its number in the proposal; without it every pair that is left."""

    pair: Id | None = None


class TakenOut(Out):
    id: int
    programme_id: int
    pairs: list[int]
    left: int


class ReturnIn(In):
    """Ids of pairs; empty: every pair taken of the proposal."""

    pairs: list[Id] = Field(default_factory=list, max_length=1000)


class ReturnedOut(Out):
    id: int
    programme_id: int
    pairs: list[int]


class ExchangeIn(In):
    mentee: Id
    mentor: Id


class ExchangeOut(Out):
    """`swaps`: another mentee who was moved; `alone`: and now has nobody."""

    id: int
    mentee_id: int
    mentor_id: int
    loss: int
    swaps: int | None
    alone: bool


class ExclusionIn(In):
    mentor: Id
    mentee: Id
    reason: Reason = ""


class ExclusionOut(Out):
    id: int
    programme_id: int
    mentor_id: int
    mentee_id: int


@router.post(
    "/programmes/{programme_id}/matches", operation_id="proposePairs", response_model=MatchMade, status_code=201
)
def propose(visit: Caller, programme_id: PathId) -> Response:
    """Propose the pairs of a programme."""
    return change(
        visit,
        lambda tx: propose_pairs(tx, by=visit.by, programme_id=programme_id),
        answer=lambda made: MatchMade.model_validate(plainly(made)),
        status=201,
        location=lambda made: f"/api/v1/matches/{made.id}",
    )


@router.get("/matches/{match_id}", operation_id="showMatch", response_model=MatchOut)
def show(visit: Caller, match_id: PathId) -> Response:
    """Proposed pairs with reasons and other choices, who is left and why."""
    with visit.read() as tx:
        found = show_match(tx, by=visit.by, proposal_id=match_id)
    if isinstance(found, Refused):
        raise Declined(found)
    told = MatchOut.model_validate(match_document(found, visit.language))
    inside = visit.home is not None and named(visit, visit.home.path)
    return one(visit, told if inside else _nameless(told), version=found.hand.row.version)


@router.post("/matches/{match_id}/pairs", operation_id="takePairs", response_model=TakenOut)
def take(visit: Caller, match_id: PathId, sent: TakeIn = TakeIn()) -> Response:  # noqa: B008  # never changed
    """Form the proposed pairs, all of them or none; or one of them."""
    return change(
        visit,
        lambda tx: take_pairs(tx, by=visit.by, proposal_id=match_id, number=sent.pair, version=expected(visit)),
        answer=lambda made: TakenOut.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/matches/{match_id}/return", operation_id="returnPairs", response_model=ReturnedOut)
def give_back(visit: Caller, match_id: PathId, sent: ReturnIn = ReturnIn()) -> Response:  # noqa: B008  # never changed
    """Take pairs back that were just formed, within a day."""
    return change(
        visit,
        lambda tx: return_pairs(tx, by=visit.by, proposal_id=match_id, pair_ids=sent.pairs),
        answer=lambda made: ReturnedOut.model_validate(plainly(made)),
        sent=sent,
    )


@router.post("/matches/{match_id}/exchange", operation_id="moveInMatch", response_model=ExchangeOut)
def exchange(visit: Caller, match_id: PathId, sent: ExchangeIn) -> Response:
    """Give a mentee of a proposal another mentor."""
    return change(
        visit,
        lambda tx: move_in_match(
            tx,
            by=visit.by,
            proposal_id=match_id,
            mentee_id=sent.mentee,
            mentor_id=sent.mentor,
            version=expected(visit),
        ),
        answer=lambda made: ExchangeOut.model_validate(plainly(made)),
        sent=sent,
    )


@router.post(
    "/programmes/{programme_id}/exclusions", operation_id="excludeMatch", response_model=ExclusionOut, status_code=201
)
def exclude(visit: Caller, programme_id: PathId, sent: ExclusionIn) -> Response:
    """Never propose two people to each other."""
    return change(
        visit,
        lambda tx: exclude_match(
            tx,
            by=visit.by,
            programme_id=programme_id,
            mentor_id=sent.mentor,
            mentee_id=sent.mentee,
            reason=sent.reason,
        ),
        answer=lambda made: ExclusionOut.model_validate(plainly(made)),
        sent=sent,
        status=201,
    )


@router.post("/programmes/{programme_id}/exclusions/withdrawal", operation_id="allowMatch", response_model=ExclusionOut)
def allow(visit: Caller, programme_id: PathId, sent: ExchangeIn) -> Response:
    """Lift an exclusion."""
    return change(
        visit,
        lambda tx: allow_match(
            tx, by=visit.by, programme_id=programme_id, mentor_id=sent.mentor, mentee_id=sent.mentee
        ),
        answer=lambda made: ExclusionOut.model_validate(plainly(made)),
        sent=sent,
    )


def _nameless(told: MatchOut) -> MatchOut:
    """Above the own organisation: numbers of people, and none of their words."""
    for card in told.pairs:
        card.mentor.name = None
        for beside in card.mentees:
            beside.name, beside.reasons = None, []
            _without_names(beside.alternatives)
        _without_names(card.alternatives)
    for left in told.unmatched:
        left.name = None
        _without_names(left.alternatives)
    return told


def _without_names(choices: list[ChoiceOut]) -> None:
    for choice in choices:
        choice.name = None
