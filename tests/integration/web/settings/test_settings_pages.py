"""The pages of the settings, asked over HTTP: forms that keep what was typed, rules tried before they hold, scopes."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from engine.actors import By
from engine.letter_texts import KINDS, LetterWords
from storage import letter_texts, organisations, policies
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district
from tests.support.site import Browser, Site, served
from workflows.apply_roadmap import apply_roadmap
from workflows.local_life import local_life

HOSTILE = "<script>alert(1)</script>{{ name }}{% raw %}"
PAGES = (
    "/settings",
    "/settings/reminders",
    "/settings/letters",
    "/settings/letters/digest",
    "/settings/calendar",
    "/settings/mail",
    "/settings/lifecycles",
    "/settings/lifecycles/teacher-pair",
    "/settings/first-steps",
)
LEADERS_ONLY = {"/settings/reminders", "/settings/first-steps"}


@pytest.fixture
def cast(database: Database) -> District:
    with database.write() as tx:
        made = district(tx)
        apply_roadmap(tx, by=By(at=FIRST_OF_SEPTEMBER), organisation_id=made.school.id, template_key="s1-teachers-2025")
    return made


@pytest.fixture
def site(database: Database, cast: District) -> Iterator[Site]:
    with served(database, at=FIRST_OF_SEPTEMBER) as running:
        yield running


@pytest.fixture
def head(site: Site, cast: District) -> Browser:
    return site.browser(cast.director.id)


def hidden(page: str, name: str) -> str:
    [found] = re.findall(rf'name="{name}" value="([^"]*)"', page)[:1]
    return str(found)


def rules(page: str, **changed: str) -> dict[str, str | list[str]]:
    """The form of the rules as it stands on the page, with some fields changed."""
    sent: dict[str, str | list[str]] = {
        "days": re.findall(r'name="days"[^>]*value="([^"]*)"', page),
        "seen": hidden(page, "seen"),
        "shown": hidden(page, "shown"),
        "working_days_only": "1",
    }
    for name in ("unit", "side", "audience"):
        chosen = re.findall(rf'<select name="{name}".*?</select>', page)
        sent[name] = [re.findall(r'value="(\w+)" selected', one)[0] for one in chosen]
    for name in re.findall(r'<input id="f-(\w+)"', page):
        sent[name] = re.findall(rf'id="f-{name}"[^>]*value="([^"]*)"', page)[0]
    return sent | changed


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_those_it_is_for(site: Site, cast: District, page: str) -> None:
    assert site.browser(cast.director.id).get(page).status_code == 200
    assert site.browser(cast.administrator.id).get(page).status_code == 200
    assert site.browser(cast.curator.id).get(page).status_code == (404 if page in LEADERS_ONLY else 200)
    assert site.browser(cast.mentor.id).get(page).status_code == 404


@pytest.mark.parametrize("page", [page for page in PAGES if "lifecycles" not in page])
def test_an_organisation_of_others_answers_like_one_that_does_not_exist(site: Site, cast: District, page: str) -> None:
    head = site.browser(cast.director.id)
    foreign, nowhere = (head.get(f"{page}?org={one}") for one in (cast.other_school.id, 99_999))
    assert foreign.status_code == nowhere.status_code == 404
    assert foreign.content == nowhere.content
    above = site.browser(cast.administrator.id).get(f"{page}?org={cast.school.id}")
    assert above.status_code == 200
    assert cast.school.name in above.text.replace("\u00a0", " ")


class TestRules:
    def test_rules_are_shown_before_they_hold(self, head: Browser, database: Database, cast: District) -> None:
        page = head.get("/settings/reminders").text
        looked = head.post("/settings/reminders", rules(page, weekly_budget="3", do="look"))
        assert looked.status_code == 200
        assert "Ввести в действие" in looked.text
        with database.read() as tx:
            assert policies.of_organisation(tx, cast.school.id) == []
        saved = head.post("/settings/reminders", rules(looked.text, do="save"))
        assert "Правила версии 2 действуют" in saved.text.replace("\u00a0", " ")
        with database.read() as tx:
            assert local_life(tx, cast.school.id).policy.limits.weekly_budget == 3
            assert local_life(tx, cast.other_school.id).policy.limits.weekly_budget == 7

    def test_what_is_saved_is_what_was_shown(self, head: Browser, database: Database, cast: District) -> None:
        page = head.get("/settings/reminders").text
        looked = head.post("/settings/reminders", rules(page, weekly_budget="3", do="look")).text
        other = head.post("/settings/reminders", rules(looked, weekly_budget="5", do="save"))
        assert "После просмотра правила изменились" in other.text
        unseen = head.post("/settings/reminders", rules(page, weekly_budget="5", do="save"))
        assert "Ввести в действие" in unseen.text
        with database.read() as tx:
            assert policies.of_organisation(tx, cast.school.id) == []

    @pytest.mark.parametrize(
        ("field", "typed"),
        [("weekly_budget", "0"), ("hourly_cap", "много"), ("moment", "25:00"), ("closes", "07:00")],
    )
    def test_a_fault_stands_beside_its_field_and_input_is_kept(self, head: Browser, field: str, typed: str) -> None:
        page = head.get("/settings/reminders").text
        answer = head.post("/settings/reminders", rules(page, do="look", **{field: typed}))
        assert answer.status_code == 422
        assert "<title>Ошибка:" in answer.text
        assert f'href="#f-{field}"' in answer.text
        assert f'value="{typed}"' in answer.text

    def test_two_rungs_on_one_day_are_told(self, head: Browser) -> None:
        sent = rules(head.get("/settings/reminders").text, do="look")
        days = sent["days"]
        assert isinstance(days, list)
        days[1] = "14"
        answer = head.post("/settings/reminders", sent)
        assert answer.status_code == 422
        assert "две ступени на один день" in answer.text.lower().replace("\u00a0", " ")

    def test_a_rung_whose_number_is_deleted_is_gone(self, head: Browser, database: Database, cast: District) -> None:
        sent = rules(head.get("/settings/reminders").text, do="look")
        days = sent["days"]
        assert isinstance(days, list)
        days[0] = ""
        looked = head.post("/settings/reminders", sent).text
        head.post("/settings/reminders", rules(looked, do="save"))
        with database.read() as tx:
            keys = [rung.key for rung in local_life(tx, cast.school.id).policy.rungs]
        assert keys == ["-7", "-1", "0", "+1", "+3", "+7"]

    def test_of_two_who_save_the_second_is_told(self, site: Site, cast: District, head: Browser) -> None:
        page = head.get("/settings/reminders").text
        mine = head.post("/settings/reminders", rules(page, weekly_budget="3", do="look")).text
        other = site.browser(cast.administrator.id)
        url = f"/settings/reminders?org={cast.school.id}"
        theirs = other.post(url, rules(other.get(url).text, weekly_budget="4", do="look")).text
        other.post(url, rules(theirs, do="save", org=str(cast.school.id)))
        late = head.post("/settings/reminders", rules(mine, do="save"))
        assert late.status_code == 409
        assert "кто-то уже изменил" in late.text


class TestWords:
    def word(self, browser: Browser, kind: str = "reminder", **sent: str) -> str:
        page = browser.get(f"/settings/letters/{kind}").text
        told = {"version": hidden(page, "version"), "letter_language": "ru", "do": "save"} | sent
        return browser.post(f"/settings/letters/{kind}", told).text

    def stored(self, tx: Connection, cast: District) -> LetterWords:
        found = letter_texts.one(tx, cast.school.id, "reminder", "ru")
        assert found is not None
        return found.words

    def test_a_look_shows_the_letter_and_stores_nothing(
        self, head: Browser, database: Database, cast: District
    ) -> None:
        page = self.word(head, do="look", opening="Добрый день, {{ name }}!")
        assert "Добрый день, Пётр Ильич!" in page
        assert "не сохранено" in page
        with database.read() as tx:
            assert letter_texts.one(tx, cast.school.id, "reminder", "ru") is None

    def test_hostile_words_are_shown_and_kept_as_words(self, head: Browser, database: Database, cast: District) -> None:
        page = self.word(head, opening=HOSTILE)
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;Пётр Ильич{% raw %}" in page
        with database.read() as tx:
            assert self.stored(tx, cast).opening == HOSTILE

    @pytest.mark.parametrize("typed", ["до 11 декабря", "{{ 7*7 }}", "{{ password }}", "ж" * 2001])
    def test_a_fault_stands_beside_its_field_and_input_is_kept(self, head: Browser, typed: str) -> None:
        told = {"version": "0", "letter_language": "ru", "do": "save", "closing": typed}
        answer = head.post("/settings/letters/reminder", told)
        assert answer.status_code == 422
        assert 'href="#f-closing"' in answer.text
        assert typed in answer.text

    def test_one_click_returns_to_the_built_in_words(self, head: Browser, database: Database, cast: District) -> None:
        page = self.word(head, opening="Свои слова")
        assert "Вернуть встроенные слова" in page.replace("\u00a0", " ")
        sent = {"version": hidden(page, "version"), "letter_language": "ru"}
        back = head.post("/settings/letters/reminder/take-back", sent).text
        assert "Напоминаем заранее" in back
        with database.read() as tx:
            assert not self.stored(tx, cast)

    def test_a_form_that_is_out_of_date_changes_nothing(self, site: Site, cast: District, head: Browser) -> None:
        self.word(head, opening="Первый")
        late = site.browser(cast.curator.id).post(
            "/settings/letters/reminder", {"version": "0", "letter_language": "ru", "do": "save", "opening": "Второй"}
        )
        assert late.status_code == 409
        assert "Второй" in late.text

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("language", ["ru", "en"])
    def test_every_kind_is_shown_in_both_languages(self, head: Browser, kind: str, language: str) -> None:
        assert head.get(f"/settings/letters/{kind}?language={language}").status_code == 200

    @pytest.mark.parametrize("kind", ["test", "invitation", "sign_in_link", "nothing", "..%2Fsettings"])
    def test_other_letters_have_no_page(self, head: Browser, kind: str) -> None:
        assert head.get(f"/settings/letters/{kind}").status_code == 404


class TestDays:
    def test_school_holidays_are_put_in_and_taken_back(self, head: Browser, database: Database, cast: District) -> None:
        said = head.post(
            "/settings/calendar", {"first": "27 октября", "last": "31.10.25", "kind": "off", "year": "2025"}
        )
        assert "Изменено дней: 5" in said.text
        with database.read() as tx:
            assert len(organisations.overrides(tx, cast.school.id)) == 5
        undone = head.post(
            "/settings/calendar/take-back", {"first": "27.10.2025", "last": "31.10.2025", "year": "2025"}
        )
        assert "Снова как у всех" in undone.text
        with database.read() as tx:
            assert organisations.overrides(tx, cast.school.id) == {}

    @pytest.mark.parametrize(
        "sent",
        [
            {"first": "", "kind": "off"},
            {"first": "31.10.2025", "last": "27.10.2025", "kind": "off"},
            {"first": "01.01.2025", "last": "31.12.2025", "kind": "off"},
            {"first": "01.01.1999", "kind": "off"},
            {"first": "27.10.2025", "kind": "holiday"},
        ],
    )
    def test_a_slip_is_told_and_kept(self, head: Browser, sent: dict[str, str]) -> None:
        answer = head.post("/settings/calendar", sent)
        assert answer.status_code == 422
        assert f'value="{sent["first"]}"' in answer.text

    def test_a_year_that_is_not_published_warns(self, head: Browser) -> None:
        assert "нам не известен" in head.get("/settings/calendar?year=2035").text.replace("\u00a0", " ")
        assert "нам не известен" not in head.get("/settings/calendar?year=2025").text.replace("\u00a0", " ")

    def test_a_curator_sees_the_year_and_changes_nothing(self, site: Site, cast: District) -> None:
        curator = site.browser(cast.curator.id)
        assert "Изменить дни" not in curator.get("/settings/calendar").text
        assert curator.post("/settings/calendar", {"first": "27.10.2025", "kind": "off"}).status_code == 404


def test_a_test_letter_waits_in_the_queue_and_a_second_click_is_told(head: Browser) -> None:
    asked = head.post("/settings/mail/test")
    assert "в очереди" in asked.text.replace("\u00a0", " ")
    again = head.post("/settings/mail/test")
    assert again.status_code == 409
    assert "Подождите минуту" in again.text.replace("\u00a0", " ")
