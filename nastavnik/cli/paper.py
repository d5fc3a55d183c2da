"""`nastavnik paper`: the register of papers."""

from datetime import date
from typing import Annotated

from engine.words import Words
from nastavnik.cli.arguments import day_option, option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.answers.plainly import plainly
from workflows.register_paper import PURPOSES, register_paper

app = noun()


@changes(app, "register", "Зарегистрировать документ", "Register a paper")
def register(
    frame: Frame,
    kind: Annotated[
        str, option("--kind", "order|regulation|plan|report|protocol|reference|register|agreement", "the same")
    ],
    purpose: Annotated[str, option("--purpose", "|".join(PURPOSES), "the same")],
    number: Annotated[str, option("--number", "Номер по журналу школы", "Number in the school's register")],
    dated: Annotated[date, day_option("--date", "Дата документа", "Date of the paper")],
    pair: Annotated[list[int] | None, option("--pair", "О какой паре, можно несколько", "Pair, repeatable")] = None,
    item: Annotated[int | None, option("--item", "Какой пункт карты закрывает", "Roadmap item it closes")] = None,
) -> int:
    return frame.change(
        lambda tx, by: register_paper(
            tx,
            by=by,
            organisation=frame.organisation(tx),
            kind=kind,
            purpose=purpose,
            number=number,
            dated=dated,
            pair_ids=pair or (),
            item_id=item,
        ),
        answer=plainly,
        say=lambda made: Words(
            f"Документ {made['id']} зарегистрирован: № {made['number']} от {made['dated']}",
            f"Paper {made['id']} is registered: No {made['number']} of {made['dated']}",
        ),
    )
