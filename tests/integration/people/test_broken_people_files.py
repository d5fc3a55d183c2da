"""Sixty differently broken files: each gets sentences that name the row and the column, and stores nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection, func, select
from sqlmodel import SQLModel

from engine.refusals import BadInput, Refused
from storage.database import Database
from tests.support import hostile_files
from tests.support.cast import district
from tests.support.office_files import zipped
from tests.support.people_files import GOOD, PUPIL, USUAL, but, people_file, workbook
from workflows.import_people import import_people
from workflows.read_people_file import read_people_file

Row = tuple[Any, ...]
LETTERS = dict(zip(USUAL, "ABCDEFGHIJKLMN", strict=True))

CELLS: dict[str, tuple[Row, str, str]] = {
    "no name": (but(GOOD, name=None), "A", "Впишите фамилию"),
    "one word": (but(GOOD, name="Орлова"), "A", "два слова"),
    "a number for a name": (but(GOOD, name="12345"), "A", "два слова"),
    "a class for a name": (but(GOOD, name="8А класс"), "A", "два слова"),
    "a formula for a name": (but(GOOD, name="@SUM(A1) x"), "A", "два слова"),
    "an address for a name": (but(GOOD, name="orlova@school.test Вера"), "A", "два слова"),
    "a name without end": (but(GOOD, name="Орлова " + "Вера" * 60), "A", "200"),
    "initials of nobody": (but(GOOD, name="Орлова В.И."), "A", "полностью"),
    "an unknown kind": (but(GOOD, kind="кот"), "B", "сотрудник"),
    "an unknown role": (but(GOOD, role="царь"), "C", "наставник"),
    "an administrator by file": (but(GOOD, role="администратор"), "C", "наставник"),
    "no address": (but(GOOD, email=None), "D", "адрес"),
    "an address without @": (but(GOOD, email="orlova.school.test"), "D", "адрес"),
    "two addresses": (but(GOOD, email="a@school.test, b@school.test"), "D", "адрес"),
    "a Cyrillic address": (but(GOOD, email="орлова@school.test"), "D", "адрес"),
    "an address with a space": (but(GOOD, email="orlova @school.test"), "D", "адрес"),
    "a letter's header in the address": (but(GOOD, email="a@school.test\nBcc: b@school.test"), "D", "адрес"),
    "a name around the address": (but(GOOD, email="Орлова <orlova@school.test>"), "D", "адрес"),
    "an endless address": (but(GOOD, email="a" * 250 + "@school.test"), "D", "адрес"),
    "an endless position": (but(GOOD, position="учитель " * 60), "E", "300"),
    "a consent of tomorrow": (but(GOOD, consent="05.09.2025"), "F", "не подходит"),
    "a consent of another century": (but(GOOD, consent="05.09.1925"), "F", "не подходит"),
    "a consent that is a word": (but(GOOD, consent="да"), "F", "Дата не понята"),
    "a consent of a day that is none": (but(GOOD, consent="31.02.2025"), "F", "Дата не понята"),
    "a consent before birth": (but(GOOD, consent="01.02.2001", born="01.03.2001"), "F", "раньше дня рождения"),
    "a minor without a representative": (
        but(PUPIL, representative=None, representative_email=None),
        "F",
        "представитель",
    ),
    "a representative of a teacher": (but(GOOD, representative="Орлов Иван Ильич"), "G", "только у школьника"),
    "a representative in one word": (but(PUPIL, representative="мама"), "G", "два слова"),
    "a representative in initials": (but(PUPIL, representative="Зайцева Ю.Л."), "G", "полностью"),
    "a pupil who represents himself": (but(PUPIL, representative="Зайцев Ян Олегович"), "G", "не может представлять"),
    "a representative without address": (but(PUPIL, representative_email=None), "H", "почту представителя"),
    "a representative's bad address": (but(PUPIL, representative_email="нет"), "H", "адрес"),
    "an address of nobody": (but(PUPIL, representative=None), "H", "имя представителя"),
    "an unknown sex": (but(GOOD, sex="?"), "I", "«ж» или «м»"),
    "a birth day that is none": (but(GOOD, born="30.02.1998"), "J", "Дата не понята"),
    "a birth day ahead": (but(GOOD, born="25.09.2030"), "J", "не подходит"),
    "a birth day long ago": (but(GOOD, born="25.09.1850"), "J", "Дата не понята"),
    "a birth year alone": (but(GOOD, born="1998"), "J", "полная дата"),
    "a birth day in words": (but(GOOD, born="весной"), "J", "Дата не понята"),
    "a birth day of a month 13": (but(GOOD, born="01.13.1998"), "J", "Дата не понята"),
    "a number of a day": (but(GOOD, born=36000), "J", "Дата не понята"),
    "hired before birth": (but(GOOD, hired="01.09.1990"), "K", "раньше даты рождения"),
    "hired ahead": (but(GOOD, hired="01.09.2026"), "K", "не подходит"),
    "a telephone of letters": (but(GOOD, phone="спросить у завуча"), "L", "телефон"),
    "a telephone of two digits": (but(GOOD, phone="02"), "L", "телефон"),
    "too many competences": (but(GOOD, competences=";".join(map(str, range(99)))), "M", "Не больше 50"),
    "half a pair": (but(GOOD, capacity="1,5"), "N", "целое число"),
    "a negative capacity": (but(GOOD, capacity=-1), "N", "целое число"),
    "a capacity beyond reason": (but(GOOD, capacity=100), "N", "целое число"),
    "a capacity in words": (but(GOOD, capacity="много"), "N", "целое число"),
    "no consent for what is told": (but(GOOD, consent=None), "J", "До согласия"),
    "no consent for a telephone": (
        but(GOOD, consent=None, sex=None, born=None, hired=None, competences=None, capacity=None),
        "L",
        "До согласия",
    ),
}
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "пуст"),
    "a text": (lambda: "Орлова Вера; orlova@school.test".encode(), "Нужен файл XLSX"),
    "a document": (hostile_files.good_docx, "Нужен файл XLSX"),
    "a cut workbook": (lambda: people_file(GOOD)[:3000], "повреждён"),
    "an archive": (lambda: zipped({"people.csv": "ФИО"}), "архив"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\x00" * 90, "картинка"),
    "no headings": (lambda: workbook(("Лист", [["Орлова", "учитель"], ["Рыбин", "завуч"]])), "заголовков"),
    "headings alone": (lambda: people_file(), "ни одной строки"),
    "one column twice": (
        lambda: people_file(("Орлова Вера", "a@school.test", "b@school.test"), headings=("ФИО", "Почта", "E-mail")),
        "столбцы B и C",
    ),
    "an external entity": (lambda: hostile_files.files()["an entity of the machine in a sheet"](), "DTD"),
}


def everything(tx: Connection) -> dict[str, int]:
    """How many rows every table has."""
    return {
        table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
        for table in SQLModel.metadata.sorted_tables
    }


def test_there_are_sixty_of_them() -> None:
    assert len(CELLS) + len(FILES) >= 60


@pytest.mark.parametrize("name", CELLS)
def test_a_bad_cell_is_named_by_row_and_column_and_nothing_is_stored(sqlite_database: Database, name: str) -> None:
    row, column, words = CELLS[name]
    found = read_people_file(people_file(but(GOOD, name="Лисина Анна Ильинична", email="lisina@school.test"), row))
    with sqlite_database.write() as tx:
        made = district(tx)
    with sqlite_database.read() as tx:
        before = everything(tx)
    outcome = _tried(sqlite_database, made.school.id, made.curator.acts(), found)
    assert isinstance(outcome, Refused)
    said = [one.reason.ru for one in outcome.reasons]
    assert any(f"Строка 3, столбец {column} " in one and words in one for one in said), said
    assert not any("Строка 2" in one for one in said), said  # the good row above is not blamed
    assert all(one.reason.en and one.mend.ru for one in outcome.reasons)
    with sqlite_database.read() as tx:
        assert everything(tx) == before


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_table_of_people_gets_a_sentence(name: str) -> None:
    make, words = FILES[name]
    with pytest.raises(BadInput) as error:
        read_people_file(make())
    assert error.value.field == "file"
    assert words in error.value.words.ru
    assert "дорожн" not in error.value.words.ru


def test_the_second_of_two_alike_rows_is_named_with_the_first(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx)
    outcome = _tried(sqlite_database, made.school.id, made.curator.acts(), read_people_file(people_file(GOOD, GOOD)))
    assert isinstance(outcome, Refused)
    assert (
        outcome.reasons[0].reason.ru
        == "Строка 3, столбец A «Фамилия, имя, отчество»: Повтор строки 2: уберите одну из них"
    )


@pytest.mark.parametrize("name", [name for name in hostile_files.files() if "xlsx:" in name or "sheet" in name])
def test_hostile_workbooks_end_in_a_sentence(name: str) -> None:
    with pytest.raises(BadInput) as error:
        read_people_file(hostile_files.files()[name]())
    assert error.value.words.ru.endswith((".", "Скачайте шаблон", "строки", "заголовками"))


class _BackError(Exception):
    """Leaves the transaction without a trace, as a command does when it was refused."""


def _tried(database: Database, organisation_id: int, by: Any, found: Any) -> Any:
    outcome: Any = None
    try:
        with database.write() as tx:
            outcome = import_people(tx, by=by, organisation_id=organisation_id, found=found)
            if isinstance(outcome, Refused):
                raise _BackError
    except _BackError:
        pass
    return outcome
