"""A mentor leaves altogether: each of his pairs gets another mentor or ends, and the orders about it are drafted."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import candidates, journal, paper_drafts
from storage.candidates import OtherPair
from workflows.access import unknown
from workflows.carry_out_move import refused
from workflows.draft_paper import PaperDrafted, draft_paper
from workflows.drop_paper_draft import drop_paper_draft
from workflows.end_pair import EndingAnnounced, end_pair
from workflows.open_drafts import not_open
from workflows.replace_mentor import replace_mentor
from workflows.undo_move import undo_move

ENDS = 0
"""Instead of a new mentor: the pair ends, because its mentor left."""


@dataclass(frozen=True, slots=True)
class Step:
    """What was done with one pair: the number of its journal line, the mentor it has now, or the day it ends."""

    pair_id: int
    number: int
    seq: int
    mentor_id: int | None
    ending_on: date | None


@dataclass(frozen=True, slots=True)
class PairsHandedOver:
    """`left`: live pairs the person still leads, those whose end is announced not counted."""

    id: int
    steps: tuple[Step, ...]
    drafts: tuple[int, ...]
    left: int


@dataclass(frozen=True, slots=True)
class HandoverUndone:
    pairs: tuple[int, ...]
    drafts: tuple[int, ...]


def hand_over_pairs(
    tx: Connection,
    *,
    by: By,
    mentor_id: int,
    fates: Mapping[int, int],
    notice_on: date | None = None,
    reason: str = "",
) -> PairsHandedOver | Refused:
    """`fates`: for each pair the person who leads it from today on, or ENDS. All of them happen or none.

    What is ended takes effect after the notice of the law, like `end_pair`. Raises BadInput of `pair_ID` for a pair
    this mentor does not lead and for a successor who cannot be one.
    """
    led = {one.id: one for one in candidates.led_by(tx, mentor_id)}
    if not led:
        raise unknown("--mentor", mentor_id)
    if not fates:
        raise BadInput("--pair", "Выберите, что станет хотя бы с одной парой", "Say what becomes of at least one pair")
    faults: list[Reason] = []
    steps: list[Step] = []
    for pair_id, successor in fates.items():
        pair = led.get(pair_id)
        if pair is None:
            raise unknown("--pair", pair_id)
        made = _one(tx, by, pair, successor, notice_on, reason)
        if isinstance(made, Refused):
            faults += (_of_pair(pair, one) for one in made.reasons)
        else:
            steps.append(made)
    if faults:
        return Refused(tuple(faults))
    drafts = _drafts(tx, by, led, steps)
    if isinstance(drafts, Refused):
        return drafts
    left = sum(one.ending_on is None for one in candidates.led_by(tx, mentor_id))
    return PairsHandedOver(mentor_id, tuple(steps), drafts, left)


def take_back_handover(
    tx: Connection, *, by: By, steps: Sequence[tuple[int, int]], draft_ids: Sequence[int]
) -> HandoverUndone | Refused:
    """Every pair as it was before: `steps` are (pair, number of its journal line). Refused when one has gone on since.

    Drafts nobody has registered are dropped.
    """
    faults: list[Reason] = []
    for pair_id, seq in steps:
        history = journal.history(tx, pair_id)
        if not history:
            raise unknown("--pair", pair_id)
        undone = undo_move(tx, by=by, pair_id=pair_id) if history[-1].pair_seq == seq else _gone_on()
        if isinstance(undone, Refused):
            faults += undone.reasons
    if faults:
        return Refused(tuple(faults))
    dropped: list[int] = []
    for draft_id in draft_ids:
        draft = paper_drafts.get(tx, draft_id)
        if draft is None or not_open(draft) is not None:
            continue
        made = drop_paper_draft(tx, by=by, draft_id=draft_id)
        if isinstance(made, Refused):
            return made
        dropped.append(draft_id)
    return HandoverUndone(tuple(pair_id for pair_id, _ in steps), tuple(dropped))


def _one(
    tx: Connection, by: By, pair: OtherPair, successor: int, notice_on: date | None, reason: str
) -> Step | Refused:
    if successor == ENDS:
        ended = end_pair(tx, by=by, pair_id=pair.id, outcome="mentor_left", notice_on=notice_on, reason=reason)
        if isinstance(ended, Refused):
            return ended
        day = ended.ending_on if isinstance(ended, EndingAnnounced) else ended.closed_on
        return Step(pair.id, ended.number, ended.seq, None, day)
    try:
        moved = replace_mentor(tx, by=by, pair_id=pair.id, mentor_id=successor, reason=reason)
    except BadInput as error:
        if error.field != "--mentor":
            raise
        raise BadInput(f"pair_{pair.id}", error.words.ru, error.words.en) from None
    return moved if isinstance(moved, Refused) else Step(pair.id, moved.number, moved.seq, successor, None)


def _drafts(tx: Connection, by: By, led: Mapping[int, OtherPair], steps: Sequence[Step]) -> tuple[int, ...] | Refused:
    """One order that assigns the pairs anew for each organisation, and one of the early end for each pair that ends."""
    anew: dict[int, list[int]] = defaultdict(list)
    wanted: list[tuple[int, str, list[int]]] = []
    for step in steps:
        organisation_id = led[step.pair_id].organisation_id
        if step.mentor_id is None:
            wanted.append((organisation_id, "order-early-end", [step.pair_id]))
        else:
            anew[organisation_id].append(step.pair_id)
    wanted[:0] = [(organisation_id, "order-pairing", pairs) for organisation_id, pairs in anew.items()]
    drafts: list[int] = []
    for organisation_id, form, pairs in wanted:
        made: PaperDrafted | Refused = draft_paper(tx, by=by, organisation_id=organisation_id, form=form, pairs=pairs)
        if isinstance(made, Refused):
            return made
        drafts.append(made.id)
    return tuple(drafts)


def _of_pair(pair: OtherPair, one: Reason) -> Reason:
    words = Words(f"Пара № {pair.number}: {one.reason.ru}", f"Pair No. {pair.number}: {one.reason.en}")
    return Reason(one.need, words, one.mend)


def _gone_on() -> Refused:
    return refused(
        "undo",
        "С одной из пар с тех пор сделали что-то ещё",
        "Something else was done with one of the pairs since",
        mend_ru="Отмените нужное на странице каждой пары",
        mend_en="Undo what you need on the page of each pair",
    )
