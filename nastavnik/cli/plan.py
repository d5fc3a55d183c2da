"""`nastavnik plan`: individual plans of pairs."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.plans.model import MARK_WORDS, RESPONSIBLES, PlanHead, PlanLine, Responsible
from engine.refusals import BadInput, Refused
from engine.words import Words
from nastavnik.cli.arguments import day, day_option, option, reason_option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from nastavnik.cli.plan_moves import app as moves
from nastavnik.cli.plan_templates import app as templates
from workflows.answers.plainly import plainly
from workflows.answers.plans import plan_shown_document
from workflows.approve_plan import approve_plan
from workflows.change_plan import change_plan
from workflows.mark_plan import mark_plan
from workflows.pair_at_hand import take_pair
from workflows.plan_templates import from_template, template_named
from workflows.set_plan import PlanSet, set_plan
from workflows.show_plan import show_plan
from workflows.undo_plan import undo_plan
from workflows.unmark_plan import unmark_plan

app = noun()
app.registered_commands += [*moves.registered_commands, *templates.registered_commands]

_Pair = Annotated[int, option("--pair", "Номер пары", "Id of the pair")]
_Item = Annotated[int, option("--item", "Номер пункта в плане", "Number of the item in the plan")]
_Goal = Annotated[str | None, option("--goal", "Цель", "Goal")]
_Tasks = Annotated[list[str] | None, option("--task", "Задача, можно несколько", "Task, repeatable")]
_Request = Annotated[str | None, option("--request", "Запрос наставляемого", "The mentee's request")]
_Form = Annotated[str | None, option("--form", "Форма работы: очно, …", "Form of work, in words")]
_From = Annotated[date | None, day_option("--from", "Начало плана", "First day of the plan")]
_To = Annotated[date | None, day_option("--to", "Окончание плана", "Last day of the plan")]
_Who = Annotated[
    str | None,
    option("--responsible", f"Кто отвечает: {', '.join(RESPONSIBLES)}", "Who answers for the items of this call"),
]


@changes(app, "set", "Составить план пары", "Write the plan of a pair")
def set_(
    frame: Frame,
    pair: _Pair,
    item: Annotated[
        list[str] | None, option("--item", "«ПУНКТ;СРОК[;КТО]», можно несколько", "“TITLE;DUE[;WHO]”, repeatable")
    ] = None,
    template: Annotated[str | None, option("--template", "Образец: даты от срока плана", "Template to fill")] = None,
    goal: _Goal = None,
    task: _Tasks = None,
    request: _Request = None,
    form: _Form = None,
    from_: _From = None,
    to: _To = None,
    responsible: _Who = None,
    reason: Annotated[str, reason_option()] = "",
) -> int:
    lines = [_line(text, responsible) for text in item or ()]
    head = PlanHead(goal, request, task, form, from_, to)

    def flow(tx: Connection, by: By) -> PlanSet | Refused:
        if template is None:
            return set_plan(tx, by=by, pair_id=pair, lines=lines, head=head, reason=reason)
        hand = take_pair(tx, by=by, pair_id=pair)
        wanted = template_named(tx, hand.path, template)
        filled, own = from_template(tx, wanted, hand.pair, head, calendar=hand.calendar)
        return set_plan(tx, by=by, pair_id=pair, lines=[*own, *lines], head=filled, reason=reason)

    return frame.change(flow, answer=plainly, say=_said)


@changes(app, "change", "Изменить пункты плана", "Change items of a plan")
def change(
    frame: Frame,
    pair: _Pair,
    add: Annotated[list[str] | None, option("--add", "Добавить «ПУНКТ;СРОК[;КТО]»", "Add “TITLE;DUE[;WHO]”")] = None,
    drop: Annotated[list[int] | None, option("--drop", "Исключить пункт", "Take an item out")] = None,
    move: Annotated[list[str] | None, option("--move", "Новый срок «НОМЕР;СРОК»", "New day “NUMBER;DUE”")] = None,
    rename: Annotated[
        list[str] | None, option("--rename", "Другие слова «НОМЕР;ПУНКТ»", "Other words “NUMBER;TITLE”")
    ] = None,
    goal: _Goal = None,
    task: _Tasks = None,
    request: _Request = None,
    form: _Form = None,
    from_: _From = None,
    to: _To = None,
    responsible: _Who = None,
    reason: Annotated[str, reason_option()] = "",
) -> int:
    fresh = [_line(text, responsible, "--add") for text in add or ()]
    moved = {number: day(text, "--move") for number, text in (_numbered(one, "--move") for one in move or ())}
    renamed = dict(_numbered(one, "--rename") for one in rename or ())
    head = PlanHead(goal, request, task, form, from_, to)
    return frame.change(
        lambda tx, by: change_plan(
            tx, by=by, pair_id=pair, reason=reason, add=fresh, drop=drop or (), move=moved, rename=renamed, head=head
        ),
        answer=plainly,
        say=_said,
    )


@reads(app, "show", "План пары и его редакции", "The plan of a pair and its editions")
def show(frame: Frame, pair: _Pair) -> None:
    with frame.read() as tx:
        shown = show_plan(tx, by=frame.reader, pair_id=pair)
    headings = (
        Words("№", "No"),
        Words("Пункт", "Item"),
        Words("Срок", "Due"),
        Words("Кто", "Who"),
        Words("Выполнено", "Done"),
        Words("Результат", "Result"),
    )
    rows = [
        (str(one.position), one.title, str(one.due_on), one.responsible, str(one.done_on or one.mark), one.result)
        for one in shown.items
    ]
    frame.show(plan_shown_document(shown, frame.language), Table(headings, rows))


@changes(app, "approve", "Утвердить план документом", "Approve the plan by a paper")
def approve(
    frame: Frame,
    pair: _Pair,
    paper: Annotated[int, option("--paper", "Номер документа", "Id of the paper")],
) -> int:
    return frame.change(
        lambda tx, by: approve_plan(tx, by=by, pair_id=pair, paper_id=paper),
        answer=plainly,
        say=lambda made: Words(
            f"План пары {made['id']} утверждён {made['approved_on']}",
            f"The plan of pair {made['id']} is approved as of {made['approved_on']}",
        ),
    )


@changes(app, "mark", "Отметить пункт: выполнен, частично, не выполнен", "Say what became of an item")
def mark(
    frame: Frame,
    pair: _Pair,
    item: _Item,
    done: Annotated[date | None, day_option("--done", "Когда выполнено", "When it was done")] = None,
    mark: Annotated[str, option("--mark", f"Отметка: {', '.join(MARK_WORDS)}", "The mark")] = "done",
    result: Annotated[str | None, option("--result", "Что получилось", "What came of it")] = None,
) -> int:
    return frame.change(
        lambda tx, by: mark_plan(tx, by=by, pair_id=pair, position=item, done_on=done, mark=mark, result=result),
        answer=plainly,
        say=lambda made: Words(
            f"Пункт {made['position']}: {MARK_WORDS[made['mark']].ru}; всего {made['done']} из {made['items']}",
            f"Item {made['position']} is {MARK_WORDS[made['mark']].en}; {made['done']} of {made['items']}",
        ),
    )


@changes(app, "unmark", "Снять отметку последних суток", "Take a mark of the last day back")
def unmark(frame: Frame, pair: _Pair, item: _Item) -> int:
    return frame.change(
        lambda tx, by: unmark_plan(tx, by=by, pair_id=pair, position=item),
        answer=plainly,
        say=lambda _: Words(f"Отметка пункта {item} снята", f"The mark of item {item} is taken off"),
    )


@changes(app, "undo", "Отменить последнее изменение плана", "Undo the last change of a plan")
def undo(frame: Frame, pair: _Pair) -> int:
    return frame.change(
        lambda tx, by: undo_plan(tx, by=by, pair_id=pair),
        answer=plainly,
        say=lambda made: Words(
            f"План пары {made['id']} снова прежний, пунктов {made['items']}",
            f"The plan of pair {made['id']} is as it was, {made['items']} items",
        ),
    )


def _said(told: Mapping[str, Any]) -> Words:
    if not told["changed"]:
        return Words(f"План пары {told['id']} уже такой", f"The plan of pair {told['id']} is just so already")
    cleared = told["approval_cleared"]
    return Words(
        f"План пары {told['id']}: пунктов {told['items']}"
        + (f", редакция {told['edition']}, её нужно утвердить" if cleared else ""),
        f"Plan of pair {told['id']}: {told['items']} items"
        + (f", edition {told['edition']} is to be approved" if cleared else ""),
    )


def _line(text: str, responsible: str | None = None, field: str = "--item") -> PlanLine:
    """The last semicolon parts title and day: a title may hold others. A known role behind the day says who."""
    who: Responsible | None = None
    for known in get_args(Responsible):
        if known == responsible:
            who = known
    if responsible is not None and who is None:
        listed = ", ".join(RESPONSIBLES)
        raise BadInput("--responsible", f"--responsible: одно из: {listed}", f"--responsible: one of: {listed}")
    front, parted, last = text.rpartition(";")
    for known in get_args(Responsible):
        if parted and last.strip() == known:
            text, who = front, known
    title, parted, due = text.rpartition(";")
    if not parted:
        raise BadInput(
            field,
            f"{field}: «{text}» не вида «ПУНКТ;ГГГГ-ММ-ДД»",
            f"{field}: “{text}” is not of the form “TITLE;YYYY-MM-DD”",
        )
    return PlanLine(title, day(due.strip(), field), who)


def _numbered(text: str, field: str) -> tuple[int, str]:
    number, parted, rest = text.partition(";")
    if not parted or not number.strip().isdecimal() or len(number) > 9:
        raise BadInput(
            field, f"{field}: «{text}» не вида «НОМЕР;…»", f"{field}: “{text}” is not of the form “NUMBER;…”"
        )
    return int(number), rest.strip()
