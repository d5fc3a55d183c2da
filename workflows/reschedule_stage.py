"""The day to leave a stage by is moved for one pair: the reason stays, and the responsible hears of it."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import obligations, pairs
from workflows.announce import announce_moved_dates
from workflows.carry_out_move import refused
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.plain_text import plain_text

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class StageRescheduled:
    """`from_day` None: the stage had no day before."""

    id: int
    from_day: date | None
    to_day: date


def reschedule_stage(tx: Connection, *, by: By, pair_id: int, to_day: date, reason: str) -> StageRescheduled | Refused:
    """Moves the day for this stay in the stage; the next stage has its own rule again.

    Raises BadInput for an empty reason, a day before today, or the day it is already due on.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("pair.reschedule")) is not None:
        return no
    if hand.pair.closed_on is not None:
        return refused(
            "stage",
            "Пара завершена, сроков у неё больше нет",
            "The pair is closed and has no days to keep",
            mend_ru="Переносить нечего",
            mend_en="There is nothing to move",
        )
    said = plain_text(reason, "--reason", longest=LONGEST_REASON)
    before = _due_on(tx, hand)
    _check(to_day, before, today=hand.today)
    pairs.save(tx, replace(hand.pair, due_moved_to=to_day, due_moved_visit=hand.pair.visit))
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="pair.reschedule",
        facts={"visit": hand.pair.visit, "stage": hand.pair.stage, "from": before, "to": to_day},
        words={"reason": said},
    )
    moved = [one for one in derive_pair(tx, pair_id, at=by.at) if one.to.subject_kind == "pair"]
    announce_moved_dates(tx, moved, organisation_id=hand.pair.organisation_id, at=by.at)
    return StageRescheduled(pair_id, before, to_day)


def _due_on(tx: Connection, hand: PairAtHand) -> date | None:
    for standing in obligations.of_pair(tx, hand.pair.id):
        if standing.subject_kind == "pair" and standing.occurrence == str(hand.pair.visit):
            return standing.due_on
    return None


def _check(to_day: date, before: date | None, *, today: date) -> None:
    if to_day < today:
        raise BadInput(
            "--to", f"--to: {to_day:%d.%m.%Y} уже прошло, сегодня {today:%d.%m.%Y}", f"--to: {to_day} is past"
        )
    if to_day == before:
        raise BadInput("--to", f"--to: срок уже {to_day:%d.%m.%Y}", f"--to: it is already due on {to_day}")
