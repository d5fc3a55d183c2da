"""Somebody of a pair wants to talk to the curator: a letter goes at once and the call stands until it is answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import announcements, curator_calls
from workflows.access import unknown
from workflows.announce import announce_call
from workflows.carry_out_move import refused
from workflows.local_life import local_life
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.plain_text import plain_text
from workflows.spoken_words import without_consent

LONGEST_CALL = 1000


@dataclass(frozen=True, slots=True)
class CuratorCalled:
    """`again`: this person's earlier call is still open, nothing new was made."""

    id: int
    pair_id: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class CallAnswered:
    id: int
    pair_id: int
    answered_at: datetime


def call_curator(
    tx: Connection, *, by: By, pair_id: int, person_id: int | None = None, text: str = ""
) -> CuratorCalled | Refused:
    """Ask for a talk in the name of `person_id` (the actor when None), a member of the pair or one's representative.

    His own words are kept only after his consent to process personal data; the bare request needs none.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("call.make") or _over(hand)) is not None:
        return no
    caller = by.person_id if person_id is None else person_id
    if caller is None:
        raise unknown("--by")
    said = plain_text(" ".join(text.split()), "--text", longest=LONGEST_CALL) if text.strip() else ""
    silent = without_consent(tx, hand, caller)
    if said and silent is not None:
        return silent
    standing = curator_calls.open_of(tx, pair_id=pair_id, person_id=caller)
    if standing is not None:
        return CuratorCalled(standing.id, pair_id, again=True)
    call_id = curator_calls.add(tx, pair_id=pair_id, person_id=caller, text=said, at=by.at)
    write_record(tx, by=by, pair=hand.pair, verb="call.make", facts={"call": call_id}, people={"person": caller})
    announce_call(tx, call_id=call_id, pair_id=pair_id, life=local_life(tx, hand.pair.organisation_id), at=by.at)
    return CuratorCalled(call_id, pair_id)


def answer_call(tx: Connection, *, by: By, call_id: int) -> CallAnswered | Refused:
    """The talk took place; the call leaves the curator's list. Answering again changes nothing."""
    call = curator_calls.by_id(tx, call_id)
    if call is None:
        raise unknown("call", call_id)
    hand = take_pair(tx, by=by, pair_id=call.pair_id)
    if (no := hand.may("call.answer")) is not None:
        return no
    return _close(tx, by=by, hand=hand, call=call, verb="call.answer")


def take_back_call(tx: Connection, *, by: By, call_id: int) -> CallAnswered | Refused:
    """The caller himself no longer needs it: a letter that has not gone does not go."""
    call = curator_calls.by_id(tx, call_id)
    if call is None or by.person_id != call.person_id:
        raise unknown("call", call_id)
    hand = take_pair(tx, by=by, pair_id=call.pair_id)
    if (no := hand.may("call.make")) is not None:
        return no
    announcements.cancel_call(tx, pair_id=call.pair_id, call_id=call_id, reason="просьбу взяли обратно")
    return _close(tx, by=by, hand=hand, call=call, verb="call.take-back")


def reopen_call(tx: Connection, *, by: By, call_id: int) -> CuratorCalled | Refused:
    """Undo `answer_call`: the call stands on the curator's list again."""
    call = curator_calls.by_id(tx, call_id)
    if call is None:
        raise unknown("call", call_id)
    hand = take_pair(tx, by=by, pair_id=call.pair_id)
    if (no := hand.may("call.answer")) is not None:
        return no
    if call.answered_at is not None:
        curator_calls.answer(tx, call_id, at=None, by_person_id=None)
        write_record(tx, by=by, pair=hand.pair, verb="call.reopen", facts={"call": call_id})
    return CuratorCalled(call_id, call.pair_id, again=True)


def _close(tx: Connection, *, by: By, hand: PairAtHand, call: curator_calls.CallRow, verb: str) -> CallAnswered:
    if call.answered_at is None:
        curator_calls.answer(tx, call.id, at=by.at, by_person_id=by.person_id)
        write_record(tx, by=by, pair=hand.pair, verb=verb, facts={"call": call.id})
    return CallAnswered(call.id, call.pair_id, call.answered_at or by.at)


def _over(hand: PairAtHand) -> Refused | None:
    if hand.pair.closed_on is None:
        return None
    return refused(
        "closed",
        "Пара завершена",
        "The pair is closed",
        mend_ru="Напишите куратору школы",
        mend_en="Write to the school's curator",
    )
