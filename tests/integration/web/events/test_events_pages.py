"""Common events in a browser: planned, invited to, recorded, taken back; articles, trainings, experts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from storage import events
from storage.database import Database
from storage.events import EventRow
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served
from tests.support.spreadsheets import sheet_rows

DAY = date(2025, 9, 10)


@dataclass
class Desk:
    told: Story
    site: Site
    curator: Browser

    @property
    def event(self) -> EventRow:
        found = self.told.read(lambda tx: events.get(tx, 1))
        assert found is not None
        return found

    def plan(self, **more: str) -> None:
        told = {
            "org": self.told.cast.school.path,
            "kind": "council",
            "title": "Педсовет о наставничестве",
            "on": "10.09.2025",
            "level": "school",
            "invite": "staff",
        }
        answer = self.curator.post("/events/new", told | more)
        assert answer.status_code == 200, answer.text


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    told = story(database)
    told.form()
    told.on(DAY, hour=12)
    with served(database, at=told.at) as site:
        yield Desk(told, site, site.browser(told.cast.curator.id))


def test_a_council_from_plan_to_record_and_back(desk: Desk) -> None:
    assert "Назначьте первое" in desk.curator.get("/events").text
    desk.plan(time="14:30", place="актовый зал")
    page = desk.curator.get("/events/1").text
    assert "Иванова Мария Петровна" in page
    assert "14:30" in page
    marked = desk.curator.post("/events/1/attendance", {"everybody": "1", "came": "yes"})
    assert "отмечены 4 из 4" in marked.text.replace("\u00a0", " ")
    desk.curator.post("/events/1/attendance", {"person": str(desk.told.cast.mentee.id), "came": "no"})
    recorded = desk.curator.post("/events/1/record", {"held": "10.09.2025"})
    assert "были 3 из 4" in recorded.text.replace("\u00a0", " ")
    assert desk.event.held_on == DAY
    desk.curator.post("/events/1/unrecord")
    assert desk.event.held_on is None


def test_numbers_of_the_minutes_need_both(desk: Desk) -> None:
    desk.plan(invite="")
    wrong = desk.curator.post("/events/1/record", {"held": "10.09.2025", "invited": "50"})
    assert wrong.status_code == 422
    assert 'value="50"' in wrong.text
    right = desk.curator.post("/events/1/record", {"held": "10.09.2025", "invited": "50", "count": "46"})
    assert "92" in right.text
    assert (desk.event.invited, desk.event.came) == (50, 46)


def test_what_is_wrong_stays_in_the_form(desk: Desk) -> None:
    told = {"org": desk.told.cast.school.path, "kind": "council", "title": "Совет", "on": "завтра", "level": "school"}
    for change in ({"title": ""}, {"on": "45.13"}, {"time": "25:00"}, {"minutes": "9999"}):
        page = desk.curator.post("/events/new", told | change)
        assert page.status_code == 422, change
        assert "Ошибка:" in page.text
    assert "Совет" in page.text


def test_a_changed_and_a_called_off_event(desk: Desk) -> None:
    desk.plan()
    form = desk.curator.get("/events/1/edit").text
    version = re.findall(r'name="version" value="(\d+)"', form)[0]
    told = {"kind": "council", "title": "Педсовет", "on": "12.09.2025", "level": "school", "version": version}
    desk.curator.post("/events/1/edit", told)
    assert (desk.event.planned_on, desk.event.sequence) == (date(2025, 9, 12), 1)
    stale = desk.curator.post("/events/1/edit", told | {"title": "Иначе"})
    assert stale.status_code == 409
    desk.curator.post("/events/1/call-off", {"reason": "карантин"})
    assert desk.event.called_off_on == DAY
    assert "карантин" in desk.curator.get("/events/1").text
    desk.curator.post("/events/1/restore")
    assert desk.event.called_off_on is None


def test_the_list_is_chosen_printed_and_saved(desk: Desk) -> None:
    desk.plan(invite="", kind="training", hours="16")
    page = desk.curator.post(
        "/events/1/invite", {"invite": "chosen", "role": "expert", "person": str(desk.told.cast.mentor.id)}
    )
    assert "Добавлено в список" in page.text
    assert "Подпись" in desk.curator.get("/events/1/sheet").text
    desk.curator.post("/events/1/attendance", {"person": str(desk.told.cast.mentor.id), "came": "yes"})
    desk.curator.post("/events/1/record", {"held": "10.09.2025"})
    assert "Выдано удостоверений: 1" in desk.curator.post("/events/1/certify", {"given_on": ""}).text
    rows = sheet_rows(desk.curator.get("/events/1/xlsx").content)
    assert (rows[1][0], rows[1][6]) == ("Иванова Мария Петровна", "1/2025")
    assert "1/2025" in desk.curator.get("/events/trained").text
    assert sheet_rows(desk.curator.get("/events/trained/xlsx").content)[1][4] == 16
    assert "Иванова Мария Петровна" in desk.curator.get("/events/experts").text


def test_articles_are_entered_and_taken_back(desk: Desk) -> None:
    told = {"org": desk.told.cast.school.path, "kind": "article", "title": "О парах", "link": "https://vk.example/1"}
    assert "О парах" in desk.curator.post("/events/articles", told).text
    wrong = desk.curator.post("/events/articles", told | {"link": "просто слова"})
    assert wrong.status_code == 422
    assert len(sheet_rows(desk.curator.get("/events/articles/xlsx").content)) == 2
    assert "О парах" not in desk.curator.post("/events/articles/withdraw", {"article": "1"}).text.split("toast")[0]


def test_above_the_school_nobody_has_a_name(desk: Desk) -> None:
    desk.plan()
    above = desk.site.browser(desk.told.cast.administrator.id)
    for address in ("/events/1", "/events/1/sheet", "/events/1/attendance", "/events/1/invite"):
        page = above.get(address)
        assert page.status_code == 200
        assert "Иванова" not in page.text, address
    assert all("Иванова" not in str(row) for row in sheet_rows(above.get("/events/1/xlsx").content))


def test_the_sheet_is_filled_with_those_who_promised(desk: Desk) -> None:
    desk.plan()
    cast = desk.told.cast
    for player, coming in ((cast.mentor, "yes"), (cast.mentee, "no")):
        told = {"person": str(player.id), "role": "participant", "coming": coming}
        assert desk.curator.post("/events/1/guest", told).status_code == 200
    page = desk.curator.get("/events/1").text.replace("\u00a0", " ")
    assert "придут 1 · не смогут 1 · ещё не ответили 2" in page
    sheet = desk.curator.get("/events/1/attendance").text
    shown = re.findall(r'name="shown" value="([\d,]*)"', sheet)[0]
    assert shown == str(cast.mentor.id)
    assert f'value="{cast.mentor.id}" checked' in sheet
    told = {"sheet": "1", "shown": shown, "person": str(cast.mentor.id)}
    marked = desk.curator.post("/events/1/attendance", told).text.replace("\u00a0", " ")
    assert "отмечены 1 из 4" in marked
    undo = re.findall(r'name="unsaid" value="([\d,]+)"', marked)[0]
    back = {"back": "1", "yes": "", "no": "", "unsaid": undo}
    assert "отмечены 0 из 4" in desk.curator.post("/events/1/attendance", back).text.replace("\u00a0", " ")


def test_a_place_in_a_contest_is_entered_and_put_right(desk: Desk) -> None:
    desk.plan(kind="contest", level="region")
    mentor = desk.told.cast.mentor
    told = {"person": str(mentor.id), "role": "participant", "result": "второе место", "certificate": "Д-17"}
    page = desk.curator.post("/events/1/guest", told | {"certified_on": "10.09.2025"})
    assert "второе место" in page.text.replace("\u00a0", " ")
    assert "Д-17" in page.text
    assert 'value="второе место"' in desk.curator.get(f"/events/1/guest?person={mentor.id}").text
    assert desk.curator.get("/events/1/guest?person=4000").status_code == 404
    wrong = desk.curator.post("/events/1/guest", told | {"certified_on": "45.13", "result": "третье место"})
    assert wrong.status_code == 422
    assert 'value="третье место"' in wrong.text
    empty = desk.curator.post("/events/1/guest", told | {"result": "", "certificate": "", "certified_on": ""})
    assert "второе место" not in empty.text.replace("\u00a0", " ").split("toast")[0]
