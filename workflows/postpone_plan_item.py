"""A line of a plan is moved to another day: at once by the office, by a wish and its answer for everybody else.

Both days and the reason stay; the obligation keeps its first promise. The approval of the plan stands: the curator
moved a day, the plan is the same.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations.plan_moves import TOO_OFTEN
from engine.refusals import BadInput, Refused
from storage import plan_moves, plans
from storage.plan_moves import PlanMoveRow
from storage.plans import PlanItemRow
from workflows.access import unknown
from workflows.announce import announce_moved_dates
from workflows.carry_out_move import refused
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.plain_text import plain_text

UNDOABLE_FOR = timedelta(hours=24)
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class PlanMoved:
    """`id` is the move's. `state`: asked, moved, declined, undone. `escalated`: moved so often that the curator has
    to decide what becomes of the line.
    """

    id: int
    pair_id: int
    position: int
    from_day: date
    to_day: date
    state: str
    escalated: bool = False


def postpone_plan_item(
    tx: Connection, *, by: By, pair_id: int, position: int, to_day: date, reason: str
) -> PlanMoved | Refused:
    """Moves the line when the office asks, else leaves a wish for the curator. Raises BadInput for an empty reason,
    a day before today, the day it is due on, or a line that is done.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.mark")) is not None:
        return no
    item = _line(tx, hand, position)
    said = plain_text(" ".join(reason.split()), "--reason", longest=_LONGEST_REASON)
    _check(to_day, item, today=hand.today)
    standing = [one for one in plan_moves.of_pair(tx, pair_id) if one.item_id == item.id and one.state == "asked"]
    at_once = hand.may("plan.approve") is None
    if standing and not at_once:
        return refused(
            "wish",
            f"Уже просили перенести на {standing[-1].to_day:%d.%m.%Y}, куратор ещё не ответил",
            f"Somebody asked for {standing[-1].to_day} already, the curator has not answered yet",
            mend_ru="Дождитесь ответа или напишите куратору",
            mend_en="Wait for the answer or write to the curator",
        )
    move_id = plan_moves.add(
        tx,
        pair_id=pair_id,
        item_id=item.id,
        days=(item.due_on, to_day),
        reason=said,
        state="moved" if at_once else "asked",
        by_person_id=by.person_id,
        at=by.at,
    )
    for one in standing:  # the office moved it: nobody waits for an answer any more
        plan_moves.decide(tx, one.id, state="declined", at=by.at)
    move = plan_moves.get(tx, move_id)
    assert move is not None  # noqa: S101  # just stored
    return _carried_out(tx, hand, by, move, position, verb="plan.move" if at_once else "plan.ask-move", reason=said)


def answer_plan_move(tx: Connection, *, by: By, move_id: int, yes: bool) -> PlanMoved | Refused:
    """The office answers a wish. Answering again changes nothing; a line done or taken out meanwhile is not moved."""
    move = plan_moves.get(tx, move_id)
    if move is None:
        raise unknown("--move", move_id)
    hand = take_pair(tx, by=by, pair_id=move.pair_id)
    if (no := hand.may("plan.approve")) is not None:
        return no
    position = plan_moves.position_of(tx, move.item_id)
    if move.state != "asked":
        return PlanMoved(move.id, move.pair_id, position or 0, move.from_day, move.to_day, move.state)
    if position is None:
        raise unknown("--item", move.item_id)
    if yes:
        _check(move.to_day, _line(tx, hand, position), today=hand.today)
    plan_moves.decide(tx, move_id, state="moved" if yes else "declined", at=by.at)
    verb = "plan.move" if yes else "plan.decline-move"
    return _carried_out(tx, hand, by, move, position, verb=verb, reason=move.reason)


def undo_plan_move(tx: Connection, *, by: By, move_id: int) -> PlanMoved | Refused:
    """Within a day: a moved line gets its day back, an answered wish waits again, one's own wish is withdrawn."""
    move = plan_moves.get(tx, move_id)
    if move is None:
        raise unknown("--move", move_id)
    hand = take_pair(tx, by=by, pair_id=move.pair_id)
    own = move.state == "asked" and by.person_id == move.by_person_id
    if (no := hand.may("plan.mark" if own else "plan.approve")) is not None:
        return no
    position = plan_moves.position_of(tx, move.item_id)
    item = None if position is None else _line(tx, hand, position, done=True)
    since = move.decided_at or move.at
    changed = item is not None and move.state == "moved" and item.due_on != move.to_day
    if item is None or position is None or changed or by.at - since > UNDOABLE_FOR or move.state == "undone":
        return refused(
            "time",
            "Отменить перенос можно в течение суток, пока срок не меняли снова",
            "A move can be undone within a day, while the day was not changed again",
            mend_ru="Перенесите пункт ещё раз",
            mend_en="Move the item once more",
        )
    if move.state == "moved":
        plans.move(tx, item.id, to=move.from_day)
    again = move.wished and move.state != "asked"
    plan_moves.decide(tx, move_id, state="asked" if again else "undone", at=None if again else by.at)
    facts = {"move": move_id, "plan_item": item.id, "position": position, "undone": move.state}
    write_record(tx, by=by, pair=hand.pair, verb="plan.unmove", facts=facts)
    derive_pair(tx, move.pair_id, at=by.at)
    return PlanMoved(move_id, move.pair_id, position, move.to_day, move.from_day, "undone")


def _carried_out(
    tx: Connection, hand: PairAtHand, by: By, move: PlanMoveRow, position: int, *, verb: str, reason: str
) -> PlanMoved:
    if verb == "plan.move":
        plans.move(tx, move.item_id, to=move.to_day)
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb=verb,
        facts={
            "move": move.id,
            "plan_item": move.item_id,
            "position": position,
            "from": move.from_day,
            "to": move.to_day,
        },
        words={"reason": reason} if reason else None,
    )
    moved = derive_pair(tx, move.pair_id, at=by.at)
    if verb == "plan.move":
        mine = [one for one in moved if (one.to.subject_kind, one.to.occurrence) == ("plan-item", "1")]
        announce_moved_dates(tx, mine, organisation_id=hand.pair.organisation_id, at=by.at)
    state = {"plan.move": "moved", "plan.ask-move": "asked"}.get(verb, "declined")
    often = verb == "plan.move" and plan_moves.count_moved(tx, move.item_id) >= TOO_OFTEN
    return PlanMoved(move.id, move.pair_id, position, move.from_day, move.to_day, state, often)


def _line(tx: Connection, hand: PairAtHand, position: int, *, done: bool = False) -> PlanItemRow:
    item = next((one for one in plans.items(tx, hand.pair.id) if one.position == position), None)
    if item is None:
        raise unknown("--item", position)
    if item.done_on is not None and not done:
        raise BadInput(
            "--item",
            f"--item: пункт {position} уже выполнен, переносить нечего",
            f"--item: item {position} is done, there is nothing to move",
        )
    return item


def _check(to_day: date, item: PlanItemRow, *, today: date) -> None:
    if to_day < today:
        raise BadInput("--to", f"--to: {to_day} уже прошло", f"--to: {to_day} has passed")
    if to_day == item.due_on:
        raise BadInput("--to", f"--to: срок и так {to_day}", f"--to: it is due on {to_day} already")
