"""The individual plan of a pair: written line by line, approved by an order, marked as it is done."""

from datetime import date

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.typed_days import read_day
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.pair import NAMELESS, named, sheet
from web.pages.pair_records import form, registered
from web.visit import Visit
from web.went import Undo, Went
from workflows.approve_plan import PlanApproved, approve_plan
from workflows.mark_plan import PlanMarked, mark_plan
from workflows.set_plan import PlanSet, set_plan

router = APIRouter()

_MOST_LINES = 100
_EMPTY_LINES = 4


@router.get("/pairs/{pair_id}/plan")
def plan_form(visit: Entered, pair_id: int) -> Response:
    return _plan_form(visit, pair_id)


@router.post("/pairs/{pair_id}/plan")
def plan(visit: Entered, pair_id: int) -> Response:
    if visit.fields.raw("more"):
        return _plan_form(visit, pair_id)

    def flow(tx: Connection) -> PlanSet | Refused:
        return set_plan(tx, by=visit.by, pair_id=pair_id, lines=_lines(visit))

    def done(made: PlanSet) -> Went:
        again = made.approval_cleared
        return Went(
            f"/pairs/{pair_id}#plan",
            Words(
                f"План сохранён, пунктов: {made.items}" + (". Его нужно утвердить заново" if again else ""),
                f"The plan is saved, items: {made.items}" + (". It must be approved anew" if again else ""),
            ),
        )

    return visit.change(flow, done=done, again=lambda faults: _plan_form(visit, pair_id, faults))


@router.post("/pairs/{pair_id}/plan/mark")
def mark(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> PlanMarked | Refused:
        position = visit.fields.number("position")
        done_on = visit.fields.day_if_given("done", today=visit.today) or visit.today
        return mark_plan(tx, by=visit.by, pair_id=pair_id, position=position, done_on=done_on)

    def done(made: PlanMarked) -> Went:
        words = Words(
            f"Пункт {made.position} выполнен: {made.done} из {made.items}",
            f"Item {made.position} is done: {made.done} of {made.items}",
        )
        undo = Undo(f"/pairs/{pair_id}/undo-record", {"position": str(made.position)})
        return Went(f"/pairs/{pair_id}#plan", words, undo)

    return visit.change(flow, done=done)


@router.get("/pairs/{pair_id}/plan/approval")
def approval_form(visit: Entered, pair_id: int) -> Response:
    return form(visit, pair_id, "plan/approval")


@router.post("/pairs/{pair_id}/plan/approval")
def approval(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> PlanApproved | Refused:
        paper_id = visit.fields.number_if_given("paper")
        if paper_id is None:
            paper = registered(visit, tx, pair_id, kind="order", purpose="plan-approval")
            if isinstance(paper, Refused):
                return paper
            paper_id = paper.id
        return approve_plan(tx, by=visit.by, pair_id=pair_id, paper_id=paper_id)

    def done(made: PlanApproved) -> Went:
        day = f"{made.approved_on:%d.%m.%Y}"
        return Went(f"/pairs/{pair_id}", Words(f"План утверждён {day}", f"The plan is approved: {day}"))

    return visit.change(flow, done=done, again=lambda faults: form(visit, pair_id, "plan/approval", faults))


def _plan_form(visit: Visit, pair_id: int, faults: Faults = NONE) -> Response:
    """As it stands, or as it was typed, with empty lines below."""
    if not named(visit):
        return form(visit, pair_id, "refused", NAMELESS)
    fields = visit.fields
    typed = sum(1 for name, _ in fields.items() if name.startswith("title-"))
    if typed:
        lines = [(fields.raw(f"title-{at}"), fields.raw(f"due-{at}")) for at in range(1, min(typed, _MOST_LINES) + 1)]
    else:
        items = sheet(visit, pair_id).plan_items
        lines = [(item.title, f"{item.due_on:%d.%m.%Y}") for item in items]
    blank = sum(1 for title, due in lines if not title and not due)
    more = _EMPTY_LINES if fields.raw("more") or not typed else 0
    lines += [("", "")] * min(max(more, 1 - blank), _MOST_LINES - len(lines))
    return form(visit, pair_id, "plan", faults, lines=lines)


def _lines(visit: Visit) -> list[tuple[str, date]]:
    """The lines that have something in them. Raises BadInput of the field that is wrong."""
    fields, found = visit.fields, list[tuple[str, date]]()
    for at in range(1, _MOST_LINES + 1):
        title, due = fields.raw(f"title-{at}").strip(), fields.raw(f"due-{at}").strip()
        if not title and not due:
            continue
        if not title:
            raise BadInput(f"title-{at}", "Назовите дело или сотрите его срок", "Name the item or clear its day")
        if not due:
            raise BadInput(f"due-{at}", "Нужен срок, например 25.09.2026", "A day is needed, such as 25.09.2026")
        found.append((fields.line(f"title-{at}"), read_day(due, today=visit.today, field=f"due-{at}")))
    if not found:
        raise BadInput("title-1", "Впишите хотя бы одно дело", "Write at least one item")
    return found
