"""Stores a decided move: the pair, its memberships, the journal line, what it owes, the letters about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from sqlalchemy import Connection

from engine.actors import By
from engine.calendar import WorkCalendar
from engine.lifecycle import Definition, Ending, Facts, Move, Moved, decide
from engine.lifecycle.definition import FORMED, MoveKind, forward_move
from engine.lifecycle.needs import Consents, Need
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import facts as stored_facts
from storage import memberships
from storage.pairs import PairRow
from workflows.announce import announce_pair
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, write_step

_VERBS: Mapping[MoveKind, str] = {
    "forward": "pair.advance",
    "back": "pair.advance",
    "suspend": "pair.suspend",
    "resume": "pair.resume",
    "replace": "pair.replace",
    "end": "pair.close",
}

News = Literal["pair_formed", "stage_opened", "pair_closed"]


@dataclass(frozen=True, slots=True)
class PairMoved:
    """Where a pair stands after a move. `seq` numbers the journal line within the pair."""

    id: int
    number: int
    move: str
    from_stage: str
    stage: str
    seq: int
    outcome: str | None = None
    closed_on: date | None = None


def facts_for(tx: Connection, hand: PairAtHand, needs: tuple[Need, ...]) -> Facts:
    """The facts these needs and the consents of a back-dated entry look at."""
    return stored_facts.load(tx, hand.pair, (*needs, *_owed(hand.pair, hand.definition)), today=hand.today)


def decide_move(hand: PairAtHand, facts: Facts, move: str) -> Moved | Refused:
    """What the definition says, and for a pair entered back-dated that its consents are there before it goes on.

    Such a pair was put into a later stage without passing the move that asks for them, so each move on asks instead.
    """
    decided = decide(hand.definition, facts, move, hand.actor, hand.today, hand.calendar)
    if hand.definition.move(move).kind != "forward":
        return decided
    owed = [need.unmet(facts, hand.today, hand.calendar) for need in _owed(hand.pair, hand.definition)]
    known = decided.reasons if isinstance(decided, Refused) else ()
    missing = tuple(reason for reason in owed if reason is not None and reason not in known)
    return Refused(known + missing) if missing else decided


def carry_out(
    tx: Connection,
    *,
    by: By,
    hand: PairAtHand,
    moved: Moved,
    ending: Ending | None = None,
    reason: str = "",
    facts: Mapping[str, object] | None = None,
    people: Mapping[str, object] | None = None,
) -> PairMoved:
    """Stores the move and everything that follows from it; `facts` and `people` go into the journal line.

    `ending` is an end that was said and takes effect in the same breath.
    """
    before = hand.pair if ending is None else noted_on(hand.pair, ending)
    after = _after(before, moved, today=hand.today, calendar=hand.calendar)
    ended: list[int] = []
    if after.closed_on is not None:
        ended = memberships.finish(tx, memberships.live(tx, after.id), last_day=after.closed_on)
    seq = write_step(
        tx,
        by=by,
        before=hand.pair,
        after=after,
        move=moved.move,
        verb=_VERBS[moved.kind],
        facts={"outcome": moved.outcome, "ended": ended, **(facts or {})},
        people=people,
        reason=reason,
    )
    derive_pair(tx, after.id, at=by.at)
    news = _news(moved)
    if news is not None:
        announce_pair(tx, kind=news, pair_id=after.id, seq=seq, at=by.at)
    return PairMoved(
        after.id, after.number, moved.move, moved.from_stage, after.stage, seq, after.outcome, after.closed_on
    )


def noted_on(pair: PairRow, ending: Ending) -> PairRow:
    """The pair with this end announced."""
    return replace(pair, notice_on=ending.notice_on, ending_on=ending.effective_on, ending_outcome=ending.outcome)


def withdrawn(pair: PairRow) -> PairRow:
    """The pair without the announcement of its end."""
    return replace(pair, notice_on=None, ending_on=None, ending_outcome=None)


def refused(need: str, ru: str, en: str, *, mend_ru: str, mend_en: str) -> Refused:
    """A refusal for one reason of a flow's own."""
    return Refused((Reason(need, Words(ru, en), Words(mend_ru, mend_en)),))


def _after(pair: PairRow, moved: Moved, *, today: date, calendar: WorkCalendar) -> PairRow:
    """The pair's columns after the move.

    While suspended a pair keeps the visit of the stage it was suspended in, because that visit goes on afterwards.
    """
    match moved.kind:
        case "suspend":
            return replace(pair, stage=moved.to_stage, suspended_from=pair.stage, suspended_on=today)
        case "resume":
            since = pair.suspended_on or today
            days = pair.suspended_days + calendar.between(since, today)
            free = replace(pair, suspended_from=None, suspended_on=None, suspended_days=days)
            return replace(free, stage=moved.to_stage)
        case _ if moved.to_stage == moved.from_stage:
            return pair
        case _:
            closed_on = None
            if moved.outcome is not None:
                closed_on = min(moved.effective_on or today, today)
            return replace(
                pair,
                stage=moved.to_stage,
                stage_since=closed_on or today,
                visit=pair.visits + 1,
                visits=pair.visits + 1,
                outcome=moved.outcome,
                closed_on=closed_on,
                suspended_from=None,
                suspended_on=None,
                suspended_days=0,
            )


def _news(moved: Moved) -> News | None:
    """What people are told about at once: a pair over, a mentor new, a stage opened; nothing about a pause."""
    if moved.outcome is not None:
        return "pair_closed"
    match moved.kind:
        case "replace":
            return "pair_formed"
        case "forward" | "back":
            return "stage_opened"
        case _:
            return None


def needs_of(pair: PairRow, definition: Definition, move: Move) -> tuple[Need, ...]:
    """Everything `decide_move` asks before this move, in the order it is shown."""
    if move.kind != "forward":
        return move.needs
    return (*move.needs, *(need for need in _owed(pair, definition) if need not in move.needs))


def _owed(pair: PairRow, definition: Definition) -> tuple[Need, ...]:
    """The consents that a pair entered back-dated has not been asked for on its way."""
    if pair.entered != "back-dated" or pair.stage == FORMED:
        return ()
    first = forward_move(definition, definition.stages[0].key)
    return tuple(need for need in first.needs if isinstance(need, Consents)) if first else ()
