"""`nastavnik feedback`: what participants say about the work of their pair."""

from datetime import date
from typing import Annotated

from engine.words import Words
from nastavnik.cli.arguments import day_option, option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.answers.plainly import plainly
from workflows.record_feedback import record_feedback
from workflows.record_report import ReportWords, record_report

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


@changes(app, "report", "Сдать или исправить отчёт участника", "Give or correct somebody's report")
def report(
    frame: Frame,
    pair: Annotated[int, option("--pair", "Номер пары", "Id of the pair")],
    person: Annotated[int, option("--by", "Чей отчёт", "Whose report")],
    results: Annotated[str, option("--results", "Результаты", "What came of it")],
    problems: Annotated[str, option("--problems", "Трудности", "Difficulties")] = "",
    advice: Annotated[str, option("--advice", "Предложения", "Advice")] = "",
    since: Annotated[date | None, day_option("--from", "Начало периода", "First day of the period")] = None,
    until: Annotated[date | None, day_option("--to", "Конец периода", "Last day of the period")] = None,
    percent: Annotated[int | None, option("--percent", "План выполнен, %", "Plan done, per cent")] = None,
    wish: Annotated[
        str, option("--wish", "Хочет ли участвовать дальше: mentee|mentor|later|no", "Wish of a next cycle")
    ] = "",
) -> int:
    words = ReportWords(results, problems, advice, since=since, until=until, percent=percent, wish=wish)
    return frame.change(
        lambda tx, by: record_report(tx, by=by, pair_id=pair, person_id=person, words=words),
        answer=plainly,
        say=lambda made: Words(
            f"Отчёт {made['id']} о паре {made['pair_id']} принят",
            f"Report {made['id']} about pair {made['pair_id']} is in",
        ),
    )
