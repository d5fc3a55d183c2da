"""People: found by a name that is never in an address, added, given roles with days, consents, an account."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from storage import consents, roles
from storage.database import Database
from storage.tables.letters import letters
from storage.tables.organisations import people
from tests.support.cast import District, district
from tests.support.crawling import seen
from tests.support.site import Browser, Site, served

AT = datetime(2025, 9, 26, 9, tzinfo=UTC)
World = tuple[Site, District]


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    with sqlite_database.write() as tx:
        cast = district(tx)
    with served(sqlite_database, at=AT) as site:
        yield site, cast


def found(page: str) -> list[str]:
    return re.findall(r"data-walk>([^<]+)</a>", page.replace("\N{NO-BREAK SPACE}", " "))


def search(browser: Browser, place: str, said: str) -> list[str]:
    answer = browser.post("/people/search", {"org": place, "show": "all", "q": said})
    assert answer.url.query == b""
    return found(answer.text)


def test_people_are_found_by_the_beginning_of_any_word_however_typed(world: World) -> None:
    site, cast = world
    curator, place = site.browser(cast.curator.id), cast.school.path
    assert search(curator, place, "сОкОл") == ["Соколов Лев Игоревич", "Соколова Вера Павловна"]
    assert search(curator, place, "петр") == ["Громов Пётр Ильич", "Иванова Мария Петровна"]
    assert search(curator, place, "ванова") == []
    assert search(curator, place, "%") == []
    assert "Чужова Нина Львовна" not in found(curator.get("/people").text)


def test_from_above_only_holders_of_an_office_are_named(world: World) -> None:
    site, cast = world
    above = site.browser(cast.administrator.id)
    page = found(above.get("/people").text)
    assert "Громов Пётр Ильич" in page
    assert f"Участник № {cast.mentee.id}" in page
    assert not any("Смирнов" in name for name in page)
    assert search(above, cast.municipality.path, "смирнов") == []
    sheet = above.get(f"/people/{cast.mentee.id}").text
    for words in ("Смирнов", "mentee@", "Сохранить", "/letters/"):
        assert words not in sheet.replace('href="/letters"', "")
    file = above.get("/people/xlsx")
    assert (file.status_code, "spreadsheet" in file.headers["content-type"]) == (200, True)


def test_filters(world: World) -> None:
    site, cast = world
    curator = site.browser(cast.curator.id)
    assert found(curator.get("/people?show=office").text) == ["Белова Анна Сергеевна", "Громов Пётр Ильич"]
    assert found(curator.get("/people?show=unsigned").text) == []
    assert found(curator.get("/people?show=faulty").text) == []


def test_a_new_person_and_a_form_that_comes_back(world: World) -> None:
    site, cast = world
    curator = site.browser(cast.curator.id)
    told = {
        "org": cast.school.path,
        "name": "Новых Инна Юрьевна",
        "kind": "staff",
        "email": "нет",
        "position": "Учитель",
    }
    again = curator.post("/people/new", told)
    assert again.status_code == 422
    summary = again.text[again.text.index("data-faults") : again.text.index("</ul>", again.text.index("data-faults"))]
    assert '<a href="#f-email">Адрес почты: ' in summary  # the summary says which field it means
    assert 'value="Новых Инна Юрьевна"' in again.text
    assert "<title>Ошибка:" in again.text
    done = curator.post("/people/new", told | {"email": "novykh@school.test"})
    assert re.fullmatch(r"/people/\d+", done.url.path)
    assert "Запишите согласие" in done.text
    foreign = told | {"email": "x@school.test", "org": cast.other_school.path}
    assert curator.post("/people/new", foreign).status_code in (404, 422)


def test_what_is_known_is_changed_once_by_each_reader(world: World) -> None:
    site, cast = world
    curator, url = site.browser(cast.curator.id), f"/people/{cast.mentor.id}"
    told = {"name": cast.mentor.name, "kind": "staff", "email": cast.mentor.email, "position": "Завуч", "version": "1"}
    assert "Сохранено" in curator.post(url, told | {"born": "7 мая 1980"}).text
    stale = curator.post(url, told | {"position": "Директор"})
    assert (stale.status_code, 'value="Директор"' in stale.text) == (409, True)
    with site.parts.database.read() as tx:
        row = tx.execute(select(people).where(people.c.id == cast.mentor.id)).one()
    assert (row.position, row.born.isoformat(), row.version) == ("Завуч", "1980-05-07", 2)


def test_a_role_is_given_for_days_taken_back_and_ended(world: World) -> None:
    site, cast = world
    head, url = site.browser(cast.director.id), f"/people/{cast.mentor.id}"
    told = {"role": "curator", "org": cast.school.path, "from": "26.09.2025", "to": "31.10.2025"}
    done = head.post(f"{url}/roles", told | {"deputy_of": str(cast.curator.id)})
    assert "Роль дана: куратор" in done.text
    assert "26.09.2025 – 31.10.2025" in done.text
    with site.parts.database.read() as tx:
        [grant] = [one for one in roles.of_person(tx, cast.mentor.id) if one.role == "curator"]
    assert grant.deputy_of_id == cast.curator.id
    assert ("post", f"{url}/roles/{grant.id}/revoke") in seen(done.text).forms
    assert "31.10.2025" not in head.post(f"{url}/roles/{grant.id}/revoke").text.split("</h2>", 2)[1]
    wrong = head.post(f"{url}/roles", told | {"to": "1.1.2025"})
    assert (wrong.status_code, 'value="1.1.2025"' in wrong.text) == (422, True)
    assert site.browser(cast.mentor.id).post(f"{url}/roles", told).status_code == 404


def test_a_head_makes_no_administrator(world: World) -> None:
    site, cast = world
    head, url = site.browser(cast.director.id), f"/people/{cast.mentor.id}"
    answer = head.post(f"{url}/roles", {"role": "administrator", "org": cast.school.path, "from": "26.09.2025"})
    assert (answer.status_code, "администратор" in answer.text) == (409, True)


def test_consents_are_recorded_and_withdrawn(world: World) -> None:
    site, cast = world
    curator, url = site.browser(cast.curator.id), f"/people/{cast.mentee.id}"
    assert "Согласие записано" in curator.post(f"{url}/consents", {"kind": "photo", "signed": "вчера"}).text
    ahead = curator.post(f"{url}/consents", {"kind": "mentoring-duty", "signed": "1.1.2030"})
    assert ahead.status_code == 422
    gone = curator.post(f"{url}/consents/withdraw", {"kind": "personal-data"})
    assert "уничтожить данные до 26.10.2025" in gone.text
    with site.parts.database.read() as tx:
        assert [one.kind for one in consents.of_person(tx, cast.mentee.id) if one.withdrawn_on is None] == ["photo"]


def test_an_account_by_letter_and_its_end(world: World) -> None:
    site, cast = world
    head, url = site.browser(cast.director.id), f"/people/{cast.mentor.id}"
    assert "Приглашение отправлено письмом" in head.post(f"{url}/invite").text
    with site.parts.database.read() as tx:
        kinds = tx.scalars(select(letters.c.kind).where(letters.c.recipient_id == cast.mentor.id)).all()
    assert kinds == ["invitation"]
    done = head.post(f"{url}/disable")
    assert "Вход закрыт" in done.text
    assert ("post", f"{url}/invite") in seen(done.text).forms
    assert head.post(f"/people/{cast.director.id}/disable").status_code == 422
