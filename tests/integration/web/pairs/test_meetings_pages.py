"""Meetings of a pair in a browser: agreed with a time, in a series, described, confirmed, disputed and settled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest

from storage import pair_records, planned_meetings
from storage.database import Database
from storage.planned_meetings import PlannedRow
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served
from tests.support.spreadsheets import sheet_rows
from workflows.record_meeting import record_meeting

DAY = date(2025, 9, 10)


@dataclass
class Desk:
    told: Story
    site: Site
    curator: Browser

    @property
    def path(self) -> str:
        return f"/pairs/{self.told.pair_id}"

    def ahead(self, kind: str = "work") -> list[PlannedRow]:
        return self.told.read(lambda tx: planned_meetings.all_standing(tx, pair_id=self.told.pair_id, kind=kind))

    def held(self) -> int:
        return int(self.told.done(record_meeting, pair_id=self.told.pair_id, kind="work", held_on=DAY).id)


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    told = story(database)
    told.form()
    told.on(DAY, hour=12)
    with served(database, at=told.at) as site:
        yield Desk(told, site, site.browser(told.cast.curator.id))


def test_a_meeting_with_a_time_and_its_move(desk: Desk) -> None:
    told = {"kind": "work", "what": "planned", "on": "16.09.2025", "time": "15.00", "place": "кабинет 12"}
    page = desk.curator.post(f"{desk.path}/meeting", told)
    assert "15:00" in page.text
    [one] = desk.ahead()
    assert (one.planned_on, one.at_time, one.place) == (date(2025, 9, 16), "15:00", "кабинет 12")
    desk.curator.post(
        f"{desk.path}/meeting", {"kind": "work", "what": "planned", "on": "17.09", "planned": str(one.id)}
    )
    [moved] = desk.ahead()
    assert (moved.planned_on, moved.at_time, moved.uid, moved.sequence) == (date(2025, 9, 17), "15:00", one.uid, 1)
    desk.curator.post(f"{desk.path}/meeting", {"kind": "work", "what": "planned", "on": "18.09", "planned": "new"})
    assert len(desk.ahead()) == 2


def test_a_series_and_its_undo(desk: Desk) -> None:
    told = {
        "kind": "work",
        "what": "series",
        "series": "каждый вторник в 15:00 до 14.10",
        "break_from": "22.09.2025",
        "break_to": "28.09.2025",
    }
    page = desk.curator.post(f"{desk.path}/meeting", told)
    assert "Назначено встреч: 4" in page.text
    assert [f"{one.planned_on:%d.%m}" for one in desk.ahead()] == ["16.09", "30.09", "07.10", "14.10"]
    desk.curator.post(f"{desk.path}/undo-record", {"series": str(desk.ahead()[0].id)})
    assert desk.ahead() == []
    for wrong in ({"series": "иногда"}, {"break_to": ""}, {"time": "99"}):
        again = desk.curator.post(f"{desk.path}/meeting", told | wrong)
        assert again.status_code == 422, wrong
        assert "14.10" in again.text or "иногда" in again.text


def test_what_was_done_stands_in_the_log(desk: Desk) -> None:
    told = {
        "kind": "work",
        "what": "held",
        "held": "10.09.2025",
        "mentor_verdict": "",
        "mentee_verdict": "",
        "topic": "Открытый урок",
        "notes": "Разобрали план\nНашли ошибки",
        "next": "=1+1",
    }
    desk.curator.post(f"{desk.path}/meeting", told)
    page = desk.curator.get(f"{desk.path}/meetings").text
    for words in ("Открытый урок", "Разобрали план", "=1+1"):
        assert words in page
    rows = sheet_rows(desk.curator.get(f"{desk.path}/meetings/xlsx").content)
    assert rows[1][4:7] == ("Открытый урок", "Разобрали план\nНашли ошибки", "=1+1")
    [met] = desk.told.read(lambda tx: pair_records.meetings_of_pair(tx, desk.told.pair_id))
    form = desk.curator.get(f"{desk.path}/meetings/notes?meeting={met.id}")
    assert "Разобрали план" in form.text
    desk.curator.post(f"{desk.path}/meetings/notes", {"meeting": str(met.id), "topic": "Урок", "notes": "", "next": ""})
    [met] = desk.told.read(lambda tx: pair_records.meetings_of_pair(tx, desk.told.pair_id))
    assert (met.topic, met.notes, met.next_step) == ("Урок", "", "")


def test_both_confirm_and_a_dispute_is_settled(desk: Desk) -> None:
    meeting = desk.held()
    mentor, mentee = (desk.site.browser(one.id) for one in (desk.told.cast.mentor, desk.told.cast.mentee))
    assert "ждём" not in desk.curator.get(desk.path).text
    mentor.post(f"{desk.path}/meetings/word", {"meeting": str(meeting), "held": "yes"})
    assert "ждём наставляемого" in desk.curator.get(desk.path).text
    mentee.post(f"{desk.path}/meetings/word", {"meeting": str(meeting), "held": "no"})
    assert "спорно" in desk.curator.get(desk.path).text
    assert "Спорная встреча" in desk.curator.get("/").text
    desk.curator.post(f"{desk.path}/meetings/settle", {"meeting": str(meeting), "held": "yes"})
    assert "подтвердили оба" in desk.curator.get(f"{desk.path}/meetings").text
    assert "Спорная встреча" not in desk.curator.get("/").text


def test_a_disputed_meeting_that_was_not_is_dropped(desk: Desk) -> None:
    meeting = desk.held()
    mentee = desk.site.browser(desk.told.cast.mentee.id)
    mentee.post(f"{desk.path}/meetings/word", {"meeting": str(meeting), "held": "no"})
    desk.curator.post(f"{desk.path}/meetings/settle", {"meeting": str(meeting), "held": "no"})
    assert desk.told.read(lambda tx: pair_records.meetings_of_pair(tx, desk.told.pair_id)) == []


def test_above_the_school_the_log_names_nobody(desk: Desk) -> None:
    desk.held()
    above = desk.site.browser(desk.told.cast.administrator.id)
    assert "Иванова" not in above.get(f"{desk.path}/meetings").text
    assert all("Иванова" not in str(row) for row in sheet_rows(above.get(f"{desk.path}/meetings/xlsx").content))
