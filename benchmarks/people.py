"""(j) Five thousand people from a workbook: read in the child, compared, stored, recognised the second time, undone."""

import time
from collections.abc import Iterator
from random import Random
from typing import Any

from benchmarks.databases import Files
from benchmarks.figures import Row, Section
from documents.spreadsheet import Sheet, spreadsheet
from engine.people_reading.columns import TITLES, Field
from engine.refusals import Refused
from storage.database import Database
from storage.schema import migrate
from tests.support.cast import operator, organisation
from workflows.add_person import NewPerson, add_person
from workflows.import_people import import_people
from workflows.load_people import PeopleLoaded
from workflows.read_people_file import PeopleFile, read_people_file
from workflows.undo_people import undo_people

PEOPLE = 5_000
ONE_BY_ONE = 300  # enough for a rate
SECONDS = 20.0
FASTER = 1.0  # than the same people one by one, which stores no profile, no consent and no role
_COLUMNS: tuple[Field, ...] = (
    "name",
    "kind",
    "role",
    "email",
    "position",
    "consent",
    "sex",
    "born",
    "hired",
    "phone",
    "request",
    "needs",
    "competences",
    "interests",
    "time_resource",
    "capacity",
    "entered_on",
)
_SURNAMES = ("Иван", "Петр", "Сидор", "Кузнец", "Смирн", "Поп", "Василь", "Сокол", "Михайл", "Нов", "Фёдор", "Мороз")
_ENDINGS = ("ов", "овский", "енко", "ин", "чук", "цев", "яков", "ушин", "аев", "енский")
_NAMES = ("Александр", "Сергей", "Дмитрий", "Андрей", "Алексей", "Максим", "Евгений", "Михаил", "Николай", "Виктор")
_FATHERS = ("Александрович", "Сергеевич", "Дмитриевич", "Андреевич", "Алексеевич", "Иванович", "Михайлович")


def measure(files: Files) -> list[Section]:
    section = Section(f"{PEOPLE:,} people are loaded from a workbook (SQLite)")
    data = spreadsheet(Sheet("Участники", [TITLES[name].ru for name in _COLUMNS], _rows()))
    began = time.perf_counter()
    found = read_people_file(data)
    reading = time.perf_counter() - began
    migrate(database := Database(files.url("people")))
    try:
        storing, again, undoing = _loaded(database, found)
        alone = _one_by_one(database)
    finally:
        database.dispose()
    section.rows += [
        Row("read in a process of its own", reading, "s"),
        Row("compared and stored, with profiles, consents and roles", storing, "s"),
        Row("the same file again: all recognised, nothing stored", again, "s"),
        Row("taken back", undoing, "s"),
        Row("names and addresses alone, one by one", alone * PEOPLE, "s", ratio=alone * PEOPLE / storing),
    ]
    section.at_most("seconds from the file to the stored people", reading + storing, SECONDS, unit=" s")
    section.at_least("times faster than one by one", alone * PEOPLE / storing, FASTER)
    return [section]


def _loaded(database: Database, found: PeopleFile) -> tuple[float, float, float]:
    with database.write() as tx:
        place = organisation(tx, "Школа № 1", "school", timezone="Europe/Kirov")
    took: list[float] = []
    done: list[PeopleLoaded] = []
    for _ in range(2):
        began = time.perf_counter()
        with database.write() as tx:
            made = import_people(tx, by=operator(), organisation_id=place.id, found=found)
        if isinstance(made, Refused):
            raise ValueError(made.reasons[0].reason.en)
        took.append(time.perf_counter() - began)
        done.append(made)
    if (done[0].added, done[1].same) != (PEOPLE, PEOPLE):
        raise ValueError(f"{done[0].added} were added and {done[1].same} recognised")
    began = time.perf_counter()
    with database.write() as tx:
        # The second loading changed nothing, but it is the later one: it goes first.
        for one in reversed(done):
            undone = undo_people(tx, by=operator(), import_id=one.import_id)
            if isinstance(undone, Refused):
                raise ValueError(undone.reasons[0].reason.en)
    return took[0], took[1], time.perf_counter() - began


def _one_by_one(database: Database) -> float:
    """Seconds for one person."""
    with database.write() as tx:
        place = organisation(tx, "Школа № 2", "school", timezone="Europe/Kirov")
    began = time.perf_counter()
    with database.write() as tx:
        for number in range(ONE_BY_ONE):
            told = NewPerson(name=f"Иванов Иван {number}", email=f"one{number}@school.example")
            made = add_person(tx, by=operator(), organisation_id=place.id, told=told)
            if isinstance(made, Refused):
                raise ValueError(made.reasons[0].reason.en)
    return (time.perf_counter() - began) / ONE_BY_ONE


def _rows() -> Iterator[list[Any]]:
    """No two of one birth day and name: namesakes would wait for a decision."""
    chance = Random(20261121)
    for number in range(PEOPLE):
        surname, ending = chance.choice(_SURNAMES), chance.choice(_ENDINGS)
        name = f"{surname}{ending} {chance.choice(_NAMES)} {chance.choice(_FATHERS)}"
        born = f"{number % 28 + 1:02}.{number // 28 % 12 + 1:02}.{1958 + number // 336}"
        yield [
            name,
            "педагог",
            "наставник" if number % 3 == 0 else "наставляемый",
            f"person{number}@school.example",
            "учитель математики",
            "28.08.2025",
            "м",
            born,
            f"01.09.{2010 + number % 15}",
            "+7 912 345-67-89",
            "помочь с программой и с трудным классом",
            "методика; дисциплина; оценивание",
            "математика, подготовка к ЕГЭ",
            "чтение, спорт",
            "2 часа в неделю",
            2,
            "01.09.2025",
        ]
