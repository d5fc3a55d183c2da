"""Changes a proposal by hand: this mentee gets that mentor, with the least that must change for it elsewhere."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.matching import ByHand, Forced, by_hand, choices_by_hand
from engine.refusals import Refused
from storage import journal, match_proposals
from workflows.carry_out_move import refused
from workflows.match_at_hand import MatchAtHand, not_open, out_of_date, take_match, written
from workflows.match_pool import Gathered, gather


@dataclass(frozen=True, slots=True)
class MovedInMatch:
    """`loss`: points of the whole proposal. `swaps`: another mentee who was moved, `alone`: and now has nobody."""

    id: int
    mentee_id: int
    mentor_id: int
    loss: int
    swaps: int | None
    alone: bool


def move_in_match(
    tx: Connection, *, by: By, proposal_id: int, mentee_id: int, mentor_id: int, version: int | None = None
) -> MovedInMatch | Refused:
    """Refused when the proposal is out of date, or these two may not be a pair."""
    hand = take_match(tx, by=by, proposal_id=proposal_id, verb="match.propose", version=version)
    if isinstance(hand, Refused):
        return hand
    if (closed := not_open(hand)) is not None:
        return closed
    gathered = gather(tx, hand.programme, at=by.at)
    moved = _moved(hand, gathered, mentee_id, mentor_id)
    if isinstance(moved, Refused):
        return moved
    found = written(moved.proposal, gathered.pool.print(), numbers=_numbers(hand), first=_first_free(hand))
    taken = [one for one in hand.row.found["pairs"] if one["n"] in {each["n"] for each in hand.row.taken}]
    found["pairs"] = [*taken, *found["pairs"]]
    found["by_hand"] = sorted({*hand.row.found["by_hand"], mentee_id})
    match_proposals.change(tx, hand.row, found=found)
    journal.append(
        tx,
        organisation_id=hand.programme.organisation_id,
        by=by,
        verb="match.move",
        subject=hand.subject,
        facts={"loss": moved.forced.loss, "alone": moved.forced.alone},
        people={"mentee": mentee_id, "mentor": mentor_id, "moved": moved.forced.swaps},
    )
    return MovedInMatch(proposal_id, mentee_id, mentor_id, moved.forced.loss, moved.forced.swaps, moved.forced.alone)


def foreseen(hand: MatchAtHand, gathered: Gathered, mentee_id: int) -> dict[int, Forced] | Refused:
    """What giving this mentee each of the mentors would take, by mentor."""
    if gathered.pool.print() != hand.row.found["print"]:
        return out_of_date()
    return choices_by_hand(gathered.pool, _led(hand), mentee_id)


def _moved(hand: MatchAtHand, gathered: Gathered, mentee_id: int, mentor_id: int) -> ByHand | Refused:
    if gathered.pool.print() != hand.row.found["print"]:
        return out_of_date()
    moved = by_hand(gathered.pool, _led(hand), mentee_id, mentor_id, name=hand.row.found["solver"])
    if moved is not None:
        return moved
    return refused(
        "match",
        "Этих двоих соединить нельзя: они уже вместе, у наставника нет мест или стоит запрет",
        "These two cannot be joined: they are together already, the mentor has no place, or they are excluded",
        mend_ru="Выберите другого наставника",
        mend_en="Choose another mentor",
    )


def _led(hand: MatchAtHand) -> dict[int, int]:
    open_ = [one.proposed for one in hand.pairs if one.pair_id is None]
    return {mentee: one.mentor_id for one in open_ for mentee in one.mentee_ids}


def _numbers(hand: MatchAtHand) -> dict[int, int]:
    return {one.proposed.mentee_ids[0]: one.number for one in hand.pairs if one.pair_id is None}


def _first_free(hand: MatchAtHand) -> int:
    return 1 + max((one.number for one in hand.pairs), default=0)
