"""Pairs through their life: `nastavnik pair`."""

from collections.abc import Callable
from dataclasses import replace as replace_fields
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy import ColumnElement, Connection, or_, select

from engine.refusals import ChangedMeanwhile, Refused
from storage import memberships, pairs
from storage.scope import visible
from storage.tables.programmes import memberships as membership_table
from storage.tables.programmes import pairs as table
from web.api.calling import Caller
from web.api.pair_shapes import (
    EndIn,
    EndOut,
    History,
    KeptOut,
    MoveIn,
    MoveUndoneOut,
    OutcomeWord,
    PairIn,
    PairMade,
    PairMovedOut,
    PairOut,
    PairShown,
    ReplaceIn,
)
from web.api.reading import Paging, one, page
from web.api.scoping import Under, named, nameless, under
from web.api.shapes import Page, PathId, ReasonIn, Word
from web.api.writing import change, expected
from web.visit import Visit
from workflows.advance_pair import advance_pair, resume_pair, suspend_pair
from workflows.answers.pairs import description_document, history_document, listing_documents
from workflows.answers.plainly import plainly
from workflows.carry_out_move import PairMoved
from workflows.describe_pair import describe_pair, pair_history
from workflows.end_pair import EndingAnnounced, end_pair
from workflows.form_pair import form_pair
from workflows.replace_mentor import replace_mentor
from workflows.undo_move import undo_move
from workflows.withdraw_notice import withdraw_notice

router = APIRouter(prefix="/api/v1", tags=["pairs"])


@router.get("/pairs", operation_id="listPairs", response_model=Page[PairOut])
def list_pairs(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Under = None,
    programme: Annotated[PathId | None, Query()] = None,
    stage: Annotated[Word | None, Query()] = None,
    outcome: Annotated[OutcomeWord | None, Query()] = None,
    person: Annotated[PathId | None, Query(description="A member, now or before")] = None,
    live: Annotated[bool, Query(description="Only those not closed")] = False,
) -> Response:
    """Pairs of the organisations you may see, and your own."""
    with visit.read() as tx:
        found = pairs.listing(
            tx,
            visible=_seen(tx, visit, org),
            programme_id=programme,
            stage=stage,
            outcome=outcome,
            person_id=person,
            open_only=live,
            after=paging.after_id or 0,
            most=paging.more,
        )
        shown, following = paging.part(found, row_id=lambda each: each.pair.id)
        members = memberships.of_pairs(tx, [each.pair.id for each in shown])
    return page(visit, [PairOut.model_validate(each) for each in listing_documents(shown, members)], following)


@router.post("/pairs", operation_id="formPair", response_model=PairMade, status_code=201)
def form(visit: Caller, sent: PairIn) -> Response:
    """Form a pair or a group."""
    return change(
        visit,
        lambda tx: form_pair(
            tx,
            by=visit.by,
            programme_id=sent.programme,
            mentor_id=sent.mentor,
            mentee_ids=sent.mentees,
            curator_id=sent.curator,
            stage=sent.stage,
            since=sent.since,
        ),
        answer=lambda made: PairMade.model_validate(plainly(made)),
        sent=sent,
        status=201,
        location=lambda made: f"/api/v1/pairs/{made.id}",
    )


@router.get("/pairs/{pair_id}", operation_id="showPair", response_model=PairShown)
def show(visit: Caller, pair_id: PathId) -> Response:
    """A pair and the moves open to you, or why not."""
    with visit.read() as tx:
        found = describe_pair(tx, by=visit.by, pair_id=pair_id)
    inside = named(visit, found.path)
    if not inside:
        moves = tuple(replace_fields(one, reasons=nameless(one.reasons, found.members)) for one in found.moves)
        found = replace_fields(found, moves=moves)
    told = description_document(found, visit.language, words=inside)
    if not inside:
        told["members"] = [member | {"name": None} for member in told["members"]]
    return one(visit, PairShown.model_validate(told), version=found.pair.version)


@router.get("/pairs/{pair_id}/history", operation_id="pairHistory", response_model=History)
def history(visit: Caller, pair_id: PathId) -> Response:
    """The pair's journal, oldest first."""
    with visit.read() as tx:
        steps = pair_history(tx, by=visit.by, pair_id=pair_id)
    told = history_document(steps, visit.language)
    if visit.home is not None and not named(visit, visit.home.path):
        told = [step | {"actor": None, "reason": ""} for step in told]
    return one(visit, History.model_validate({"items": told}))


@router.post("/pairs/{pair_id}/moves", operation_id="advancePair", response_model=PairMovedOut)
def advance(visit: Caller, pair_id: PathId, sent: MoveIn) -> Response:
    """Make a move. Refused: every need that is unmet, why, and what mends it."""
    flow = _guarded(
        visit, pair_id, lambda tx: advance_pair(tx, by=visit.by, pair_id=pair_id, move=sent.move, reason=sent.reason)
    )
    return change(visit, flow, answer=_moved, sent=sent)


@router.post("/pairs/{pair_id}/undo", operation_id="undoMove", response_model=MoveUndoneOut)
def undo(visit: Caller, pair_id: PathId, sent: ReasonIn = ReasonIn()) -> Response:  # noqa: B008  # never changed
    """Take the last move back, within a day."""
    flow = _guarded(visit, pair_id, lambda tx: undo_move(tx, by=visit.by, pair_id=pair_id, reason=sent.reason))
    return change(visit, flow, answer=lambda done: MoveUndoneOut.model_validate(plainly(done)), sent=sent)


@router.post("/pairs/{pair_id}/suspension", operation_id="suspendPair", response_model=PairMovedOut)
def suspend(visit: Caller, pair_id: PathId, sent: ReasonIn = ReasonIn()) -> Response:  # noqa: B008  # never changed
    """Pause a pair: its reminders wait."""
    flow = _guarded(visit, pair_id, lambda tx: suspend_pair(tx, by=visit.by, pair_id=pair_id, reason=sent.reason))
    return change(visit, flow, answer=_moved, sent=sent)


@router.post("/pairs/{pair_id}/resumption", operation_id="resumePair", response_model=PairMovedOut)
def resume(visit: Caller, pair_id: PathId, sent: ReasonIn = ReasonIn()) -> Response:  # noqa: B008  # never changed
    """End the pause."""
    flow = _guarded(visit, pair_id, lambda tx: resume_pair(tx, by=visit.by, pair_id=pair_id, reason=sent.reason))
    return change(visit, flow, answer=_moved, sent=sent)


@router.post("/pairs/{pair_id}/mentor", operation_id="replaceMentor", response_model=PairMovedOut)
def replace(visit: Caller, pair_id: PathId, sent: ReplaceIn) -> Response:
    """Replace the mentor from today on."""
    flow = _guarded(
        visit,
        pair_id,
        lambda tx: replace_mentor(tx, by=visit.by, pair_id=pair_id, mentor_id=sent.mentor, reason=sent.reason),
    )
    return change(visit, flow, answer=_moved, sent=sent)


@router.post("/pairs/{pair_id}/end", operation_id="endPair", response_model=EndOut)
def end(visit: Caller, pair_id: PathId, sent: EndIn) -> Response:
    """End a pair, or announce its end."""
    flow = _guarded(
        visit,
        pair_id,
        lambda tx: end_pair(
            tx,
            by=visit.by,
            pair_id=pair_id,
            outcome=sent.outcome,
            notice_on=sent.notice,
            effective_on=sent.effective,
            reason=sent.reason,
        ),
    )
    return change(visit, flow, answer=_ended, sent=sent)


@router.post("/pairs/{pair_id}/end/withdrawal", operation_id="withdrawEnd", response_model=KeptOut)
def keep(visit: Caller, pair_id: PathId, sent: ReasonIn = ReasonIn()) -> Response:  # noqa: B008  # never changed
    """Withdraw an announced end."""
    flow = _guarded(visit, pair_id, lambda tx: withdraw_notice(tx, by=visit.by, pair_id=pair_id, reason=sent.reason))
    return change(visit, flow, answer=lambda done: KeptOut.model_validate(plainly(done)), sent=sent)


def _seen(tx: Connection, visit: Visit, org: str | None) -> ColumnElement[bool]:
    """What the offices open; without a named organisation also the pairs the caller is in."""
    seen = visible(under(tx, visit, org), table.c.organisation_id)
    if org is not None:
        return seen
    mine = select(membership_table.c.pair_id).where(
        membership_table.c.person_id == visit.who.person_id, membership_table.c.to_day.is_(None)
    )
    return or_(seen, table.c.id.in_(mine))


def _guarded(
    visit: Visit, pair_id: int, flow: Callable[[Connection], Any | Refused]
) -> Callable[[Connection], Any | Refused]:
    """The flow, only while the pair is as the caller saw it (`If-Match`)."""
    version = expected(visit)

    def guarded(tx: Connection) -> Any | Refused:
        if version is not None:
            found = pairs.get(tx, pair_id)
            if found is None or found.version != version:
                raise ChangedMeanwhile
        return flow(tx)

    return guarded


def _moved(done: PairMoved) -> PairMovedOut:
    return PairMovedOut.model_validate(plainly(done))


def _ended(done: EndingAnnounced | PairMoved) -> EndOut:
    told = plainly(done)
    return EndOut.model_validate({name: told.get(name) for name in EndOut.model_fields})
