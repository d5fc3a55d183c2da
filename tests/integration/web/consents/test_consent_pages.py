"""Pages about consents: coverage with a day's papers, blanks, withdrawals with their clocks, versions of texts."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document

from storage import consents
from storage.database import Database
from tests.support.cast import District, consent
from tests.support.crawling import seen
from tests.support.pair_life import Story, story
from tests.support.site import Site, served

AT = datetime(2025, 9, 26, 9, tzinfo=UTC)
World = tuple[Site, Story]


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    """A mentor and a pupil in a pair, a mentee by role; only the mentor has signed, his data."""
    told = story(sqlite_database, consents=False)
    told.form(mentee_ids=[told.cast.pupil.id])
    with sqlite_database.write() as tx:
        consent(tx, told.cast.mentor, "personal-data")
    with served(sqlite_database, at=AT) as site:
        yield site, told


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ")


def kinds(site: Site, person_id: int) -> set[str]:
    with site.parts.database.read() as tx:
        return {one.kind for one in consents.of_person(tx, person_id)}


def test_who_has_signed_and_who_signs_for_a_child(world: World) -> None:
    site, told = world
    page = site.browser(told.cast.curator.id).get("/consents")
    assert page.status_code == 200
    said = text_of(page.text)
    assert "Подписали всё нужное: 0 из 3" in said
    assert "подписывает Соколова В. П." in said
    only = text_of(site.browser(told.cast.curator.id).get("/consents?show=mentoring-duty").text)
    assert "Иванова Мария Петровна" in only
    assert "Соколов Лев" not in only


def test_a_days_papers_are_recorded_at_once_and_taken_back(world: World) -> None:
    site, told = world
    curator, cast = site.browser(told.cast.curator.id), told.cast
    sent = {
        "programme": str(told.programme_id),
        "kind": "personal-data",
        "signed": "25.09.2025",
        "person": [str(cast.pupil.id), str(cast.mentee.id), str(cast.mentor.id)],
    }
    done = curator.post("/consents/record", sent)
    assert "Записано согласий: 2" in done.text  # the mentor had signed
    assert kinds(site, cast.pupil.id) == {"personal-data"}
    [(_, undo)] = [one for one in seen(done.text).forms if one[1] == "/consents/undo"]
    fields = dict(re.findall(r'name="(programme|kind|at)" value="([^"]+)"', done.text[done.text.index(undo) :]))
    assert "Отменено" in curator.post(undo, fields).text
    assert kinds(site, cast.pupil.id) == set()
    assert kinds(site, cast.mentor.id) == {"personal-data"}


def test_a_form_that_comes_back_keeps_what_was_ticked(world: World) -> None:
    site, told = world
    sent = {
        "programme": str(told.programme_id),
        "kind": "personal-data",
        "signed": "1.1.2031",
        "person": [str(told.cast.pupil.id)],
    }
    again = site.browser(told.cast.curator.id).post("/consents/record", sent)
    assert again.status_code == 422
    assert f'value="{told.cast.pupil.id}" checked' in again.text
    assert "1.1.2031" in again.text


def test_unpaid_mentoring_is_doubted_and_recorded(world: World) -> None:
    site, told = world
    sent = {"kind": "mentoring-duty", "signed": "25.09.2025", "payment": "без оплаты", "content": "уроки"}
    page = site.browser(told.cast.curator.id).post(f"/people/{told.cast.mentor.id}/consents", sent)
    assert "351.8" in page.text
    assert "юристу" in page.text
    assert "mentoring-duty" in kinds(site, told.cast.mentor.id)


def test_blanks_are_saved_as_documents(world: World) -> None:
    site, told = world
    curator = site.browser(told.cast.curator.id)
    every = curator.get(f"/consents/blanks?programme={told.programme_id}")
    one = curator.get(f"/people/{told.cast.pupil.id}/consents/blank?kind=photo")
    for file in (every, one):
        assert file.headers["content-disposition"].startswith("attachment")
        assert "Соколова Вера" in "".join(each.text for each in Document(BytesIO(file.content)).paragraphs)
    assert told.cast.pupil.name.split()[0] not in one.headers["content-disposition"]
    offered = curator.get(f"/pairs/{told.pair_id}/consent").text
    assert f"/people/{told.cast.pupil.id}/consents/blank?kind=personal-data" in offered


def test_everybody_who_must_sign_is_asked(world: World) -> None:
    site, told = world
    page = site.browser(told.cast.curator.id).post("/consents/remind", {"programme": str(told.programme_id)})
    assert "Писем о согласиях: 3" in page.text


def test_a_withdrawal_stands_with_its_day_until_a_ground_is_told(world: World) -> None:
    site, told = world
    curator, mentor = site.browser(told.cast.curator.id), told.cast.mentor
    curator.post(f"/people/{mentor.id}/consents/withdraw", {"kind": "personal-data"})
    listed = text_of(curator.get("/consents/withdrawn").text)
    assert "Иванова Мария Петровна" in listed
    assert "26.10.2025" in listed
    assert curator.get("/consents/withdrawn/xlsx").status_code == 200
    curator.post("/consents/ground", {"person": str(mentor.id), "ground": "трудовой договор"})
    assert "Отозванных согласий со сроком нет" in curator.get("/consents/withdrawn").text


def test_a_withdrawn_photo_is_taken_down_and_said_so(world: World) -> None:
    site, told = world
    curator, pupil = site.browser(told.cast.curator.id), told.cast.pupil
    with site.parts.database.write() as tx:
        consent(tx, pupil, "photo")
    told_so = curator.post(f"/people/{pupil.id}/consents/withdraw", {"kind": "photo"})
    assert "снять фото и видео до 26.10.2025" in told_so.text
    assert "Снять публикации с участником" in curator.get("/").text
    listed = curator.get("/consents/withdrawn").text
    [consent_id] = re.findall(r'name="consent" value="(\d+)"', listed)
    assert "Проверьте публикации организации" in listed
    empty = curator.post("/consents/settle", {"consent": consent_id, "done": " "})
    assert empty.status_code == 422
    other = site.browser(told.cast.outsider.id).post("/consents/settle", {"consent": consent_id, "done": "снято"})
    assert other.status_code == 404
    assert "Записано, срок снят" in curator.post("/consents/settle", {"consent": consent_id, "done": "снято"}).text
    assert "Отозванных согласий со сроком нет" in curator.get("/consents/withdrawn").text


def test_a_new_version_shows_what_it_changed_and_asks_for_new_papers(world: World) -> None:
    site, told = world
    curator = site.browser(told.cast.curator.id)
    url, place = "/consents/texts/personal-data-adult", told.cast.school.path
    assert "встроенная" in curator.get("/consents/texts").text
    wrong = curator.post(url, {"org": place, "title": "Наше", "paragraphs": "Я, {{ salary }}."})
    assert wrong.status_code == 422
    done = curator.post(url, {"org": place, "title": "Наше", "paragraphs": "Я, {{ name }}.\n\nДа.", "renew": "1"})
    assert "Опубликована версия 2" in done.text
    assert "<ins>" in done.text
    assert "<del>" in done.text
    assert "нужно новое" in curator.get("/consents").text


def test_a_scan_is_kept_and_given_back(world: World) -> None:
    site, told = world
    curator, url = site.browser(told.cast.curator.id), f"/people/{told.cast.mentor.id}"
    with site.parts.database.read() as tx:
        [row] = consents.of_person(tx, told.cast.mentor.id)
    assert curator.get(f"{url}/consents/{row.id}/scan").status_code == 404
    assert curator.post(f"{url}/consents/{row.id}/scan").status_code == 422
    other = site.browser(told.cast.outsider.id)
    assert other.get(f"{url}/consents/{row.id}/scan").status_code == 404


def test_from_above_there_are_numbers_and_no_names(world: World) -> None:
    site, told = world
    cast: District = told.cast
    above = site.browser(cast.administrator.id)
    page = above.get(f"/consents?programme={told.programme_id}").text
    assert "0 из 3" in page
    for words in ("Иванова", "Соколов", "Записать подписанные", "consents/blanks"):
        assert words not in page
    assert above.get(f"/consents/xlsx?programme={told.programme_id}").status_code == 200
    assert site.browser(cast.outsider.id).get(f"/consents?programme={told.programme_id}").status_code == 404
