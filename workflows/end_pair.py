"""Ends a pair: at once where no notice is due, otherwise announced for a day on which it closes by itself."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import OUTCOMES, Ending, Move, Outcome, announce_ending, move_for_outcome
from engine.lifecycle.needs import Notice
from engine.permissions import lacking
from engine.refusals import BadInput, Refused
from workflows.carry_out_move import PairMoved, carry_out, decide_move, facts_for, noted_on, refused
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, began_on, take_pair, write_step


@dataclass(frozen=True, slots=True)
class EndingAnnounced:
    """The pair stays in its stage until `ending_on`, when the clock closes it."""

    id: int
    number: int
    stage: str
    outcome: Outcome
    notice_on: date
    ending_on: date
    seq: int


def end_pair(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    outcome: str,
    notice_on: date | None = None,
    effective_on: date | None = None,
    reason: str = "",
) -> EndingAnnounced | PairMoved | Refused:
    """Announces or makes the end. `notice_on` None means today; `effective_on` None the earliest day allowed.

    An effective day that has already come closes the pair at once, by that day's date.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    decided = _decided(tx, hand, outcome, notice_on, effective_on)
    if isinstance(decided, Refused):
        return decided
    move, ending = decided
    if ending.effective_on <= hand.today:
        return _close(tx, by=by, hand=hand, move=move, ending=ending, reason=reason)
    return _announce(tx, by=by, hand=hand, ending=ending, reason=reason)


def foresee_ending(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    outcome: str,
    notice_on: date | None = None,
    effective_on: date | None = None,
) -> Ending | Refused:
    """What `end_pair` would note with these words, without storing it; the needs of the move are not asked yet."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    decided = _decided(tx, hand, outcome, notice_on, effective_on)
    return decided if isinstance(decided, Refused) else decided[1]


def _decided(
    tx: Connection, hand: PairAtHand, outcome: str, notice_on: date | None, effective_on: date | None
) -> tuple[Move, Ending] | Refused:
    wanted = _known(outcome)
    notice = hand.past_day(notice_on or hand.today, field="--notice", since=began_on(tx, hand))
    move = move_for_outcome(hand.definition, hand.pair.stage, wanted)
    ending = announce_ending(
        hand.definition,
        hand.pair.stage,
        outcome=wanted,
        notice_on=notice,
        effective_on=effective_on,
        calendar=hand.calendar,
    )
    if isinstance(ending, Refused) or move is None:
        return ending if isinstance(ending, Refused) else Refused(())
    if (no := _not_now(hand, move, ending)) is not None:
        return no
    return move, ending


def _known(outcome: str) -> Outcome:
    for known in OUTCOMES:
        if known == outcome:
            return known
    listed = ", ".join(OUTCOMES)
    raise BadInput(
        "--outcome", f"Нет исхода «{outcome}»; есть: {listed}", f"No outcome `{outcome}`; there are: {listed}"
    )


def _not_now(hand: PairAtHand, move: Move, ending: Ending) -> Refused | None:
    """Why this end cannot be noted: not this actor's to make, or another one is announced already."""
    actor = hand.actor
    if not actor.may_everything and actor.roles.isdisjoint(move.who):
        return Refused((lacking(move.who),))
    if hand.pair.ending_on is not None and ending.effective_on > hand.today:
        day = hand.pair.ending_on
        return refused(
            "ending",
            f"Прекращение уже объявлено: {day:%d.%m.%Y}",
            f"An ending is already announced for {day}",
            mend_ru="Сначала отзовите его: nastavnik pair end --withdraw",
            mend_en="Withdraw it first: nastavnik pair end --withdraw",
        )
    if ending.effective_on > hand.today and not any(isinstance(need, Notice) for need in move.needs):
        raise BadInput(
            "--effective",
            "--effective: этот исход не требует предупреждения, он наступает сразу",
            "--effective: this outcome needs no notice, it takes effect at once",
        )
    return None


def _close(tx: Connection, *, by: By, hand: PairAtHand, move: Move, ending: Ending, reason: str) -> PairMoved | Refused:
    noted = replace(hand, pair=noted_on(hand.pair, ending))
    facts = facts_for(tx, noted, move.needs)
    decided = decide_move(noted, facts, move.key)
    if isinstance(decided, Refused):
        return decided
    return carry_out(tx, by=by, hand=hand, moved=decided, ending=ending, reason=reason)


def _announce(tx: Connection, *, by: By, hand: PairAtHand, ending: Ending, reason: str) -> EndingAnnounced:
    after = noted_on(hand.pair, ending)
    seq = write_step(
        tx,
        by=by,
        before=hand.pair,
        after=after,
        move="end",
        verb="pair.end",
        facts={"outcome": ending.outcome, "notice_on": ending.notice_on, "ending_on": ending.effective_on},
        reason=reason,
    )
    derive_pair(tx, after.id, at=by.at)
    return EndingAnnounced(
        after.id, after.number, after.stage, ending.outcome, ending.notice_on, ending.effective_on, seq
    )
