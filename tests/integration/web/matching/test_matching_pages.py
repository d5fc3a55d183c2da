"""The pages of matching, as a curator uses them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from storage import match_exclusions, match_proposals, pairs
from storage.database import Database
from tests.support.cast import Player, consent, player
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served
from workflows.change_profile import change_profile


@dataclass(frozen=True, slots=True)
class Office:
    """A school with two mentors and two mentees, and its curator at the pages."""

    told: Story
    site: Site
    curator: Browser
    second: Player
    newcomer: Player


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    told = story(sqlite_database)
    with sqlite_database.write() as tx:
        second = player(tx, told.cast.school, "Орлова Дарья Игоревна", "second", role="mentor", at=told.at)
        newcomer = player(tx, told.cast.school, "Юдин Яков Ильич", "newcomer", role="mentee", at=told.at)
        for one in (second, newcomer):
            consent(tx, one, "personal-data", at=told.at)
    told.done(change_profile, person_id=told.cast.mentor.id, changes={"competences": ["методика урока"]})
    told.done(change_profile, person_id=told.cast.mentee.id, changes={"needs": ["Методика урока"]})
    with served(sqlite_database, at=told.at) as site:
        yield Office(told, site, site.browser(told.cast.curator.id), second, newcomer)


def proposed(office: Office) -> str:
    """The address of a fresh proposal."""
    page = office.curator.post(f"/matching/programmes/{office.told.programme_id}")
    assert page.status_code == 200
    return page.url.path


def test_who_is_ready_is_seen_before_anything_is_proposed(office: Office) -> None:
    page = office.curator.get("/matching").text
    for words in ("Иванова Мария Петровна", "Юдин Яков Ильич", "мест: 1", "нет согласия на наставничество"):
        assert words in page, words
    assert "Подобрать пары" in page
    assert 'href="/matching"' in office.curator.get("/pairs").text


def test_proposed_pairs_tell_their_reasons_and_are_taken_and_given_back(office: Office) -> None:
    address = proposed(office)
    page = office.curator.get(address).text
    assert "просит помощь: Методика урока — у наставника есть" in page.replace("\xa0", " ")
    assert "Сформировать все пары" in page
    taken = office.curator.post(f"{address}/take", {"version": "1"}).text
    assert "Сформировано пар: 2" in taken
    assert "Приказ о закреплении пар" in taken
    formed = office.told.read(lambda tx: [pairs.get(tx, one) for one in (1, 2)])
    assert [one.stage for one in formed if one is not None] == ["formed", "formed"]
    back = office.curator.post(f"{address}/return", {"pairs": "1 2"}).text
    assert "Отменено пар: 2" in back
    assert "Сформировать все пары" in back


def test_one_pair_is_taken_the_other_stays(office: Office) -> None:
    address = proposed(office)
    page = office.curator.post(f"{address}/take", {"pair": "2"}).text
    assert "Сформировано пар: 1" in page
    assert page.count("сформирована</span>") == 1
    assert "устарело" not in page


def test_another_mentor_is_chosen_by_hand_with_what_that_means(office: Office) -> None:
    address = proposed(office)
    mentee, mentor = office.newcomer.id, office.told.cast.mentor.id
    page = office.curator.get(f"{address}/exchange?mentee={mentee}").text.replace("\xa0", " ")
    assert "баллов меньше на 40" in page
    assert "Смирнов Е. О. перейдёт к прежнему наставнику" in page
    done = office.curator.post(f"{address}/exchange", {"mentee": str(mentee), "mentor": str(mentor), "version": "1"})
    assert "выбрано вручную" in done.text
    again = office.curator.post(f"{address}/exchange", {"mentee": str(mentee), "mentor": str(mentor), "version": "1"})
    assert again.status_code == 409
    empty = office.curator.post(f"{address}/exchange", {"mentee": str(mentee), "version": "2"})
    assert empty.status_code == 422


def test_two_people_are_excluded_and_allowed_again(office: Office) -> None:
    address = proposed(office)
    programme = f"/matching/programmes/{office.told.programme_id}"
    couple = {"mentor": str(office.told.cast.mentor.id), "mentee": str(office.told.cast.mentee.id)}
    page = office.curator.post(f"{programme}/exclude", {**couple, "reason": "Родные", "match": address.split("/")[-1]})
    assert page.url.path == address
    assert "Предложение устарело" in page.text
    assert "Подобрать ещё раз" in page.text
    assert "Родные" in office.curator.get("/matching").text
    fresh = office.curator.get(proposed(office)).text
    assert "просит помощь" not in fresh
    office.curator.post(f"{programme}/allow", couple)
    assert office.told.read(lambda tx: match_exclusions.among_people(tx, range(1, 100))) == []


def test_a_proposal_that_became_impossible_is_refused_with_the_reason(office: Office) -> None:
    address = proposed(office)
    office.told.form()
    page = office.curator.post(f"{address}/take", {"version": "1"})
    assert page.status_code == 409
    assert "у наставника больше нет свободных мест" in page.text
    stored = office.told.read(lambda tx: match_proposals.get(tx, 1))
    assert stored is not None
    assert stored.taken == []


def test_the_file_holds_pairs_reasons_and_who_is_left(office: Office) -> None:
    address = proposed(office)
    sheet = load_workbook(BytesIO(office.curator.get(f"{address}/xlsx").content)).active
    assert sheet is not None
    told = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert told[1][1] == "Иванова Мария Петровна"
    assert "просит помощь" in str(told[1][7])
    assert len(told) == 3


def test_those_above_and_those_outside_see_no_names(office: Office) -> None:
    address = proposed(office)
    above = office.site.browser(office.told.cast.administrator.id)
    assert above.get(address).status_code == 404
    school = office.told.cast.school.path
    page = above.get("/matching", params={"org": school})
    assert "имена участников видны только там" in page.text
    assert "Иванова" not in page.text
    for who in (office.told.cast.outsider, office.told.cast.mentor):
        browser = office.site.browser(who.id)
        assert browser.get(address).status_code == 404
        assert browser.post(f"{address}/take").status_code == 404


def test_in_english_only_names_and_what_people_wrote_are_russian(office: Office) -> None:
    address = proposed(office)
    office.curator.post("/language", {"language": "en"})
    theirs = {"Иванова", "Мария", "Петровна", "Смирнов", "Егор", "Олегович", "Орлова", "Дарья", "Игоревна", "Юдин"}
    theirs |= {"Яков", "Ильич", "Наставничество", "Методика", "урока", "Школа"}
    for url in ("/matching", address, f"{address}/exchange?mentee={office.newcomer.id}"):
        page = office.curator.get(url).text
        main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main>")])
        assert set(re.findall(r"[А-Яа-яё]{3,}", main)) <= theirs, url


def test_an_order_is_drafted_about_the_pairs_that_were_formed(office: Office) -> None:
    address = proposed(office)
    assert office.curator.post(f"{address}/order").status_code == 422
