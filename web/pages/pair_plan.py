"""The individual plan of a pair: written as a whole or from a template, changed, approved, undone, printed."""

from datetime import date

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.plans.model import MOST_LINES, RESPONSIBLES, PlanHead, PlanLine, Responsible
from engine.refusals import BadInput, Refused
from engine.typed_days import read_day
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.pages.pair import NAMELESS, named, sheet
from web.pages.pair_records import form, registered
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.approve_plan import PlanApproved, approve_plan
from workflows.pair_at_hand import take_pair
from workflows.plan_templates import from_template, template_named, templates_for
from workflows.set_plan import PlanSet, set_plan
from workflows.show_pair_page import PairPage
from workflows.show_plan import PlanShown, show_plan
from workflows.undo_plan import undo_plan

router = APIRouter()

_EMPTY_LINES = 4
_MOST_TASKS = 20
_Line = tuple[str, str, str, str]
"""As the form has it: words, day, who answers, the id of the line it was before."""


@router.get("/pairs/{pair_id}/plan")
def plan_form(visit: Entered, pair_id: int) -> Response:
    return _plan_form(visit, pair_id)


@router.post("/pairs/{pair_id}/plan")
def plan(visit: Entered, pair_id: int) -> Response:
    """`more`: further lines; `fill`: the template's lines; otherwise the plan is saved."""
    if visit.fields.raw("more") or visit.fields.raw("fill"):
        return _plan_form(visit, pair_id)

    def flow(tx: Connection) -> PlanSet | Refused:
        lines, head = _lines(visit), _head(visit)
        reason = visit.fields.line("reason", optional=not visit.fields.raw("approved"), longest=1000)
        return set_plan(tx, by=visit.by, pair_id=pair_id, lines=lines, head=head, reason=reason)

    def done(made: PlanSet) -> Went:
        again = made.approval_cleared
        words = Words(
            f"План сохранён, пунктов: {made.items}" + (". Его нужно утвердить заново" if again else ""),
            f"The plan is saved, items: {made.items}" + (". It must be approved anew" if again else ""),
        )
        undo = Undo(f"/pairs/{pair_id}/plan/undo") if made.changed else None
        return Went(f"/pairs/{pair_id}#plan", words, undo)

    return visit.change(flow, done=done, again=lambda faults: _plan_form(visit, pair_id, faults))


@router.post("/pairs/{pair_id}/plan/undo")
def undo(visit: Entered, pair_id: int) -> Response:
    words = Words("Изменение плана отменено", "The change of the plan is undone")
    return visit.change(
        lambda tx: undo_plan(tx, by=visit.by, pair_id=pair_id), done=lambda _: Went(f"/pairs/{pair_id}#plan", words)
    )


@router.get("/pairs/{pair_id}/plan/editions")
def editions(visit: Entered, pair_id: int) -> Response:
    return _shown(visit, pair_id, "editions")


@router.get("/pairs/{pair_id}/plan/print")
def as_paper(visit: Entered, pair_id: int) -> Response:
    return _shown(visit, pair_id, "paper")


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


def _shown(visit: Visit, pair_id: int, what: str) -> Response:
    if not named(visit):
        return form(visit, pair_id, "refused", NAMELESS)
    return form(visit, pair_id, f"plan/{what}", plan=_plan(visit, pair_id))


def _plan(visit: Visit, pair_id: int) -> PlanShown:
    try:
        with visit.read() as tx:
            return show_plan(tx, by=visit.by, pair_id=pair_id)
    except BadInput:
        raise Missing from None


def _plan_form(visit: Visit, pair_id: int, faults: Faults = NONE) -> Response:
    """As it stands, as it was typed, or as a template has it, with empty lines below."""
    if not named(visit):
        return form(visit, pair_id, "refused", NAMELESS)
    fields, shown = visit.fields, sheet(visit, pair_id)
    typed = visit.request.method == "POST"
    standing, lines = shown.plan, _typed(visit) if typed else _stored(shown)
    head = _typed_head(visit) if typed else _stored_head(shown)
    with visit.read() as tx:
        offered = templates_for(tx, shown.path, lifecycle=shown.definition.key)
        key = fields.raw("template") if fields.raw("fill") else visit.asked("template")
        if key and not faults.any:
            try:
                filled = _from_template(visit, tx, pair_id, key)
            except BadInput as bad:
                faults = of_bad_input(bad)
            else:
                head, fresh = filled
                lines = [one for one in lines if one[0] or one[1]] + fresh
    blank = sum(1 for title, due, *_ in lines if not title and not due)
    more = _EMPTY_LINES if fields.raw("more") or not typed else 0
    lines += [("", "", "", "")] * min(max(more, 1 - blank), MOST_LINES - len(lines))
    templates = [(one.template.key, visit.say(one.template.title)) for one in offered]
    approved = standing is not None and standing.approved_on is not None
    return form(visit, pair_id, "plan", faults, lines=lines, head=head, templates=templates, approved=approved)


def _from_template(visit: Visit, tx: Connection, pair_id: int, key: str) -> tuple[dict[str, str], list[_Line]]:
    hand = take_pair(tx, by=visit.by, pair_id=pair_id)
    template = template_named(tx, hand.path, key)
    given = _head(visit) if visit.request.method == "POST" else PlanHead()
    empty = PlanHead(
        given.goal or None, given.request, given.tasks or None, given.form or None, given.term_from, given.term_to
    )
    head, lines = from_template(tx, template, hand.pair, empty, calendar=hand.calendar)
    shown = {
        "goal": head.goal or "",
        "request": head.request or "",
        "tasks": "\n".join(head.tasks or ()),
        "form": head.form or "",
        "from": _day(head.term_from),
        "to": _day(head.term_to),
        "template": key,
    }
    return shown, [(line.title, _day(line.due_on), line.responsible or "", "") for line in lines]


def _stored(shown: PairPage) -> list[_Line]:
    return [(one.title, _day(one.due_on), one.responsible, str(one.id)) for one in shown.plan_items]


def _stored_head(shown: PairPage) -> dict[str, str]:
    plan = shown.plan
    if plan is None:
        empty = dict.fromkeys(("goal", "request", "tasks", "form", "template"), "")
        start = max(shown.around.programme_start, shown.pair.stage_since)
        return empty | {"from": _day(start), "to": _day(shown.around.programme_end)}
    return {
        "goal": plan.goal,
        "request": plan.request,
        "tasks": "\n".join(plan.tasks),
        "form": plan.form,
        "from": _day(plan.term_from),
        "to": _day(plan.term_to),
        "template": plan.template,
    }


def _typed_head(visit: Visit) -> dict[str, str]:
    return {name: visit.fields.raw(name) for name in ("goal", "request", "tasks", "form", "from", "to", "template")}


def _typed(visit: Visit) -> list[_Line]:
    fields = visit.fields
    count = sum(1 for name, _ in fields.items() if name.startswith("title-"))
    return [
        (fields.raw(f"title-{at}"), fields.raw(f"due-{at}"), fields.raw(f"who-{at}"), fields.raw(f"item-{at}"))
        for at in range(1, min(count, MOST_LINES) + 1)
    ]


def _head(visit: Visit) -> PlanHead:
    """A form without these fields leaves them as they stand."""
    fields = visit.fields
    sent = {name for name, _ in fields.items()}
    tasks = [" ".join(line.split()) for line in fields.raw("tasks").splitlines() if line.strip()]
    if len(tasks) > _MOST_TASKS:
        raise BadInput("tasks", f"Не больше {_MOST_TASKS} задач", f"No more than {_MOST_TASKS} tasks")
    return PlanHead(
        goal=fields.text("goal", optional=True, longest=2000) if "goal" in sent else None,
        request=fields.text("request", optional=True, longest=2000) if "request" in sent else None,
        tasks=tasks if "tasks" in sent else None,
        form=fields.line("form", optional=True, longest=100) if "form" in sent else None,
        term_from=fields.day_if_given("from", today=visit.today),
        term_to=fields.day_if_given("to", today=visit.today),
        template=fields.line("template", optional=True, longest=64) if "template" in sent else None,
    )


def _lines(visit: Visit) -> list[PlanLine]:
    """The lines that have something in them. Raises BadInput of the field that is wrong."""
    fields, found = visit.fields, list[PlanLine]()
    for at in range(1, MOST_LINES + 1):
        title, due = fields.raw(f"title-{at}").strip(), fields.raw(f"due-{at}").strip()
        if not title and not due:
            continue
        if not title:
            raise BadInput(f"title-{at}", "Назовите дело или сотрите его срок", "Name the item or clear its day")
        if not due:
            raise BadInput(f"due-{at}", "Нужен срок, например 25.09.2026", "A day is needed, such as 25.09.2026")
        day = read_day(due, today=visit.today, field=f"due-{at}")
        item_id = fields.number_if_given(f"item-{at}")
        found.append(PlanLine(fields.line(f"title-{at}"), day, _who(fields.raw(f"who-{at}"), at), item_id))
    if not found:
        raise BadInput("title-1", "Впишите хотя бы одно дело", "Write at least one item")
    return found


def _who(given: str, at: int) -> Responsible | None:
    for known in RESPONSIBLES:
        if known == given:
            return known
    if given:
        raise BadInput(f"who-{at}", "Выберите один из вариантов", "Choose one of the options")
    return None


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d.%m.%Y}"
