"""Workbooks for importing people: the template to fill in, and a file sent back with its faults marked in red."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # ships no types

from documents.spreadsheet import harmless
from engine.people_reading.columns import BEFORE_CONSENT, TITLES, Field
from engine.people_reading.sheets import Headed
from engine.words import Language, Words

_COLUMNS: tuple[Field, ...] = tuple(name for name in TITLES if name not in ("surname", "first_name", "patronymic"))
_CHOICES: Mapping[Field, tuple[str, ...]] = {
    "kind": ("сотрудник", "школьник", "студент", "работодатель"),
    "role": ("наставник", "наставляемый", "куратор", "руководитель", "наблюдатель"),
    "sex": ("ж", "м"),
}
_EXAMPLES: Mapping[Field, str] = {
    "name": "Иванова Мария Петровна",
    "kind": "сотрудник",
    "role": "наставник",
    "email": "ivanova@school.ru",
    "position": "учитель математики; у школьника — класс: 8А",
    "organisation": "пусто — та, что выбрана при загрузке; иначе название или путь организации ниже неё",
    "consent": "01.09.2026",
    "representative": "Иванов Пётр Ильич (только у школьника)",
    "representative_email": "ivanov@mail.ru",
    "sex": "ж",
    "born": "25.09.1998",
    "hired": "01.09.2024",
    "phone": "+7 912 345-67-89",
    "place": "если не сама организация",
    "category": "как в показателях дорожной карты",
    "request": "слова самого наставляемого",
    "needs": "через запятую",
    "competences": "через запятую",
    "interests": "через запятую",
    "achievements": "важные для программы",
    "wished_age": "14–17",
    "time_resource": "2 часа в неделю",
    "expert_in": "пусто — не эксперт",
    "capacity": "2",
    "entered_on": "01.09.2026",
}
_MOST_ROWS = 5_000  # of the template with lists to choose from
_REMARKS = Words("Замечания", "Remarks")
_LONGEST_REMARK = 1_000


@dataclass(frozen=True, slots=True)
class Marked:
    """A faulty cell of a sheet; `column` None: the sheet has no such column, the remark alone says it."""

    sheet: int
    row: int
    column: int | None
    text: str


def people_template(language: Language = "ru") -> bytes:
    """One sheet to fill in, with lists to choose from, and one that says what each column wants."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet(Words("Участники", "People").in_(language))
        needed = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E6EEF9"})
        later = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#F3F0E4"})
        for at, name in enumerate(_COLUMNS):
            page.write_string(0, at, TITLES[name].in_(language), needed if name in BEFORE_CONSENT else later)
            page.set_column(at, at, 34 if name == "name" else 20)
            if name in _CHOICES:
                page.data_validation(1, at, _MOST_ROWS, at, {"validate": "list", "source": list(_CHOICES[name])})
        page.freeze_panes(1, 1)
        _explain(book, language)
    return file.getvalue()


def marked_workbook(
    sheets: Sequence[Headed],
    rows: Mapping[int, Sequence[tuple[int, Mapping[int, str]]]],
    marks: Iterable[Marked],
    *,
    language: Language = "ru",
) -> bytes:
    """The file as it came, cell by cell in its places; faulty cells red with a comment, remarks in a last column.

    `rows`: by the number of the sheet, each with its number on the sheet.
    """
    found = list(marks)
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        looks = _Looks(book)
        for at, sheet in enumerate(sheets):
            own = [one for one in found if one.sheet == at]
            _sheet(book, looks, sheet, rows.get(at, ()), own, _REMARKS.in_(language))
    return file.getvalue()


class _Looks:
    def __init__(self, book: Any) -> None:
        self.plain = book.add_format({"text_wrap": True, "valign": "top"})
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.red = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#F8D4D0", "border": 1})
        self.remark = book.add_format({"text_wrap": True, "valign": "top", "font_color": "#A3261B"})


def _sheet(
    book: Any,
    looks: _Looks,
    sheet: Headed,
    rows: Sequence[tuple[int, Mapping[int, str]]],
    marks: Sequence[Marked],
    remarks: str,
) -> None:
    page = book.add_worksheet(_title(sheet.title, book))
    cells = [*sheet.above, (sheet.heading, sheet.titles), *rows]
    last = max((max(of, default=1) for _, of in cells), default=1)
    faulty = {(one.row, one.column): one.text for one in marks if one.column is not None}
    for row, of in cells:
        look = looks.bold if row == sheet.heading else looks.plain
        for column, text in of.items():
            page.write_string(row - 1, column - 1, harmless(text), looks.red if (row, column) in faulty else look)
    said = {(row, column) for row, of in cells for column in of}
    for (row, column), text in faulty.items():
        if (row, column) not in said:
            page.write_blank(row - 1, column - 1, None, looks.red)
        page.write_comment(row - 1, column - 1, harmless(text)[:_LONGEST_REMARK], {"x_scale": 2})
    page.write_string(sheet.heading - 1, last, remarks, looks.bold)
    by_row: dict[int, list[str]] = {}
    for one in marks:
        by_row.setdefault(one.row, []).append(one.text)
    for row, texts in by_row.items():
        remark = "; ".join(dict.fromkeys(texts))
        page.write_string(row - 1, last, harmless(remark)[:_LONGEST_REMARK], looks.remark)
    page.set_column(0, last - 1, 20)
    page.set_column(last, last, 60)
    page.freeze_panes(sheet.heading, 0)


def _explain(book: Any, language: Language) -> None:
    page = book.add_worksheet(Words("Как заполнять", "How to fill in").in_(language))
    bold = book.add_format({"bold": True, "bottom": 1})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    heads = (
        Words("Столбец", "Column"),
        Words("Пример", "Example"),
        Words("Когда хранится", "Stored"),
    )
    for at, words in enumerate(heads):
        page.write_string(0, at, words.in_(language), bold)
    always = Words("всегда", "always")
    later = Words("только после согласия: впишите его день", "after the consent only: write its day")
    for row, name in enumerate(_COLUMNS, start=1):
        page.write_string(row, 0, TITLES[name].in_(language), wrapped)
        page.write_string(row, 1, _EXAMPLES[name], wrapped)
        page.write_string(row, 2, (always if name in BEFORE_CONSENT else later).in_(language), wrapped)
    for at, width in enumerate((34, 46, 42)):
        page.set_column(at, at, width)


def _title(text: str, book: Any) -> str:
    """As Excel allows it, each once."""
    wanted = "".join(sign for sign in harmless(text) if sign not in "[]:*?/\\'")[:28].strip() or "1"
    taken = {page.get_name().lower() for page in book.worksheets()}
    number, found = 2, wanted
    while found.lower() in taken:
        found, number = f"{wanted} {number}", number + 1
    return found
