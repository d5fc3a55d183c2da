"""Who might become a mentor: by a word in a questionnaire or by what the register keeps; the role by one click."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from storage import roles
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER
from tests.support.pair_life import Story, story
from tests.support.programs import program
from tests.support.site import served
from tests.support.statements import counted
from workflows.answer_survey import answer_survey
from workflows.change_profile import change_profile
from workflows.open_survey import open_survey
from workflows.show_registers import RegisterTable, show_register
from workflows.withdraw_consent import withdraw_consent

COUNCIL = {"clear": "5", "ready": "ready", "competences": ["lesson", "exam"], "time": "hour_week"}
RESOURCES = {"competences": ["project"], "partner": "pupil", "capacity": "two", "form": "mixed", "time": "month"}


@pytest.fixture
def told(database: Database) -> Story:
    return story(database)


def register(told: Story, *, day: date | None = None, named: bool = True) -> RegisterTable:
    with told.database.read() as tx:
        return show_register(tx, told.cast.school, "potential", day=day or told.day, named=lambda path: named)


def council(told: Story, person_id: int, **more: object) -> None:
    made = told.done(open_survey, programme_id=told.programme_id, period="2025-10", questionnaire="council-staff")
    told.done(answer_survey, survey_id=made.id, person_id=person_id, answers=COUNCIL | more)


def test_whoever_said_to_be_ready_stands_there_with_what_he_told(told: Story) -> None:
    assert register(told).rows == ()
    council(told, told.cast.director.id)
    [row] = register(told).rows
    assert row[0] == told.cast.director.name
    assert [str(one) for one in row[5:8]] == ["урок и методика, экзамены и олимпиады", "", "около часа в неделю"]
    assert row[9] is None
    assert register(told).people == (told.cast.director.id,)
    assert register(told, day=date(2025, 8, 1)).rows == ()


@pytest.mark.parametrize("answer", ["later", "need", "no"])
def test_whoever_is_not_ready_is_left_alone(told: Story, answer: str) -> None:
    told.done(change_profile, person_id=told.cast.director.id, changes={"competences": "химия"})
    assert len(register(told).rows) == 1
    council(told, told.cast.director.id, ready=answer)
    assert register(told).rows == ()


def test_resources_and_the_profile_are_grounds_and_whoever_leads_a_pair_is_none(told: Story) -> None:
    made = told.done(open_survey, programme_id=told.programme_id, period="2025", questionnaire="resources")
    told.done(answer_survey, survey_id=made.id, person_id=told.cast.mentor.id, answers=RESOURCES)
    told.done(change_profile, person_id=told.cast.curator.id, changes={"capacity": 1})
    table = register(told)
    by_name = {str(row[0]): row for row in table.rows}
    assert set(by_name) == {told.cast.mentor.name, told.cast.curator.name}
    assert by_name[told.cast.mentor.name][8] == 2
    assert by_name[told.cast.mentor.name][9] is not None
    assert sorted(table.people) == [0, told.cast.curator.id]
    told.form()
    assert [row[0] for row in register(told).rows] == [told.cast.curator.name]


def test_whoever_took_the_consent_back_stands_there_no_more(told: Story) -> None:
    council(told, told.cast.director.id)
    told.done(withdraw_consent, person_id=told.cast.director.id, kind="personal-data", on=told.day)
    assert register(told).rows == ()


def test_from_above_nobody_is_named(told: Story) -> None:
    council(told, told.cast.director.id)
    table = register(told, named=False)
    assert (table.rows, table.people, table.unnamed) == ((), (), 1)


def test_statements_do_not_grow_with_people(sqlite_database: Database) -> None:
    told = story(sqlite_database)

    def asked() -> int:
        with told.database.read() as tx, counted(tx) as statements:
            show_register(tx, told.cast.school, "potential", day=told.day, named=lambda path: True)
        return len(statements)

    council(told, told.cast.director.id)
    before = asked()
    for person in (told.cast.curator, told.cast.parent, told.cast.mentee):
        told.done(change_profile, person_id=person.id, changes={"competences": "химия"})
    assert asked() == before


def test_the_role_is_given_by_one_click_and_taken_back(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    council(told, told.cast.director.id)
    where = f"/people/registers?tab=potential&org={told.cast.school.path}"
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(told.cast.curator.id)
        page = curator.get(where).text
        assert "Перечень возможных наставников" in page
        assert told.cast.director.name.split()[0] in page
        given = curator.post(f"/people/{told.cast.director.id}/mentor", {"org": told.cast.school.path})
        assert "Роль наставника дана" in given.text
        assert f'action="/people/{told.cast.director.id}/mentor"' not in given.text
        with sqlite_database.read() as tx:
            [grant] = [one for one in roles.of_person(tx, told.cast.director.id) if one.role == "mentor"]
        assert grant.organisation_id == told.cast.school.id
        curator.post(f"/people/{told.cast.director.id}/roles/{grant.id}/revoke")
        assert f'action="/people/{told.cast.director.id}/mentor"' in curator.get(where).text
        book = load_workbook(BytesIO(curator.get(where.replace("registers?", "registers/xlsx?")).content))
        assert told.cast.director.name in [cell.value for row in book.worksheets[0] for cell in row]
        with program(site, told.cast.curator.id) as caller:
            rows = caller.get(f"/organisations/{told.cast.school.id}/registers/potential").json()["rows"]
        assert [row[0] for row in rows] == [told.cast.director.name]
