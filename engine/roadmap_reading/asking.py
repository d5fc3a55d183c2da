"""What is asked about a row: a deadline nobody can read, nobody responsible, a row put together of parts."""

import re
from collections.abc import Mapping

from engine.deadlines.model import Ambiguous
from engine.deadlines.writing import write
from engine.periods import Period
from engine.roadmap_reading.headings import Meaning
from engine.roadmap_reading.model import Question, ReadItem
from engine.roadmap_reading.rows import WholeRow
from engine.words import Words

_EMPTY = Words("Срок не указан: задайте его", "No deadline is given: set it")
_UNREAD = Words("Срок не удалось прочесть: {}", "The deadline could not be read: {}")
_NOBODY = Words("Ответственный не указан", "Nobody is named responsible")
_SHARED = Words(
    "Ответственный не указан; возможно, ячейка объединена с верхней",
    "Nobody is named responsible; perhaps the cell is merged with the one above",
)
_CHOOSE = Words(
    "Ответственного выбирает школа: назначьте его", "The school chooses who is responsible: assign somebody"
)
_NO_ROLE = Words(
    "Не удалось понять, какая роль отвечает: назначьте её", "Which role answers for it was not understood: assign one"
)
_LEFT_OPEN = re.compile(r"определя|назнача|по\s+выбору|по\s+решению", re.IGNORECASE)
_TAKEN = Words(
    "Ячейка пуста; слова взяты из строки выше: похоже, ячейки объединены",
    "The cell is blank; its words were taken from the row above: the cells seem to be merged",
)
_ASKABLE: Mapping[Meaning, str] = {
    "deadline": "deadline",
    "responsible": "responsible",
    "result": "result",
    "result_document": "result",
    "document": "document",
    "indicator": "indicator",
}
_NO_ACTIVITY = Words("Не видно, что нужно сделать", "It does not say what to do")
_TORN = Words(
    "Строка собрана из частей, разорванных в исходном файле: проверьте, одна ли это строка",
    "The row was put together of parts torn apart in the source: check that it is one row",
)
_GUESSED = Words(
    "В таблице нет заголовка: значение колонок определено по содержанию",
    "The table has no header: what its columns mean was told from the cells",
)
_UNKNOWN = Words(
    "Заголовок «{}» незнаком: значение колонки определено по содержанию",
    "The heading “{}” is not known: what its column means was told from the cells",
)
_MADE_UP = Words(
    "Номер {} в исходном файле не указан: он поставлен по порядку", "Number {} is not in the source: it was counted on"
)


def of_row(row: WholeRow, *, melted: bool) -> tuple[Question, ...]:
    """Doubts about how the row was put together. `melted`: the table's lines were lost, so merged cells are a guess."""
    asked: list[Question] = []
    if row.unsure:
        asked.append(Question("activity", _TORN))
    for place in sorted(row.patches) if melted else ():
        meaning = row.layout.columns[place].meaning
        if meaning in _ASKABLE and all(part.from_above for part in row.patches[place]):
            asked.append(Question(_ASKABLE[meaning], _TAKEN))
    return tuple(asked)


def guessed() -> Question:
    return Question("activity", _GUESSED)


def unknown_heading(heading: str) -> Question:
    return Question("activity", Words(_UNKNOWN.ru.format(heading), _UNKNOWN.en.format(heading)))


def number(made_up: str) -> Question:
    return Question("number", Words(_MADE_UP.ru.format(made_up), _MADE_UP.en.format(made_up)))


def of_item(item: ReadItem, period: Period | None, above: ReadItem | None) -> tuple[Question, ...]:
    """Doubts about its values."""
    asked: list[Question] = []
    if not item.activity:
        asked.append(Question("activity", _NO_ACTIVITY))
    if deadline := _of_deadline(item, period):
        asked.append(deadline)
    if not item.responsible:
        candidate = above.responsible.text if above and above.section == item.section else ""
        asked.append(Question("responsible", _SHARED, (candidate,)) if candidate else Question("responsible", _NOBODY))
    elif item.who.to_assign:
        asked.append(Question("responsible", _CHOOSE if _LEFT_OPEN.search(item.responsible.text) else _NO_ROLE))
    return tuple(asked)


def _of_deadline(item: ReadItem, period: Period | None) -> Question | None:
    meaning = item.meaning
    if meaning.kind == "empty":
        return Question("deadline", _EMPTY)
    if meaning.kind == "unreadable" or isinstance(meaning, Ambiguous):
        why = meaning.why
        suggested = tuple(write(one) for one in meaning.candidates) if isinstance(meaning, Ambiguous) else ()
        return Question("deadline", Words(_UNREAD.ru.format(why.ru), _UNREAD.en.format(why.en)), suggested)
    return None
