"""Single lines of a pair's plan: what became of them, and other days for them."""

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.plans.model import MARK_WORDS, MARKS
from engine.refusals import Refused
from engine.words import Words
from storage import plan_moves
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.pair import NAMELESS, named, sheet
from web.pages.pair_records import form
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.mark_plan import PlanMarked, mark_plan
from workflows.postpone_plan_item import PlanMoved, answer_plan_move, postpone_plan_item, undo_plan_move

router = APIRouter()


@router.get("/pairs/{pair_id}/plan/mark")
def mark_form(visit: Entered, pair_id: int) -> Response:
    return _line_form(visit, pair_id, "mark")


@router.post("/pairs/{pair_id}/plan/mark")
def mark(visit: Entered, pair_id: int) -> Response:
    """The button of the card sends only the line; the form also the word, the day and what came of it."""

    def flow(tx: Connection) -> PlanMarked | Refused:
        fields = visit.fields
        said = fields.choice("mark", MARKS) if fields.raw("mark") else "done"
        result = fields.line("result", optional=True, longest=1000) if fields.raw("mark") else None
        done_on = (fields.day_if_given("done", today=visit.today) or visit.today) if said == "done" else None
        position = fields.number("position")
        return mark_plan(tx, by=visit.by, pair_id=pair_id, position=position, done_on=done_on, mark=said, result=result)

    def done(made: PlanMarked) -> Went:
        told = MARK_WORDS[made.mark] if made.mark != "done" else Words("выполнен", "done")
        words = Words(
            f"Пункт {made.position} {told.ru}: {made.done} из {made.items}",
            f"Item {made.position} is {told.en}: {made.done} of {made.items}",
        )
        undo = Undo(f"/pairs/{pair_id}/undo-record", {"position": str(made.position)})
        return Went(f"/pairs/{pair_id}#plan", words, undo)

    def again(faults: Faults) -> Response:
        return _line_form(visit, pair_id, "mark", faults)

    return visit.change(flow, done=done, again=again if visit.fields.raw("mark") else None)


@router.get("/pairs/{pair_id}/plan/move")
def move_form(visit: Entered, pair_id: int) -> Response:
    return _line_form(visit, pair_id, "move")


@router.post("/pairs/{pair_id}/plan/move")
def move(visit: Entered, pair_id: int) -> Response:
    """Done at once for the office; anybody else of the pair leaves a wish."""

    def flow(tx: Connection) -> PlanMoved | Refused:
        fields = visit.fields
        return postpone_plan_item(
            tx,
            by=visit.by,
            pair_id=pair_id,
            position=fields.number("position"),
            to_day=fields.day("to", today=visit.today),
            reason=fields.line("reason", longest=500),
        )

    return visit.change(
        flow,
        done=lambda made: _moved(pair_id, made),
        again=lambda faults: _line_form(visit, pair_id, "move", faults),
    )


@router.post("/pairs/{pair_id}/plan/move/answer")
def answer(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> PlanMoved | Refused:
        return answer_plan_move(tx, by=visit.by, move_id=_mine(tx, visit, pair_id), yes=visit.fields.ticked("yes"))

    return visit.change(flow, done=lambda made: _moved(pair_id, made))


@router.post("/pairs/{pair_id}/plan/move/undo")
def undo(visit: Entered, pair_id: int) -> Response:
    words = Words("Отменено, срок прежний", "Undone, the day is as it was")
    return visit.change(
        lambda tx: undo_plan_move(tx, by=visit.by, move_id=_mine(tx, visit, pair_id)),
        done=lambda _: Went(f"/pairs/{pair_id}#plan", words),
    )


def _mine(tx: Connection, visit: Visit, pair_id: int) -> int:
    """The move of the form, which must be this pair's."""
    move_id = visit.fields.number("move")
    known = plan_moves.get(tx, move_id)
    if known is None or known.pair_id != pair_id:
        raise Missing
    return move_id


def _moved(pair_id: int, made: PlanMoved) -> Went:
    days = f"{made.from_day:%d.%m.%Y} → {made.to_day:%d.%m.%Y}"
    match made.state:
        case "moved":
            words = Words(f"Пункт {made.position} перенесён: {days}", f"Item {made.position} moved: {days}")
        case "asked":
            words = Words("Куратор увидит просьбу и ответит", "The curator will see the wish and answer")
        case _:
            words = Words("Перенос отклонён, срок прежний", "Declined, the day is as it was")
    return Went(f"/pairs/{pair_id}#plan", words, Undo(f"/pairs/{pair_id}/plan/move/undo", {"move": str(made.id)}))


def _line_form(visit: Visit, pair_id: int, what: str, faults: Faults = NONE) -> Response:
    """The form of one line, named by its number in the address. Missing when there is none."""
    if not named(visit):
        return form(visit, pair_id, "refused", NAMELESS)
    position = visit.fields.raw("position") or visit.asked("position")
    line = next((one for one in sheet(visit, pair_id).plan_items if str(one.position) == position), None)
    if line is None:
        raise Missing
    marks = [(key, visit.say(words)) for key, words in MARK_WORDS.items()]
    return form(visit, pair_id, f"plan/{what}", faults, line=line, marks=marks)
