"""`nastavnik plan postpone|answer|unpostpone`: lines of plans moved to another day."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from engine.words import Words
from nastavnik.cli.arguments import day_option, flag, option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.answers.plainly import plainly
from workflows.postpone_plan_item import answer_plan_move, postpone_plan_item, undo_plan_move

app = noun()

_Move = Annotated[int, option("--move", "Номер переноса", "Id of the move")]


@changes(app, "postpone", "Перенести пункт плана или попросить об этом", "Move an item, or ask for it")
def postpone(
    frame: Frame,
    pair: Annotated[int, option("--pair", "Номер пары", "Id of the pair")],
    item: Annotated[int, option("--item", "Номер пункта в плане", "Number of the item in the plan")],
    to: Annotated[date, day_option("--to", "Новый срок", "The new day")],
    reason: Annotated[str, option("--reason", "Причина", "Reason")],
) -> int:
    return frame.change(
        lambda tx, by: postpone_plan_item(tx, by=by, pair_id=pair, position=item, to_day=to, reason=reason),
        answer=plainly,
        say=_said,
    )


@changes(app, "answer", "Ответить на просьбу о переносе", "Answer a wish to move an item")
def answer(
    frame: Frame,
    move: _Move,
    decline: Annotated[bool, flag("--decline", "Отклонить", "Decline")] = False,
) -> int:
    return frame.change(
        lambda tx, by: answer_plan_move(tx, by=by, move_id=move, yes=not decline), answer=plainly, say=_said
    )


@changes(app, "unpostpone", "Отменить перенос последних суток", "Undo a move of the last day")
def unpostpone(frame: Frame, move: _Move) -> int:
    return frame.change(
        lambda tx, by: undo_plan_move(tx, by=by, move_id=move),
        answer=plainly,
        say=lambda _: Words("Перенос отменён", "The move is undone"),
    )


def _said(told: Mapping[str, Any]) -> Words:
    at, before, after = told["position"], told["from_day"], told["to_day"]
    more = Words("; переносили слишком часто, куратору задача", "; moved too often, a task for the curator")
    match told["state"]:
        case "moved":
            ending = more if told["escalated"] else Words("", "")
            return Words(
                f"Пункт {at} перенесён: {before} → {after}{ending.ru}",
                f"Item {at} moved: {before} → {after}{ending.en}",
            )
        case "asked":
            return Words(f"Просьба о переносе № {told['id']} ждёт куратора", f"Wish {told['id']} waits for the curator")
        case _:
            return Words(f"Перенос пункта {at} отклонён", f"Moving item {at} was declined")
