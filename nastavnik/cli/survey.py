"""`nastavnik survey`: questionnaires of a programme."""

from typing import Annotated

from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import argument, option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.answer_survey import answer_survey
from workflows.answers.plainly import plainly
from workflows.close_survey import close_survey
from workflows.open_survey import SURVEY_KINDS, open_survey

app = noun()

_Survey = Annotated[int, argument("ID", "Номер анкеты", "Id of the survey")]


@changes(app, "open", "Открыть анкету", "Open a survey")
def open_(
    frame: Frame,
    programme: Annotated[int, option("--programme", "Номер программы", "Id of the programme")],
    period: Annotated[str, option("--period", "2025-Q4, 2025-H1, 2025-11 или 2025", "The period it is about")],
    kind: Annotated[str, option("--kind", "|".join(SURVEY_KINDS), "the same")] = "diagnostics",
) -> int:
    return frame.change(
        lambda tx, by: open_survey(tx, by=by, programme_id=programme, kind=kind, period=period),
        answer=plainly,
        say=lambda made: Words(
            f"Анкета {made['id']} открыта: {made['kind']}, {made['period']}",
            f"Survey {made['id']} is open: {made['kind']}, {made['period']}",
        ),
    )


@changes(app, "answer", "Записать ответы участника", "Record somebody's answers")
def answer(
    frame: Frame,
    survey: _Survey,
    person: Annotated[int, option("--person", "Номер участника", "Id of the person")],
    answers: Annotated[list[str] | None, option("--answer", "«ВОПРОС=ОТВЕТ», можно несколько", "“Q=A”")] = None,
) -> int:
    said = dict(_parted(text) for text in answers or ())
    return frame.change(
        lambda tx, by: answer_survey(tx, by=by, survey_id=survey, person_id=person, answers=said),
        answer=plainly,
        say=lambda made: Words(
            f"Ответы участника {made['person_id']} записаны, всего ответили: {made['answered']}",
            f"The answers of person {made['person_id']} are recorded, {made['answered']} so far",
        ),
    )


@changes(app, "close", "Закрыть анкету", "Close a survey")
def close(frame: Frame, survey: _Survey) -> int:
    return frame.change(
        lambda tx, by: close_survey(tx, by=by, survey_id=survey),
        answer=plainly,
        say=lambda made: Words(
            f"Анкета {made['id']} закрыта, ответили: {made['answered']}",
            f"Survey {made['id']} is closed, {made['answered']} answered",
        ),
    )


def _parted(text: str) -> tuple[str, str]:
    question, parted, said = text.partition("=")
    if not parted:
        raise BadInput(
            "--answer", f"--answer: «{text}» не вида «ВОПРОС=ОТВЕТ»", f"--answer: “{text}” is not of the form “Q=A”"
        )
    return question, said
