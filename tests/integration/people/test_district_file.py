"""One file fills the schools of a district: everybody where the row says, and nowhere else."""

import base64
import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import Connection, select

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import consents, journal, people, people_imports, roles
from storage.database import Database
from storage.tables.journal import journal_entries
from storage.tables.organisations import people as people_table
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district, operator, organisation
from tests.support.cli import Cli
from tests.support.people_files import GOOD, PUPIL, USUAL, but, people_file
from tests.support.programs import program
from tests.support.site import served
from workflows.check_people import PeopleChecked, check_people
from workflows.erase_person import erase_person
from workflows.import_people import import_people
from workflows.load_people import PeopleLoaded
from workflows.mark_people_file import mark_people_file
from workflows.read_people_file import read_people_file
from workflows.show_people_import import show_people_import
from workflows.undo_people import PeopleUndone, undo_people

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAMESAKE = but(GOOD, email="orlova-7@school.test")


def file_of(*rows: tuple[object, ...]) -> bytes:
    """Rows of the usual columns, each followed by its organisation."""
    return people_file(*rows, headings=[*USUAL, "Организация"])


def both_schools() -> bytes:
    return file_of((*GOOD, "Школа № 5"), (*PUPIL, "школа №7"), (*NAMESAKE, "Школа № 7"))


def loaded(tx: Connection, made: District, data: bytes, *, by: By | None = None) -> PeopleLoaded | Refused:
    found = read_people_file(data)
    return import_people(tx, by=by or made.administrator.acts(), organisation_id=made.municipality.id, found=found)


def names_in(tx: Connection, organisation_id: int) -> list[str]:
    return list(tx.scalars(select(people_table.c.name).where(people_table.c.organisation_id == organisation_id)))


def test_everybody_is_stored_where_the_row_says(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        before = {place.id: names_in(tx, place.id) for place in (made.municipality, made.school, made.other_school)}
        done = loaded(tx, made, both_schools())
        assert isinstance(done, PeopleLoaded)
        assert (done.added, done.consents, done.representatives) == (3, 3, 1)
        assert names_in(tx, made.municipality.id) == before[made.municipality.id]
        assert names_in(tx, made.school.id)[len(before[made.school.id]) :] == [GOOD[0]]
        assert set(names_in(tx, made.other_school.id)) - set(before[made.other_school.id]) == {
            GOOD[0],
            PUPIL[0],
            "Зайцева Юлия Львовна",
        }
        [child] = people.namesakes(tx, organisation_id=made.other_school.id, name=PUPIL[0])
        assert [(one.role, one.organisation_id) for one in roles.of_person(tx, child.id)] == [
            ("mentee", made.other_school.id)
        ]
        assert [one.kind for one in consents.of_person(tx, child.id)] == ["personal-data"]
        for place, added in ((made.municipality, 3), (made.school, 1), (made.other_school, 2)):
            lines = tx.execute(
                select(journal_entries.c.facts).where(
                    journal_entries.c.organisation_id == place.id, journal_entries.c.verb == "people.import"
                )
            ).all()
            assert [json.loads(one.facts)["added"] for one in lines] == [added]
            assert journal.verify_chain(tx, place.id) == ()


def test_the_same_file_again_changes_nothing(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        assert isinstance(loaded(tx, made, both_schools()), PeopleLoaded)
    with database.write() as tx:
        again = loaded(tx, made, both_schools())
        assert isinstance(again, PeopleLoaded)
        assert (again.added, again.changed, again.same, again.consents, again.representatives) == (0, 0, 3, 0, 0)


def test_the_loading_is_taken_back_everywhere_unless_a_school_went_on(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        before = [names_in(tx, place.id) for place in (made.school, made.other_school)]
        done = loaded(tx, made, both_schools())
        assert isinstance(done, PeopleLoaded)
    with database.write() as tx:
        undone = undo_people(tx, by=made.administrator.acts(), import_id=done.import_id)
        assert isinstance(undone, PeopleUndone)
        assert undone.removed == 4
        assert [names_in(tx, place.id) for place in (made.school, made.other_school)] == before
        again = loaded(tx, made, both_schools())
        assert isinstance(again, PeopleLoaded)
    with database.write() as tx:
        # The school's own curator gives one of them a second role by a list of the school's own.
        row = people_file(but(GOOD, role="наставляемый"))
        own = import_people(tx, by=made.curator.acts(), organisation_id=made.school.id, found=read_people_file(row))
        assert isinstance(own, PeopleLoaded)
        assert own.changed == 1
        refused = undo_people(tx, by=made.administrator.acts(), import_id=again.import_id)
        assert isinstance(refused, Refused)
        assert refused.reasons[0].need == "newer"
        assert isinstance(undo_people(tx, by=made.curator.acts(), import_id=own.import_id), PeopleUndone)
        assert isinstance(undo_people(tx, by=made.administrator.acts(), import_id=again.import_id), PeopleUndone)


def test_an_unknown_organisation_is_a_fault_of_its_cell(database: Database) -> None:
    data = file_of((*GOOD, "Школа № 55"), (*NAMESAKE, None))
    with database.write() as tx:
        made = district(tx)
        refused = loaded(tx, made, data)
        assert isinstance(refused, Refused)
        assert refused.reasons[0].reason.ru.startswith(
            "Строка 2, столбец O «Организация»: Организации «Школа № 55» здесь нет; ближе всего «Школа № 5»"
        )
        checked = check_people(
            tx, by=made.administrator.acts(), organisation_id=made.municipality.id, found=read_people_file(data)
        )
        assert isinstance(checked, PeopleChecked)
        marked = mark_people_file(tx, by=made.administrator.acts(), import_id=checked.import_id)
        assert isinstance(marked, bytes)
        page = load_workbook(BytesIO(marked)).worksheets[0]
        assert page["O2"].fill.fgColor.rgb == "FFF8D4D0"
        shown = show_people_import(tx, by=made.administrator.acts(), import_id=checked.import_id)
        assert (shown.counts["fault"], shown.counts["add"], shown.several) == (1, 1, False)


def test_a_school_fills_itself_only(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        for said in ("Школа № 7", "Слободской район", made.other_school.path):
            found = read_people_file(file_of((*GOOD, said)))
            refused = import_people(tx, by=made.curator.acts(), organisation_id=made.school.id, found=found)
            assert isinstance(refused, Refused), said
            assert "ближе всего «Школа № 5»" in refused.reasons[0].reason.ru


def test_whoever_may_load_below_only_loads_nothing_above(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        with pytest.raises(BadInput):  # to an outsider the district does not exist
            loaded(tx, made, both_schools(), by=made.curator.acts())


def test_doubts_are_about_the_own_school(database: Database) -> None:
    """A namesake of another school is another person; one of the own school is asked about."""
    with database.write() as tx:
        made = district(tx)
        row = but(GOOD, name="Ивановна Мария Петровна", email="other@school.test")
        elsewhere = loaded(tx, made, file_of((*row, "Школа № 7")))
        assert isinstance(elsewhere, PeopleLoaded)
        here = loaded(tx, made, file_of((*row, "Школа № 5")))
        assert isinstance(here, Refused)
        assert [reason.need for reason in here.reasons] == ["duplicates"]


def test_erasing_somebody_finds_what_the_file_of_the_district_keeps(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        done = loaded(tx, made, both_schools())
        assert isinstance(done, PeopleLoaded)
        [person] = people.namesakes(tx, organisation_id=made.school.id, name=GOOD[0])
        kept = people_imports.get(tx, done.import_id)
        assert kept is not None
        assert person.id in {one.get("person") for one in kept.made}
        erased = erase_person(tx, by=operator(), person_id=person.id)
        assert not isinstance(erased, Refused), erased
        left = people_imports.get(tx, done.import_id)
        assert left is not None
        assert person.id not in {one.get("person") for one in left.made}


def test_the_pages_and_programs_fill_several_schools_too(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx)
        organisation(tx, "Лицей", "school", parent=made.municipality)
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        browser = site.browser(made.administrator.id)
        assert "Один файл может заполнить несколько организаций" in browser.get("/people/import").text
        files = {"file": ("people.xlsx", both_schools(), XLSX)}
        page = browser.post("/people/import", {"org": made.municipality.path}, files=files)
        assert "orlova-7@school.test · Школа" in page.text
        assert "Добавлено: 3" in browser.post(f"{page.url.path}/load").text
        with program(site, made.administrator.id) as caller:
            told = {"org": made.municipality.path, "file": base64.b64encode(both_schools()).decode()}
            assert caller.post("/people-imports", json=told).json()["same"] == 3


def test_a_command_fills_several_schools_too(tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    cli.json("org", "add", "--name", "Район", "--kind", "municipality", "--slug", "district")
    for number in (5, 7):
        told = ("--name", f"Школа № {number}", "--kind", "school", "--slug", f"school-{number}")
        cli.json("org", "add", *told, "--parent", "district")
    file = tmp_path / "people.xlsx"
    file.write_bytes(both_schools())
    assert cli.json("person", "import", file, "--org", "district")["added"] == 3
    assert len(cli.json("person", "list", "--org", "district/school-7")) == 3
    template = tmp_path / "template.xlsx"
    cli.json("person", "template", "--out", template)
    assert "Организация" in [cell.value for cell in load_workbook(template)["Участники"][1]]
