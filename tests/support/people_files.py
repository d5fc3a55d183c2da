"""Workbooks with people, as schools send them."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook  # type: ignore[import-untyped]  # ships no types

USUAL = (
    "ФИО",
    "Кто это",
    "Роль",
    "Почта",
    "Должность или класс",
    "Согласие подписано",
    "Законный представитель",
    "Почта представителя",
    "Пол",
    "Дата рождения",
    "Дата приёма на работу",
    "Телефон",
    "Компетенции",
    "Сколько пар может вести",
)
GOOD: tuple[Any, ...] = (
    "Орлова Вера Ивановна",
    "педагог",
    "наставник",
    "orlova@school.test",
    "учитель химии",
    "28.08.2025",
    None,
    None,
    "ж",
    "25.9.98",
    "01.09.2023",
    "+7 912 345-67-89",
    "химия; ЕГЭ",
    3,
)
PUPIL: tuple[Any, ...] = (
    "Зайцев Ян Олегович",
    "школьник",
    "наставляемый",
    None,
    "8 «А» класс",
    "28.08.2025",
    "Зайцева Юлия Львовна",
    "zaiceva@mail.test",
    "м",
    "12.03.2012",
    None,
    None,
    None,
    None,
)


def workbook(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        page = book.create_sheet(title)
        for row in rows:
            page.append(list(row))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def people_file(*rows: Sequence[Any], headings: Sequence[str] = USUAL) -> bytes:
    return workbook(("Участники", [headings, *rows]))


def but(row: Sequence[Any], **values: Any) -> tuple[Any, ...]:
    """The row with other values, by the names of its columns."""
    changed = list(row)
    for name, value in values.items():
        changed[NAMES.index(name)] = value
    return tuple(changed)


NAMES = (
    "name",
    "kind",
    "role",
    "email",
    "position",
    "consent",
    "representative",
    "representative_email",
    "sex",
    "born",
    "hired",
    "phone",
    "competences",
    "capacity",
)
