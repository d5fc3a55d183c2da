"""`nastavnik survey`: questionnaires of a programme."""

from datetime import date
from typing import Annotated

from engine.questionnaires import ASKED, SURVEY_KINDS
from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage.scope import EVERYTHING, Scope
from workflows.announce_survey import remind_survey
from workflows.answer_survey import answer_survey
from workflows.answers.plainly import plainly
from workflows.answers.surveys import result_document, survey_documents
from workflows.close_survey import close_survey, reopen_survey
from workflows.open_survey import open_survey
from workflows.show_surveys import list_surveys, show_results

app = noun()

_Survey = Annotated[int, argument("ID", "Номер анкеты", "Id of the survey")]


@changes(app, "open", "Открыть анкету", "Open a survey")
def open_(
    frame: Frame,
    programme: Annotated[int, option("--programme", "Номер программы", "Id of the programme")],
    period: Annotated[str, option("--period", "2025-Q4, 2025-H1, 2025-11 или 2025", "The period it is about")],
    kind: Annotated[str | None, option("--kind", "|".join(SURVEY_KINDS), "the same")] = None,
    questionnaire: Annotated[str | None, option("--questionnaire", "Ключ анкеты", "Key of the questionnaire")] = None,
    asked: Annotated[str | None, option("--asked", "|".join(ASKED), "the same")] = None,
    due: Annotated[date | None, day_option("--due", "До какого дня ответить", "The last day to answer")] = None,
    item: Annotated[int | None, option("--item", "Пункт дорожной карты", "Roadmap item it serves")] = None,
    event: Annotated[int | None, option("--event", "После какого события", "The event it follows")] = None,
) -> int:
    return frame.change(
        lambda tx, by: open_survey(
            tx,
            by=by,
            programme_id=programme,
            kind=kind,
            period=period,
            questionnaire=questionnaire,
            asked=asked,
            due_on=due,
            item_id=item,
            event_id=event,
        ),
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
    pair: Annotated[int | None, option("--pair", "О какой паре", "About which pair")] = None,
) -> int:
    said = dict(_parted(text) for text in answers or ())
    return frame.change(
        lambda tx, by: answer_survey(tx, by=by, survey_id=survey, person_id=person, answers=said, pair_id=pair),
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


@changes(app, "reopen", "Снова открыть анкету", "Open a closed survey again")
def reopen(frame: Frame, survey: _Survey) -> int:
    return frame.change(
        lambda tx, by: reopen_survey(tx, by=by, survey_id=survey),
        answer=plainly,
        say=lambda made: Words(f"Анкета {made['id']} снова открыта", f"Survey {made['id']} is open again"),
    )


@changes(app, "remind", "Напомнить тем, кто не ответил", "Remind those who have not answered")
def remind(frame: Frame, survey: _Survey) -> int:
    return frame.change(
        lambda tx, by: remind_survey(tx, by=by, survey_id=survey),
        answer=plainly,
        say=lambda made: Words(f"Писем: {made['letters']}", f"Letters: {made['letters']}"),
    )


@reads(app, "list", "Анкеты программ", "Surveys of programmes")
def list_(frame: Frame) -> None:
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        scope = EVERYTHING if top is None else Scope(paths=(top.path,))
        told = survey_documents(list_surveys(tx, scope), frame.language)
    headings = ("id", "title", "programme", "answered", "asked", "due_on", "closed_on")
    frame.show(
        told,
        Table(
            (
                Words("№", "Id"),
                Words("Анкета", "Survey"),
                Words("Программа", "Programme"),
                Words("Ответили", "Answered"),
                Words("Спросили", "Asked"),
                Words("Срок", "Due"),
                Words("Закрыта", "Closed"),
            ),
            [tuple(str(one[name] if one[name] is not None else "") for name in headings) for one in told],
        ),
    )


@reads(app, "show", "Результаты анкеты", "Results of a survey")
def show(frame: Frame, survey: _Survey) -> None:
    with frame.read() as tx:
        told = result_document(show_results(tx, frame.reader, survey), frame.language)
    rows = [
        (one["title"], str(one["answered"] if one["answered"] is not None else "—"), _said(one["counts"], one["texts"]))
        for one in told["questions"]
    ]
    frame.show(
        told, Table((Words("Вопрос", "Question"), Words("Ответили", "Answered"), Words("Ответы", "Answers")), rows)
    )


def _said(counts: dict[str, int | None], texts: list[str]) -> str:
    if texts:
        return "; ".join(texts)
    return ", ".join(f"{name}: {'—' if count is None else count}" for name, count in counts.items())


def _parted(text: str) -> tuple[str, str]:
    question, parted, said = text.partition("=")
    if not parted:
        raise BadInput(
            "--answer", f"--answer: «{text}» не вида «ВОПРОС=ОТВЕТ»", f"--answer: “{text}” is not of the form “Q=A”"
        )
    return question, said
