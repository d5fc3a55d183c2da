"""The doorstep and the page of the own account, through a real server."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

from storage import api_tokens, sessions, sign_in_links
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district, operator
from tests.support.doorstep import OTHER_PASSWORD, PASSWORD, Phone, account_of, with_account
from tests.support.site import Browser, Site, served
from web import cookies
from web.doorstep import onward
from workflows.disable_user import disable_user

AT = FIRST_OF_SEPTEMBER
HOSTILE = "\"><script>alert(1)</script>{{ 7*7 }}{% raw %}'=cmd()"


class Place(NamedTuple):
    site: Site
    cast: District
    database: Database


@pytest.fixture
def place(sqlite_database: Database, tmp_path: Path) -> Iterator[Place]:
    """The flows are tested on both databases; the pages need one."""
    with sqlite_database.write() as tx:
        cast = district(tx)
        for who in (cast.curator, cast.administrator):
            with_account(tx, who)
    with served(sqlite_database, at=AT, data_dir=tmp_path) as site:
        yield Place(site, cast, sqlite_database)


def enters(place: Place, email: str, password: str = PASSWORD, *, to: str = "") -> tuple[Browser, httpx.Response]:
    browser = place.site.browser()
    return browser, walks(browser, "/sign-in", {"email": email, "password": password, "next": to})


def walks(browser: Browser, url: str, sent: dict[str, str | list[str]], page: str = "") -> httpx.Response:
    """Sends the form of a page as that page carries it: its own csrf token."""
    [csrf, *_] = re.findall(r'name="csrf" value="([^"]+)"', browser.get(page or url).text)
    return browser.post(url, {"csrf": csrf, **sent})


class TestDoor:
    def test_the_right_password_leads_where_one_wanted(self, place: Place) -> None:
        _, page = enters(place, place.cast.curator.email, to="/account")
        assert (page.status_code, page.url.path) == (200, "/account")
        assert "Белова Анна Сергеевна" in page.text

    @pytest.mark.parametrize("email", ["curator@school.test", "nobody@school.test", "mentor@school.test"])
    def test_a_wrong_one_says_the_same_to_everybody(self, place: Place, email: str) -> None:
        _, page = enters(place, email, OTHER_PASSWORD)
        assert page.status_code == 422
        assert "Адрес или пароль не подошли" in page.text
        assert "<title>Ошибка:" in page.text
        assert f'value="{email}"' in page.text
        assert OTHER_PASSWORD not in page.text

    def test_too_many_say_when_to_come_again(self, place: Place) -> None:
        for _ in range(10):
            enters(place, place.cast.curator.email, "не то")
        _, page = enters(place, place.cast.curator.email)
        assert page.status_code == 429
        assert "через 15 мин" in page.text

    def test_what_was_typed_is_never_markup(self, place: Place) -> None:
        _, page = enters(place, HOSTILE, HOSTILE, to=HOSTILE)
        assert page.status_code == 422
        assert "<script>alert" not in page.text
        assert "{{ 7*7 }}" in page.text

    def test_a_form_from_elsewhere_signs_nobody_in(self, place: Place) -> None:
        browser = place.site.browser()
        sent = {"email": place.cast.curator.email, "password": PASSWORD}
        assert browser.post_bare("/sign-in", sent).status_code == 403
        assert browser.get("/account").url.path == "/sign-in"

    def test_the_cookie_is_new_and_out_of_reach_of_scripts(self, place: Place) -> None:
        browser = place.site.browser()
        first = browser.post(
            "/sign-in", {"email": place.cast.curator.email, "password": PASSWORD}, follow_redirects=False
        )
        told = next(one for one in first.headers.get_list("set-cookie") if one.startswith(cookies.SESSION))
        assert "HttpOnly" in told
        assert "SameSite=lax" in told

    def test_signing_out_ends_the_session_on_the_server(self, place: Place) -> None:
        browser, _ = enters(place, place.cast.curator.email)
        walks(browser, "/sign-out", {}, page="/account")
        with place.database.read() as tx:
            assert sessions.of_person(tx, place.cast.curator.id, at=AT) == []
        assert browser.get("/account").url.path == "/sign-in"

    def test_a_disabled_account_is_out_with_its_next_click(self, place: Place) -> None:
        browser, _ = enters(place, place.cast.curator.email)
        with place.database.write() as tx:
            disable_user(tx, by=operator(), person_id=place.cast.curator.id)
        assert browser.get("/account").url.path == "/sign-in"

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            " //evil.example",
            "http:evil.example",
            "///evil.example",
            "/sign-in?next=/sign-in",
            "/sign-out",
            "http://[::1",
            "",
        ],
    )
    def test_next_never_leads_away(self, wanted: str) -> None:
        assert onward(wanted) == "/"

    def test_next_keeps_the_page_and_its_question(self) -> None:
        assert onward("/pairs?stage=знакомство&q=a%20b#top") == "/pairs?stage=знакомство&q=a%20b#top"


class TestLinkPages:
    def test_asking_says_the_same_to_everybody(self, place: Place) -> None:
        answers = set[str]()
        for email in (place.cast.curator.email, "nobody@school.test"):
            browser = place.site.browser()
            page = walks(browser, "/sign-in/link", {"email": email}, page="/sign-in")
            assert page.url.path == "/sign-in/sent"
            answers.add(re.sub(r'name="(csrf|once)" value="[^"]+"', "", page.text))
        assert len(answers) == 1

    def test_opening_the_link_does_nothing_pressing_the_button_does(self, place: Place) -> None:
        browser = place.site.browser()
        token = cookies.new_token()
        with place.database.write() as tx:
            sign_in_links.add(
                tx,
                token_hash=cookies.hashed(token),
                person_id=place.cast.curator.id,
                purpose="sign-in",
                at=AT,
                expires_at=AT + timedelta(minutes=10),
                browser_hash=cookies.hashed(browser.name),
            )
        for _ in range(3):
            assert browser.get(f"/sign-in/link/{token}").status_code == 200
        scanner = place.site.browser()
        assert "не сработала" in walks(scanner, f"/sign-in/link/{token}", {}).text
        assert scanner.get("/account").url.path == "/sign-in"
        walks(browser, f"/sign-in/link/{token}", {})
        assert browser.get("/account").url.path == "/account"
        assert "не сработала" in walks(place.site.browser(), f"/sign-in/link/{token}", {}).text

    def test_an_invitation_chooses_a_password_and_leads_to_the_door(self, place: Place) -> None:
        token = cookies.new_token()
        with place.database.write() as tx:
            sign_in_links.add(
                tx,
                token_hash=cookies.hashed(token),
                person_id=place.cast.curator.id,
                purpose="invitation",
                at=AT,
                expires_at=AT + timedelta(days=7),
            )
        browser = place.site.browser()
        url = f"/invitation/{token}"
        different = walks(browser, url, {"password": OTHER_PASSWORD, "again": PASSWORD})
        assert (different.status_code, OTHER_PASSWORD in different.text) == (422, False)
        assert walks(browser, url, {"password": "коротко", "again": "коротко"}).status_code == 422
        done = walks(browser, url, {"password": OTHER_PASSWORD, "again": OTHER_PASSWORD})
        assert done.url.path == "/sign-in"
        assert browser.get("/account").url.path == "/sign-in"
        assert browser.get(url).status_code == 410
        assert enters(place, place.cast.curator.email, OTHER_PASSWORD)[1].status_code != 422

    @pytest.mark.parametrize("token", ["x", "%00", "..%2f..", "a" * 3000, "%F0%9F%90%B4"])
    def test_a_made_up_link_is_only_over(self, place: Place, token: str) -> None:
        browser = place.site.browser()
        assert browser.get(f"/invitation/{token}").status_code in (404, 410)
        assert browser.get(f"/sign-in/link/{token}").status_code in (200, 404)


class TestSecondStep:
    def test_an_administrator_joins_a_phone_before_anything_opens(self, place: Place) -> None:
        browser, page = enters(place, place.cast.administrator.email, to="/account")
        assert page.url.path == "/sign-in/set-up"
        assert "<svg" in page.text
        assert "data:" not in page.text
        assert " style=" not in page.text
        assert browser.get("/account").url.path == "/sign-in/set-up"
        assert "Лаптева" not in browser.get("/help").text
        phone = Phone(place.site.parts.elapsed() - 30)
        with place.database.read() as tx:
            account = account_of(tx, place.cast.administrator)
        wrong = walks(browser, "/sign-in/set-up/code", {"code": "000000"}, page="/sign-in/set-up")
        assert wrong.status_code == 422
        codes = walks(
            browser, "/sign-in/set-up/code", {"code": phone.code(account), "next": "/account"}, page="/sign-in/set-up"
        )
        shown = re.findall(r"<code>([a-z0-9-]+)</code>", codes.text)
        assert len(shown) == 10
        assert 'href="/account"' in codes.text
        assert browser.get("/account").url.path == "/account"
        self.comes_again(place, shown[0])

    def comes_again(self, place: Place, recovery: str) -> None:
        browser, page = enters(place, place.cast.administrator.email, to="/account")
        assert page.url.path == "/sign-in/second-step"
        wrong = walks(browser, "/sign-in/second-step", {"code": "000000"})
        assert (wrong.status_code, "не подошёл" in wrong.text) == (422, True)
        done = walks(browser, "/sign-in/second-step", {"code": recovery, "next": "/account"})
        assert done.url.path == "/account"
        assert "Запасных кодов осталось: 9" in done.text


class TestAccount:
    @pytest.fixture
    def browser(self, place: Place) -> Browser:
        return enters(place, place.cast.curator.email)[0]

    def test_a_changed_password_keeps_this_browser(self, place: Place, browser: Browser) -> None:
        other, _ = enters(place, place.cast.curator.email)
        sent: dict[str, str | list[str]] = {"current": PASSWORD, "password": OTHER_PASSWORD, "again": OTHER_PASSWORD}
        assert walks(browser, "/account/password", sent | {"current": "не то"}, page="/account").status_code == 422
        done = walks(browser, "/account/password", sent, page="/account")
        assert (done.status_code, done.url.path) == (200, "/account")
        assert other.get("/account").url.path == "/sign-in"

    def test_a_token_is_shown_once_and_stands_in_no_memory(self, place: Place, browser: Browser) -> None:
        sent: dict[str, str | list[str]] = {"name": HOSTILE[:60], "scopes": ["read"], "last_day": "30.09.2025"}
        page = walks(browser, "/account/tokens", sent, page="/account")
        [token] = re.findall(r"nst_[\w-]+", page.text)
        with place.database.read() as tx:
            assert api_tokens.find(tx, cookies.hashed(token), at=AT) is not None
            remembered = tx.exec_driver_sql("SELECT * FROM idempotent_answer").all()
        assert token not in str(remembered)
        again = browser.get("/account").text
        assert token not in again
        assert "<script>alert" not in again
        walks(browser, "/account/tokens/1/revoke", {}, page="/account")
        with place.database.read() as tx:
            assert api_tokens.find(tx, cookies.hashed(token), at=AT) is None

    def test_no_password_is_remembered_with_a_form(self, place: Place, browser: Browser) -> None:
        """A form sent twice is known by a digest of its fields: a digest of a password would be guessed quickly."""
        sent: dict[str, str | list[str]] = {
            "current": PASSWORD,
            "password": OTHER_PASSWORD,
            "again": OTHER_PASSWORD,
            "once": "abcdef",
        }
        walks(browser, "/account/password", sent, page="/account")
        with place.database.read() as tx:
            assert tx.exec_driver_sql("SELECT * FROM idempotent_answer").all() == []

    def test_bad_fields_of_a_token_come_back_with_their_input(self, place: Place, browser: Browser) -> None:
        sent: dict[str, str | list[str]] = {"name": "отчёт", "scopes": ["read"], "last_day": "вчера вечером"}
        page = walks(browser, "/account/tokens", sent, page="/account")
        assert page.status_code == 422
        assert 'value="вчера вечером"' in page.text
        assert 'href="#f-last_day"' in page.text

    def test_another_browser_is_signed_out_from_here(self, place: Place, browser: Browser) -> None:
        other, _ = enters(place, place.cast.curator.email)
        page = browser.get("/account").text
        [number] = re.findall(r'name="session" value="([0-9a-f]{16})"', page)
        walks(browser, "/account/sessions/end", {"session": number}, page="/account")
        assert other.get("/account").url.path == "/sign-in"
        assert browser.get("/account").url.path == "/account"

    def test_the_calendars_address_is_shown_once(self, place: Place, browser: Browser) -> None:
        page = walks(browser, "/account/calendar", {}, page="/account")
        [token] = re.findall(r"/calendar/([\w-]+)\.ics", page.text)
        with place.database.read() as tx:
            assert api_tokens.find(tx, cookies.hashed(token), at=AT, kind="calendar") is not None
        assert token not in browser.get("/account").text
