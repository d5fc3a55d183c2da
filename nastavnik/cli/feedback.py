"""`nastavnik feedback`: what participants say about the work of their pair."""

from typing import Annotated

from engine.words import Words
from nastavnik.cli.arguments import option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.answers.plainly import plainly
from workflows.record_feedback import record_feedback

app = noun()


@changes(app, "record", "Записать отзыв участника", "Record somebody's feedback")
def record(
    frame: Frame,
    pair: Annotated[int, option("--pair", "Номер пары", "Id of the pair")],
    person: Annotated[int, option("--by", "Чей отзыв", "Whose feedback")],
    text: Annotated[str, option("--text", "Текст", "Text")],
    wish: Annotated[
        str, option("--wish", "Хочет ли участвовать дальше: mentee|mentor|later|no", "Wish of a next cycle")
    ] = "",
) -> int:
    return frame.change(
        lambda tx, by: record_feedback(tx, by=by, pair_id=pair, person_id=person, text=text, wish=wish),
        answer=plainly,
        say=lambda made: Words(
            f"Отзыв {made['id']} о паре {made['pair_id']} записан",
            f"Feedback {made['id']} about pair {made['pair_id']} is recorded",
        ),
    )
