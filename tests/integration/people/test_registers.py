"""Registers on a day: who, with whom, since when, with what result; counts that tell of nobody from above."""

from datetime import date
from io import BytesIO

from docx import Document
from sqlalchemy import Connection

from documents.register_docx import register_docx
from engine.refusals import Refused
from storage.database import Database
from tests.support.cast import District, consent, district, operator, player
from tests.support.people_files import GOOD, PUPIL, but, people_file
from tests.support.statements import counted
from workflows.change_person import PersonChanges, change_person
from workflows.change_profile import change_profile
from workflows.end_pair import end_pair
from workflows.form_pair import PairFormed, form_pair
from workflows.import_people import import_people
from workflows.read_people_file import read_people_file
from workflows.record_feedback import record_feedback
from workflows.show_registers import RegisterName, RegisterTable, show_register
from workflows.start_programme import start_programme

TODAY = date(2025, 9, 1)


def paired(tx: Connection, made: District, mentor_id: int, mentee_id: int, lifecycle: str = "teacher-pair") -> int:
    programme = start_programme(
        tx,
        by=made.curator.acts(),
        organisation=made.school,
        title="Программа",
        lifecycle=lifecycle,
        roadmap_id=None,
        starts=TODAY,
        ends=date(2026, 5, 31),
    )
    assert not isinstance(programme, Refused)
    formed = form_pair(
        tx, by=made.curator.acts(), programme_id=programme.id, mentor_id=mentor_id, mentee_ids=[mentee_id]
    )
    assert isinstance(formed, PairFormed)
    return formed.id


def told(tx: Connection, made: District, name: RegisterName, day: date = TODAY) -> list[list[str]]:
    table = show_register(tx, made.school, name, day=day, named=lambda path: True)
    return [["" if cell is None else str(cell) for cell in row] for row in table.rows]


def test_the_register_of_mentees_has_the_eleven_things(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        by = made.curator.acts()
        change_person(tx, by=by, person_id=made.pupil.id, changes=PersonChanges(born=date(2011, 5, 4)))
        changes = {"request": "Хочу в медицинский", "phone": "+7 900 111-22-33", "entered_on": date(2025, 8, 30)}
        change_profile(tx, by=by, person_id=made.pupil.id, changes=changes)
        pair = paired(tx, made, made.mentor.id, made.pupil.id, "pupil-pair")
        record_feedback(tx, by=operator(), pair_id=pair, person_id=made.pupil.id, text="Интересно")
        [row] = [one for one in told(tx, made, "mentees") if one[0] == "Соколов Лев Игоревич"]
        assert row == [
            "Соколов Лев Игоревич",
            "",
            "+7 900 111-22-33, pupil@school.test",
            "Соколова Вера Павловна, parent@school.test",
            "2011",
            "Хочу в медицинский",
            "2025-08-30",
            "Иванова Мария Петровна",
            row[8],
            "",
            "",
            "да",
        ]
        assert row[8]


def test_the_register_of_mentors_shows_the_capacity_and_the_result(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        changes = {"competences": "ЕГЭ, методика", "capacity": 2, "wished_age": "14–17", "time_resource": "2 часа"}
        change_profile(tx, by=made.curator.acts(), person_id=made.mentor.id, changes=changes)
        pair = paired(tx, made, made.mentor.id, made.mentee.id)
        [row] = [one for one in told(tx, made, "mentors") if one[0] == "Иванова Мария Петровна"]
        assert (row[2], row[3], row[8], row[10]) == ("Школа № 5", "ЕГЭ, методика", "1 из 2", "Смирнов Егор Олегович")
        end_pair(tx, by=made.curator.acts(), pair_id=pair, outcome="never_started", notice_on=TODAY)
        [row] = [one for one in told(tx, made, "mentors") if one[0] == "Иванова Мария Петровна"]
        assert (row[8], row[12], row[13]) == ("0 из 2", "2025-09-01", "не начиналось")


def test_young_specialists_are_computed_from_the_day_they_were_hired(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        for day, somebody in ((date(2022, 9, 1), made.mentee), (date(2022, 8, 31), made.director)):
            change_person(tx, by=operator(), person_id=somebody.id, changes=PersonChanges(hired=day))
        rows = {one[0]: one for one in told(tx, made, "personified")}
        assert (rows["Смирнов Егор Олегович"][5], rows["Смирнов Егор Олегович"][6]) == ("3", "да")
        assert "Громов Пётр Ильич" not in rows
        later = {one[0]: one for one in told(tx, made, "personified", date(2025, 9, 2))}
        assert later["Смирнов Егор Олегович"][6] == ""  # a mentee still, young no more


def test_statistics_count_people_by_role_form_age_sex_and_standing(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        by = made.curator.acts()
        change_profile(tx, by=by, person_id=made.mentor.id, changes={"sex": "ж"})
        change_person(tx, by=by, person_id=made.mentor.id, changes=PersonChanges(born=date(1980, 1, 1)))
        found = read_people_file(
            people_file(GOOD, PUPIL, but(GOOD, name="Рыбин Олег Ильич", email="r@s.test", sex="м"))
        )
        import_people(tx, by=by, organisation_id=made.school.id, found=found)
        paired(tx, made, made.mentor.id, made.mentee.id)
        rows = told(tx, made, "statistics")
        assert ["Наставник", "Педагог — педагог", "45–54 года", "женский", "в программе", "1"] in [
            [one[0].capitalize(), *one[1:]] for one in rows
        ]
        waiting = [one for one in rows if one[4] == "в базе, пары нет"]
        assert sum(int(one[5]) for one in waiting) == 3
        assert {one[2] for one in waiting} == {"25–34 года", "до 14 лет"}
        before = told(tx, made, "statistics", date(2025, 8, 31))
        assert "в программе" not in {one[4] for one in before}


def test_from_above_small_counts_are_hidden_and_people_have_no_names(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        paired(tx, made, made.mentor.id, made.mentee.id)
        own = lambda path: path == made.municipality.path  # noqa: E731  # as a page asks
        counts = show_register(tx, made.municipality, "statistics", day=TODAY, named=own)
        assert {row[5] for row in counts.rows} == {"<5"}
        people = show_register(tx, made.municipality, "mentors", day=TODAY, named=own)
        assert (people.rows, people.unnamed) == ((), 1)


def test_statements_do_not_grow_with_people(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx)
        paired(tx, made, made.mentor.id, made.mentee.id)
        few = _statements(tx, made)
        for number in range(10):
            other = player(tx, made.school, f"Новиков Олег Ильич {'абвгдежзик'[number]}", f"n{number}")
            consent(tx, other, "personal-data")
            paired(tx, made, other.id, made.mentee.id)
        assert _statements(tx, made) == few


def test_a_register_is_a_table_of_word(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        table: RegisterTable = show_register(tx, made.school, "mentors", day=TODAY, named=lambda path: True)
    rows = [["=1+1", date(2025, 9, 1), None], ["<b>\x07 две\nстроки", 5, "x"]]
    made_file = register_docx(table.title.ru, ["Школа № 5", "на 01.09.2025"], ["А", "Б", "В"], rows, empty="Пусто")
    read = Document(BytesIO(made_file))
    assert [cell.text for cell in read.tables[0].rows[1].cells] == ["1", "=1+1", "01.09.2025", ""]
    assert read.tables[0].rows[2].cells[1].text.endswith("две\nстроки")
    assert read.paragraphs[0].text == "База наставников"
    none = Document(BytesIO(register_docx("Т", [], ["А"], [], empty="Пусто")))
    assert [one.text for one in none.paragraphs][-1] == "Пусто"


def _statements(tx: Connection, made: District) -> int:
    with counted(tx) as seen:
        show_register(tx, made.school, "mentors", day=TODAY, named=lambda path: True)
    return len(seen)
