"""The words of the review of a file: places, kinds of papers, roles, the columns of its XLSX."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from documents.spreadsheet import Cell
from engine.permissions import ROLE_TITLES
from engine.source import Spot
from engine.words import Words
from storage.roadmap_imports import ImportRow
from workflows.show_import import ReviewRow
from workflows.threshold_words import threshold_words

if TYPE_CHECKING:
    from web.visit import Visit

KINDS = {
    "order": Words("приказ", "order"),
    "regulation": Words("положение", "regulation"),
    "programme": Words("программа", "programme"),
    "plan": Words("план", "plan"),
    "roadmap": Words("дорожная карта", "roadmap"),
    "report": Words("отчёт", "report"),
    "protocol": Words("протокол", "protocol"),
    "reference": Words("справка", "reference"),
    "register": Words("реестр", "register"),
    "agreement": Words("соглашение", "agreement"),
    "consent": Words("согласие", "consent"),
    "questionnaire": Words("анкета", "questionnaire"),
    "statistics": Words("статистика", "statistics"),
    "guidelines": Words("рекомендации", "guidelines"),
    "collection": Words("сборник", "collection"),
    "publication": Words("публикация", "publication"),
    "certificate": Words("сертификат, грамота", "certificate"),
}
ROLES = {
    **{role: ROLE_TITLES[role] for role in ("administrator", "head", "curator", "mentor", "mentee")},
    "external": Words("другая организация", "another organisation"),
}
FIELDS = {
    "number": Words("Номер", "Number"),
    "section": Words("Раздел", "Section"),
    "activity": Words("Мероприятие", "Activity"),
    "deadline": Words("Срок", "Deadline"),
    "understood": Words("Понят как", "Understood as"),
    "responsible": Words("Ответственный", "Responsible"),
    "role": Words("Кто отвечает", "Who answers"),
    "result": Words("Результат", "Result"),
    "document": Words("Документ", "Paper"),
    "indicator": Words("Показатель", "Indicator"),
    "thresholds": Words("Порог", "Threshold"),
    "title": Words("Название", "Title"),
    "period": Words("Период", "Period"),
}
FILTERS = (
    ("", Words("все", "all")),
    ("doubts", Words("с вопросами", "with questions")),
    ("changed", Words("изменённые", "changed")),
)
PASTS = (
    ("open", Words("ещё сделать", "still to do")),
    ("done", Words("сделано", "done")),
    ("not-ours", Words("не наше", "not ours")),
)
HEADINGS = (
    Words("№", "No"),
    Words("Раздел", "Section"),
    Words("Мероприятие", "Activity"),
    Words("Срок в файле", "Deadline in the file"),
    Words("Понят как", "Understood as"),
    Words("Ближайший", "Next due"),
    Words("Ответственный в файле", "Responsible in the file"),
    Words("Кто отвечает", "Who answers"),
    Words("Результат", "Result"),
    Words("Документ", "Paper"),
    Words("Порог", "Threshold"),
    Words("Вопросы", "Questions"),
    Words("Место в файле", "Place in the file"),
)

_MOST_READ = timedelta(minutes=5)  # longer than any reading may take


def gone_quiet(row: ImportRow, visit: "Visit") -> bool:
    """Whether the process that read the file must have ended."""
    return visit.now - row.created_at > _MOST_READ


def place_words(spots: Iterable[Spot]) -> Words:
    """«стр. 2, строка 7»: where the first of the words stand; empty when nobody knows."""
    first = next(iter(spots), None)
    if first is None:
        return Words("", "")
    told = (
        (first.page, "стр.", "page"),
        (first.table if first.line is None and (first.table or 0) > 1 else None, "таблица", "table"),
        (first.row if first.line is None else None, "строка", "row"),
        (first.line, "строка", "line"),
    )
    ru = [f"{name}\u00a0{number}" for number, name, _ in told if number is not None]
    en = [f"{name}\u00a0{number}" for number, _, name in told if number is not None]
    if first.sheet:
        ru, en = [f"лист «{first.sheet}»", *ru], [f"sheet “{first.sheet}”", *en]
    return Words(", ".join(ru), ", ".join(en))


def cells(row: ReviewRow, visit: "Visit") -> list[Cell]:
    """A row of the XLSX."""
    item = row.row.item
    roles = [visit.say(ROLES[role]) for role in item.who.roles]
    return [
        item.number,
        row.ahead.section if row.ahead else item.section,
        item.activity.text,
        row.row.read.deadline.text if row.row.read else "",
        row.ahead.understood or item.deadline.text if row.ahead else "",
        row.ahead.next_due if row.ahead else None,
        item.responsible.text,
        row.person or ", ".join(roles),
        item.result.text,
        ", ".join(visit.say(KINDS[kind]) for kind in item.document_kinds),
        "; ".join(visit.say(threshold_words(one)) for one in item.thresholds),
        "; ".join(visit.say(question.words) for question in row.row.open),
        visit.say(place_words(item.activity.at)),
    ]


WORDS: dict[str, Any] = {
    "kinds": KINDS,
    "roles": ROLES,
    "titles": FIELDS,
    "place_of": place_words,
    "threshold_of": threshold_words,
}
"""What the templates of a row say things with."""
