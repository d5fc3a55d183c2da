"""Moves a pair along its lifecycle: on, back, into a pause and out of it."""

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle.definition import Move, MoveKind, move_of_kind
from engine.refusals import BadInput, Refused
from workflows.carry_out_move import PairMoved, carry_out, decide_move, facts_for
from workflows.pair_at_hand import PairAtHand, take_pair


def advance_pair(tx: Connection, *, by: By, pair_id: int, move: str, reason: str = "") -> PairMoved | Refused:
    """Makes the move when the definition, the actor's roles and the facts allow it; otherwise every reason why not.

    Raises BadInput for an unknown pair or move, ChangedMeanwhile when somebody else moved the pair at the same time.
    """
    return _advance(tx, by=by, hand=take_pair(tx, by=by, pair_id=pair_id), move=move, reason=reason)


def suspend_pair(tx: Connection, *, by: By, pair_id: int, reason: str = "") -> PairMoved | Refused:
    """Pauses a pair: its reminders wait until it is resumed."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    return _advance(tx, by=by, hand=hand, move=_key(hand, "suspend"), reason=reason)


def resume_pair(tx: Connection, *, by: By, pair_id: int, reason: str = "") -> PairMoved | Refused:
    """Ends the pause; dates counted from the stage's entry move by the working days it lasted."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    return _advance(tx, by=by, hand=hand, move=_key(hand, "resume"), reason=reason)


def _advance(tx: Connection, *, by: By, hand: PairAtHand, move: str, reason: str) -> PairMoved | Refused:
    wanted = _wanted(hand, move)
    facts = facts_for(tx, hand, wanted.needs)
    decided = decide_move(hand, facts, move)
    if isinstance(decided, Refused):
        return decided
    return carry_out(tx, by=by, hand=hand, moved=decided, reason=reason)


def _wanted(hand: PairAtHand, move: str) -> Move:
    try:
        wanted = hand.definition.move(move)
    except KeyError:
        known = ", ".join(each.key for each in hand.definition.moves)
        raise BadInput(
            "move", f"Нет перехода «{move}»; есть: {known}", f"No move `{move}`; there are: {known}"
        ) from None
    if wanted.kind == "replace":
        raise BadInput(
            "move",
            "Для замены наставника назовите нового: nastavnik pair replace",
            "To replace the mentor name the new one: nastavnik pair replace",
        )
    return wanted


def _key(hand: PairAtHand, kind: MoveKind) -> str:
    """The definition's own name of the move: from here, or from elsewhere, so that the refusal can say from where."""
    here = move_of_kind(hand.definition, hand.pair.stage, kind)
    found = here or next((move for move in hand.definition.moves if move.kind == kind), None)
    if found is None:
        raise BadInput(
            "pair",
            "Жизненный цикл этой пары не знает приостановки",
            "The lifecycle of this pair knows no suspension",
        )
    return found.key
