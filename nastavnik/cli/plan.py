"""`nastavnik plan`: individual plans of pairs."""

from datetime import date
from typing import Annotated

from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import day, day_option, option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.answers.plainly import plainly
from workflows.approve_plan import approve_plan
from workflows.mark_plan import mark_plan
from workflows.set_plan import set_plan

app = noun()

_Pair = Annotated[int, option("--pair", "Номер пары", "Id of the pair")]


@changes(app, "set", "Составить план пары", "Write the plan of a pair")
def set_(
    frame: Frame,
    pair: _Pair,
    item: Annotated[list[str], option("--item", "«ПУНКТ;СРОК», можно несколько", "“TITLE;DUE”, repeatable")],
) -> int:
    lines = [_line(text) for text in item]
    return frame.change(
        lambda tx, by: set_plan(tx, by=by, pair_id=pair, lines=lines),
        answer=plainly,
        say=lambda made: Words(
            f"План пары {made['id']}: пунктов {made['items']}"
            + (", прежнее утверждение снято" if made["approval_cleared"] else ""),
            f"Plan of pair {made['id']}: {made['items']} items"
            + (", the former approval is cleared" if made["approval_cleared"] else ""),
        ),
    )


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


@changes(app, "mark", "Отметить выполненный пункт", "Mark an item as done")
def mark(
    frame: Frame,
    pair: _Pair,
    item: Annotated[int, option("--item", "Номер пункта в плане", "Number of the item in the plan")],
    done: Annotated[date, day_option("--done", "Когда выполнено", "When it was done")],
) -> int:
    return frame.change(
        lambda tx, by: mark_plan(tx, by=by, pair_id=pair, position=item, done_on=done),
        answer=plainly,
        say=lambda made: Words(
            f"Пункт {made['position']} выполнен; всего {made['done']} из {made['items']}",
            f"Item {made['position']} is done; {made['done']} of {made['items']}",
        ),
    )


def _line(text: str) -> tuple[str, date]:
    """The last semicolon parts title and day: a title may hold others."""
    title, parted, due = text.rpartition(";")
    if not parted:
        raise BadInput(
            "--item",
            f"--item: «{text}» не вида «ПУНКТ;ГГГГ-ММ-ДД»",
            f"--item: “{text}” is not of the form “TITLE;YYYY-MM-DD”",
        )
    return title, day(due.strip(), "--item")
