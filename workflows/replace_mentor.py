"""Gives a pair another mentor: one membership ends, another begins, the pair stays itself."""

from datetime import timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle.definition import Move
from engine.refusals import BadInput, Refused
from storage import facts as stored_facts
from storage import memberships
from storage.memberships import Member
from workflows.carry_out_move import PairMoved, carry_out, decide_move, facts_for
from workflows.choose_people import choose_people, too_many_pairs
from workflows.pair_at_hand import PairAtHand, take_pair


def replace_mentor(tx: Connection, *, by: By, pair_id: int, mentor_id: int, reason: str = "") -> PairMoved | Refused:
    """Replaces the mentor from today on; the needs of the move look at the new one.

    Days before today stay with the former mentor. Letters go to whoever is mentor when they are sent.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    move = _move(hand)
    standing = memberships.live(tx, pair_id)
    _check_newcomer(standing, mentor_id)
    [newcomer] = choose_people(tx, [mentor_id], path=hand.path, field="--mentor")
    if (full := too_many_pairs(tx, newcomer)) is not None:
        return full
    known = facts_for(tx, hand, move.needs)
    facts = stored_facts.with_mentor(tx, known, person_id=mentor_id, today=hand.today)
    decided = decide_move(hand, facts, move.key)
    if isinstance(decided, Refused):
        return decided
    former = [member for member in standing if member.role == "mentor"]
    ended = memberships.finish(tx, former, last_day=hand.today - timedelta(days=1))
    begun = memberships.begin(tx, pair_id=pair_id, people=[(mentor_id, "mentor")], from_day=hand.today)
    return carry_out(
        tx,
        by=by,
        hand=hand,
        moved=decided,
        reason=reason,
        facts={"ended": ended, "begun": begun},
        people={"mentor": mentor_id, "former": [member.person_id for member in former]},
    )


def _move(hand: PairAtHand) -> Move:
    found = next((move for move in hand.definition.moves if move.kind == "replace"), None)
    if found is None:
        raise BadInput(
            "pair",
            "Жизненный цикл этой пары не знает замены наставника",
            "The lifecycle of this pair knows no replacement of the mentor",
        )
    return found


def _check_newcomer(standing: list[Member], mentor_id: int) -> None:
    if any(member.person_id == mentor_id and member.role != "curator" for member in standing):
        raise BadInput(
            "--mentor",
            f"--mentor: участник {mentor_id} уже состоит в этой паре",
            f"--mentor: person {mentor_id} already belongs to this pair",
        )
