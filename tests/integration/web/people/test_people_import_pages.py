"""A list of people through the pages: template, check, decisions, loading, a change of mind; registers; the profile."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import func, select

from engine.refusals import Refused
from storage import profiles
from storage.database import Database
from storage.tables.organisations import people
from tests.support.cast import FIRST_OF_SEPTEMBER, consent, district
from tests.support.people_files import GOOD, PUPIL, but, people_file
from tests.support.site import Browser, served
from workflows.change_profile import change_profile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent(browser: Browser, data: bytes, org: str) -> str:
    """The address of the page that shows the checked file."""
    page = browser.post("/people/import", {"org": org}, files={"file": ("people.xlsx", data, XLSX)})
    assert page.status_code == 200, page.text
    return str(page.url.path)


def how_many(database: Database) -> int:
    with database.read() as tx:
        return int(tx.execute(select(func.count()).select_from(people)).scalar_one())


def test_the_template_is_a_file_that_can_be_filled_in_and_sent_back(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx)
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(made.curator.id)
        assert "/people/import/template" in curator.get("/people/import").text
        book = load_workbook(BytesIO(curator.get("/people/import/template").content))
        page = book["Участники"]
        titles = [cell.value for cell in page[1]]
        page.append(
            [{"Фамилия, имя, отчество": GOOD[0], "Почта": GOOD[3], "Роль": "наставник"}.get(one) for one in titles]
        )
        file = BytesIO()
        book.save(file)
        address = sent(curator, file.getvalue(), made.school.path)
        curator.post(f"{address}/load", {"version": "1"})
        assert "Орлова" in curator.get("/people").text


def test_faults_are_shown_by_row_and_column_and_the_file_comes_back_red(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx)
    data = people_file(GOOD, but(PUPIL, born="32.13.2012", sex="?"))
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(made.curator.id)
        before = how_many(sqlite_database)
        address = sent(curator, data, made.school.path)
        page = curator.get(address).text
        assert "Строка 3, столбец J" in page
        assert "Загрузить правильные строки: 1" in page
        refused = curator.post(f"{address}/load", {"version": "1"})
        assert refused.status_code == 409
        assert how_many(sqlite_database) == before
        red = load_workbook(BytesIO(curator.get(f"{address}/xlsx").content)).active
        assert red["J3"].fill.start_color.rgb.endswith("F8D4D0")
        assert "Дата не понята" in red["J3"].comment.text
        assert red["I3"].comment is not None
        assert red["A2"].comment is None
        assert "Дата не понята" in red["O3"].value
        assert red["A2"].value == GOOD[0]
        done = curator.post(f"{address}/load", {"version": "1", "good": "1"})
        assert "Добавлено: 1" in done.text
        assert how_many(sqlite_database) == before + 1
        assert curator.get(f"{address}/xlsx").status_code == 409  # the words of the file are gone
        undone = curator.post(f"{address}/undo")
        assert undone.status_code == 200
        assert how_many(sqlite_database) == before


def test_who_looks_alike_is_decided_on_the_page(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx)
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(made.curator.id)
        address = sent(curator, people_file(but(GOOD, name="Иванова М.П.", email="new@school.test")), made.school.path)
        page = curator.get(address).text
        assert f'name="row-0:2" value="{made.mentor.id}"' in page
        curator.post(f"{address}/decide", {"version": "1", "row-0:2": str(made.mentor.id)})
        done = curator.post(f"{address}/load", {"version": "2"})
        assert "изменено:" in done.text
        with sqlite_database.read() as tx:
            assert profiles.of_person(tx, made.mentor.id).capacity == 3


def test_a_file_that_is_no_table_keeps_the_form_with_a_sentence(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx)
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(made.curator.id)
        page = curator.post(
            "/people/import", {"org": made.school.path}, files={"file": ("people.xlsx", b"no table", XLSX)}
        )
        assert page.status_code == 422
        assert "Нужен файл XLSX" in page.text
        assert curator.post("/people/import", {"org": made.school.path}).status_code == 422
        dropped = sent(curator, people_file(GOOD), made.school.path)
        assert curator.post(f"{dropped}/drop").status_code == 200
        assert "ничего не сохранено" in curator.get(dropped).text


def test_the_profile_is_shown_and_changed_after_the_consent(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx, consents=False)
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(made.curator.id)
        address = f"/people/{made.mentor.id}"
        assert "хранятся только после согласия" in curator.get(address).text
        told = {"version": "0", "capacity": "2", "needs": "ЕГЭ, ОГЭ", "entered_on": "1.9.25", "sex": "f"}
        assert curator.post(f"{address}/profile", told).status_code == 409
        with sqlite_database.write() as tx:
            consent(tx, made.mentor, "personal-data")
        wrong = curator.post(f"{address}/profile", told | {"capacity": "99"})
        assert wrong.status_code == 422
        assert "от 0 до 10" in wrong.text
        assert "ЕГЭ, ОГЭ" in wrong.text
        page = curator.post(f"{address}/profile", told)
        assert "0 из 2" in page.text
        with sqlite_database.read() as tx:
            kept = profiles.of_person(tx, made.mentor.id)
        assert (kept.capacity, kept.needs, kept.entered_on, kept.sex) == (2, ["ЕГЭ", "ОГЭ"], date(2025, 9, 1), "f")


def test_registers_are_pages_and_files(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        made = district(tx)
        changed = change_profile(
            tx, by=made.curator.acts(), person_id=made.mentor.id, changes={"phone": "+79001112233"}
        )
        assert not isinstance(changed, Refused)
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER, statistics_form="Форма-пример") as site:
        curator = site.browser(made.curator.id)
        assert "+79001112233" in curator.get("/people/registers?tab=mentors").text
        assert "Форма-пример" in curator.get("/people/registers?tab=statistics&on=1.10.2025").text
        assert curator.get("/people/registers?on=весной").status_code == 422
        for tab in ("mentees", "mentors", "personified", "statistics"):
            book = load_workbook(BytesIO(curator.get(f"/people/registers/xlsx?tab={tab}").content))
            assert book.active.max_column > 5
            assert curator.get(f"/people/registers/docx?tab={tab}").content.startswith(b"PK")
        above = site.browser(made.administrator.id).get(f"/people/registers?tab=mentors&org={made.school.path}").text
        assert "+79001112233" not in above
        assert "Иванова" not in above
