"""A new installation: its one-time address, the school, the account, the first steps."""

from collections.abc import Iterator

import pytest

from storage import organisations, people
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER
from tests.support.site import SECRET, Browser, Site, served
from web.first_run_code import first_run_address, first_run_code

BEGIN = f"/first-run/{first_run_code(SECRET)}"
SCHOOL = {
    "step": "school",
    "name": "МБОУ СОШ с. Пашино",
    "municipality": "Афанасьевский округ",
    "region": "Кировская область",
    "timezone": "Europe/Kirov",
    "week": "6",
}
PERSON = {
    "step": "account",
    "name": "Гусева Татьяна Ивановна",
    "email": "guseva@school.test",
    "position": "заместитель директора",
    "password": "четыре слова подряд сразу",
    "again": "четыре слова подряд сразу",
    "curates": "1",
}


@pytest.fixture
def site(database: Database) -> Iterator[Site]:
    with served(database, at=FIRST_OF_SEPTEMBER) as running:
        yield running


def founded(site: Site) -> Browser:
    """The installation after its first run, and a browser of its administrator."""
    nobody = site.browser()
    nobody.post(BEGIN, SCHOOL)
    with site.parts.database.read() as tx:
        place = organisations.by_path(tx, "kirovskaya-oblast/afanasevskiy-okrug/mbou-sosh-s-pashino")
    assert place is not None
    nobody.post(BEGIN, PERSON | {"place": str(place.id)})
    with site.parts.database.read() as tx:
        [person] = people.by_email(tx, PERSON["email"])
    return site.browser(person.id)


def test_the_address_is_told_until_somebody_has_an_account(site: Site) -> None:
    assert first_run_address(site.parts) == f"{site.address}{BEGIN}"
    assert site.browser().get(BEGIN).status_code == 200
    founded(site)
    assert first_run_address(site.parts) is None
    nobody = site.browser()
    over, missing = nobody.get(BEGIN), nobody.get("/nothing-here")
    assert over.status_code == missing.status_code == 404
    assert over.content == missing.content
    assert nobody.post(BEGIN, SCHOOL).status_code == 404


@pytest.mark.parametrize("code", ["0" * 32, first_run_code("another secret"), "x", "%D1%8F"])
def test_another_code_opens_nothing(site: Site, code: str) -> None:
    assert site.browser().get(f"/first-run/{code}").status_code == 404


def test_the_school_stands_where_it_was_said(site: Site) -> None:
    founded(site)
    with site.parts.database.read() as tx:
        place = organisations.by_path(tx, "kirovskaya-oblast/afanasevskiy-okrug/mbou-sosh-s-pashino")
    assert place is not None
    assert (place.kind, place.timezone, place.week) == ("school", "Europe/Kirov", 6)


def test_the_steps_can_be_left_and_gone_on_with(site: Site) -> None:
    nobody = site.browser()
    assert "Название школы" in nobody.get(BEGIN).text.replace("\u00a0", " ")
    nobody.post(BEGIN, SCHOOL)
    assert "Ваша учётная запись" in site.browser().get(BEGIN).text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("field", "typed"),
    [("name", ""), ("timezone", "Mars/Olympus"), ("week", "8"), ("region", "две\nстроки"), ("name", "\x07")],
)
def test_a_slip_about_the_school_is_told_and_the_rest_is_kept(site: Site, field: str, typed: str) -> None:
    answer = site.browser().post(BEGIN, SCHOOL | {field: typed})
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert 'value="Афанасьевский округ"' in answer.text
    with site.parts.database.read() as tx:
        assert organisations.by_path(tx, "kirovskaya-oblast") is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [("again", "другое"), ("password", "1234567890"), ("email", "two@a.test, b@a.test"), ("name", "")],
)
def test_a_slip_about_the_account_is_told_and_leaves_nobody(site: Site, field: str, typed: str) -> None:
    nobody = site.browser()
    nobody.post(BEGIN, SCHOOL)
    with site.parts.database.read() as tx:
        place = organisations.by_path(tx, "kirovskaya-oblast/afanasevskiy-okrug/mbou-sosh-s-pashino")
    assert place is not None
    sent = PERSON | {"place": str(place.id), field: typed}
    if field == "password":
        sent["again"] = typed
    answer = nobody.post(BEGIN, sent)
    assert answer.status_code == 422
    assert PERSON["password"] not in answer.text
    assert site.browser().get(BEGIN).status_code == 200


def test_the_administrator_goes_on_with_the_first_steps(site: Site) -> None:
    page = founded(site).get("/settings/first-steps")
    assert page.status_code == 200
    assert "/roadmap/new?org=kirovskaya-oblast/afanasevskiy-okrug/mbou-sosh-s-pashino" in page.text


class TestPeople:
    def added(self, browser: Browser, lines: str) -> str:
        return browser.post("/settings/first-steps/people", {"lines": lines}).text.replace("\u00a0", " ")

    def test_several_people_are_added_by_lines(self, site: Site) -> None:
        told = "Иванова Мария Петровна; ivanova@school.test; наставник\n\nСоколов Лев Игоревич;; ученик"
        assert "Добавлено участников: 2" in self.added(founded(site), told)

    @pytest.mark.parametrize(
        ("lines", "line"),
        [
            ("Иванова Мария;ivanova@school.test;наставник\nПетров Пётр;;наставник", "Строка 2"),
            ("Иванова Мария;ivanova@school.test;шеф", "Строка 1"),
            ("Иванова Мария;not an address;наставник", "Строка 1"),
            ("Иванова Мария;a@school.test;наставник;ещё", "Строка 1"),
        ],
    )
    def test_a_faulty_line_is_named_and_nobody_is_added(self, site: Site, lines: str, line: str) -> None:
        page = self.added(founded(site), lines)
        assert line.lower() in page.lower()
        assert "Иванова Мария" in page
        with site.parts.database.read() as tx:
            assert people.by_email(tx, "ivanova@school.test") == []
