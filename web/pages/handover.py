"""`/pairs/{pair_id}/handover`: the mentor of this pair leaves; each of his pairs gets another one or ends."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.matching import STRENGTHS
from engine.refusals import BadInput, Refused
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.pages.pair import NAMELESS, named
from web.pages.pair_records import form
from web.visit import Visit
from web.went import Undo, Went
from workflows.draft_letters import draft_letters
from workflows.hand_over_pairs import (
    ENDS,
    HandoverUndone,
    PairsHandedOver,
    hand_over_pairs,
    take_back_handover,
)
from workflows.show_handover import Handover, show_handover

router = APIRouter()

_END = "end"


@router.get("/pairs/{pair_id}/handover")
def handover_form(visit: Entered, pair_id: int) -> Response:
    return _choose(visit, pair_id)


@router.post("/pairs/{pair_id}/handover")
def handover(visit: Entered, pair_id: int) -> Response:
    """The first time it says what will happen, with `sure` it happens."""
    if visit.fields.raw("back"):
        return _choose(visit, pair_id)
    if not visit.fields.ticked("sure"):
        return _confirm(visit, pair_id)

    def flow(tx: Connection) -> PairsHandedOver | Refused:
        found = show_handover(tx, by=visit.by, pair_id=pair_id)
        return found if isinstance(found, Refused) else _act(visit, tx, found)

    def done(made: PairsHandedOver) -> Went:
        replaced = sum(one.mentor_id is not None for one in made.steps)
        ended, drafts = len(made.steps) - replaced, len(made.drafts)
        words = Words(
            f"Пар с новым наставником: {replaced}, завершается: {ended}, проектов приказов: {drafts}",
            f"Pairs with another mentor: {replaced}, ending: {ended}, orders drafted: {drafts}",
        )
        steps = " ".join(f"{one.pair_id}:{one.seq}" for one in made.steps)
        undo = {"steps": steps, "drafts": " ".join(map(str, made.drafts))}
        return Went("/papers", words, Undo(f"/pairs/{pair_id}/handover/undo", undo))

    return visit.change(flow, done=done, again=lambda faults: _choose(visit, pair_id, faults))


@router.post("/pairs/{pair_id}/handover/undo")
def undo(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> HandoverUndone | Refused:
        steps = [one.partition(":")[::2] for one in visit.fields.raw("steps").split()]
        return take_back_handover(
            tx,
            by=visit.by,
            steps=[(_number(pair), _number(seq)) for pair, seq in steps],
            draft_ids=[_number(one) for one in visit.fields.raw("drafts").split()],
        )

    words = Words("Всё как было: наставник остаётся", "As it was: the mentor stays")
    return visit.change(flow, done=lambda _: Went(f"/pairs/{pair_id}", words))


def _choose(visit: Visit, pair_id: int, faults: Faults = NONE) -> Response:
    found = _found(visit, pair_id)
    if isinstance(found, Faults):
        return form(visit, pair_id, "refused", found)
    return form(visit, pair_id, "handover", faults, found=found, strengths=STRENGTHS)


def _confirm(visit: Visit, pair_id: int) -> Response:
    found = _found(visit, pair_id)
    if isinstance(found, Faults):
        return form(visit, pair_id, "refused", found)
    try:
        fates = _fates(visit, found)
        made: list[PairsHandedOver] = []

        def act() -> Refused | None:
            outcome = _act(visit, tx, found)
            if isinstance(outcome, Refused):
                return outcome
            made.append(outcome)
            return None

        with visit.write() as tx:  # the drafts come from doing it and taking it back
            drafts = draft_letters(tx, act, at=visit.now)
    except BadInput as error:
        return _choose(visit, pair_id, of_bad_input(error))
    if isinstance(drafts, Refused):
        return _choose(visit, pair_id, Faults(reasons=drafts.reasons, status=409))
    names = {one.id: one.name for pair in found.pairs for one in pair.successors}
    steps = {one.pair_id: one for one in made[0].steps}
    return form(
        visit, pair_id, "handover/sure", found=found, fates=fates, steps=steps, names=names, drafts=drafts, made=made[0]
    )


def _found(visit: Visit, pair_id: int) -> Handover | Faults:
    if not named(visit):
        return NAMELESS
    with visit.read() as tx:
        found = show_handover(tx, by=visit.by, pair_id=pair_id)
    return Faults(reasons=found.reasons, status=409) if isinstance(found, Refused) else found


def _act(visit: Visit, tx: Connection, found: Handover) -> PairsHandedOver | Refused:
    return hand_over_pairs(
        tx,
        by=visit.by,
        mentor_id=found.mentor.person_id,
        fates=_fates(visit, found),
        notice_on=visit.fields.day_if_given("notice", today=visit.today),
        reason=visit.fields.line("reason", optional=True, longest=500),
    )


def _fates(visit: Visit, found: Handover) -> dict[int, int]:
    """What was chosen for each pair; those left as they are are not in it."""
    fates: dict[int, int] = {}
    for one in found.pairs:
        name = f"pair_{one.pair.id}"
        given = visit.fields.raw(name)
        if given:
            fates[one.pair.id] = ENDS if given == _END else visit.fields.number(name)
    if not fates:
        first = f"pair_{found.pairs[0].pair.id}" if found.pairs else "pair"
        raise BadInput(first, "Выберите, что станет хотя бы с одной парой", "Say what becomes of at least one pair")
    return fates


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("steps", "Нужны номера", "Numbers are needed")
    return int(text)
