"""Meetings with a time: letters with calendar entries, read back as mail programs would."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from icalendar import Calendar

from storage import planned_meetings
from storage.database import Database
from tests.support.cast import Player
from tests.support.installation import Installation, installation
from tests.support.pair_life import Story, story
from tests.support.recorder import Recorded
from workflows.invite_to_event import invite_to_event
from workflows.plan_event import EventPlan, plan_event
from workflows.plan_meeting import Details, call_off_meeting, plan_meeting, take_back_plan
from workflows.plan_series import plan_series, take_back_series

NOON = Details(at_time="15:00", minutes=45, place="кабинет 12")
DAY = date(2025, 9, 10)


@dataclass
class Post:
    told: Story
    running: Installation

    def letters(self, player: Player) -> list[Any]:
        """The calendar entries this person got so far, in their order: (method, event)."""
        found: list[Any] = []
        for letter in self.running.recorder.to(player.email):
            entry = entry_of(letter)
            if entry is not None:
                found.append(entry)
        return found

    def pass_time(self, hours: int = 1) -> None:
        self.running.play(self.running.clock.instant + timedelta(hours=hours))

    def plan(self, on: date = DAY, details: Details = NOON, **more: Any) -> Any:
        return self.told.done(plan_meeting, pair_id=self.told.pair_id, kind="work", on=on, details=details, **more)


def entry_of(letter: Recorded) -> tuple[str, Any] | None:
    message = message_from_bytes(letter.data, policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    if not parts:
        return None
    data: Any = parts[0].get_payload(decode=True)
    calendar: Any = Calendar.from_ical(data)
    assert parts[0].get_param("method") == str(calendar["method"])
    [event] = calendar.walk("VEVENT")
    return str(calendar["method"]), event


@pytest.fixture
def post(database: Database) -> Iterator[Post]:
    told = story(database)
    told.form(mentee_ids=[told.cast.pupil.id])
    with installation(database) as running:
        running.clock.instant = told.at
        running.play(told.at + timedelta(hours=1))
        told.hour = 10
        yield Post(told, running)


def test_an_invitation_goes_to_the_mentor_and_the_parent_of_the_pupil(post: Post) -> None:
    made = post.plan()
    post.pass_time()
    cast = post.told.cast
    for reader in (cast.mentor, cast.parent):
        [(method, event)] = post.letters(reader)
        assert (method, int(event["sequence"])) == ("REQUEST", 0)
        assert str(event["uid"]) == f"meeting-{made.id}@localhost"
        assert str(event["summary"]) == f"Пара № {post.told.pair.number}: рабочая встреча"
        assert str(event["attendee"]) == f"mailto:{reader.email}"
        assert "Соколов" not in event.to_ical().decode()
    assert post.letters(cast.pupil) == []


def test_a_moved_meeting_keeps_its_uid_and_one_called_off_is_taken_out(post: Post) -> None:
    post.plan()
    post.pass_time()
    moved = post.plan(on=DAY + timedelta(days=1))
    post.pass_time()
    post.told.done(call_off_meeting, pair_id=post.told.pair_id, kind="work", reason="болезнь")
    post.pass_time()
    found = post.letters(post.told.cast.mentor)
    assert [(method, int(event["sequence"])) for method, event in found] == [
        ("REQUEST", 0),
        ("REQUEST", 1),
        ("CANCEL", 2),
    ]
    assert len({str(event["uid"]) for _, event in found}) == 1
    assert found[1][1]["dtstart"].dt.date() == DAY + timedelta(days=1)
    assert moved.moved_from == DAY


def test_what_is_called_off_before_its_letter_went_is_never_told(post: Post) -> None:
    post.plan()
    post.told.done(call_off_meeting, pair_id=post.told.pair_id, kind="work", reason="ошибка")
    post.pass_time()
    assert post.letters(post.told.cast.mentor) == []


def test_an_undone_move_is_told_with_a_higher_sequence(post: Post) -> None:
    post.plan()
    post.pass_time()
    moved = post.plan(on=DAY + timedelta(days=2))
    post.pass_time()
    post.told.done(take_back_plan, planned_id=moved.id)
    post.pass_time()
    last = post.letters(post.told.cast.mentor)[-1]
    assert (last[0], int(last[1]["sequence"])) == ("REQUEST", 2)
    assert last[1]["dtstart"].dt.date() == DAY


def test_a_day_without_a_time_sends_nothing(post: Post) -> None:
    post.plan(details=Details())
    post.pass_time()
    assert post.letters(post.told.cast.mentor) == []


def test_nobody_hears_of_it_before_the_consent(database: Database) -> None:
    told = story(database, consents=False)
    told.form()
    with installation(database) as running:
        running.clock.instant = told.at
        post = Post(told, running)
        with pytest.raises(AssertionError):  # free words wait for the consent
            post.plan(details=Details(at_time="15:00", topic="трудный класс"))
        post.plan()
        assert running.rows("SELECT count(*) AS n FROM letter WHERE kind = 'appointment'")[0].n == 2


def test_the_parent_of_an_invited_pupil_reads_the_invitation_to_an_event(post: Post) -> None:
    cast = post.told.cast
    plan = EventPlan("networking", "Общая встреча", DAY, at_time="15:00", place="актовый зал")
    made = post.told.done(plan_event, organisation_id=cast.school.id, plan=plan)
    post.told.done(invite_to_event, event_id=made.id, person_ids=[cast.pupil.id])
    post.pass_time()
    [(method, event)] = post.letters(cast.parent)
    assert (method, str(event["location"])) == ("REQUEST", "актовый зал")
    assert post.letters(cast.pupil) == []


def test_a_series_is_one_letter_and_each_meeting_can_move(post: Post) -> None:
    made = post.told.done(
        plan_series,
        pair_id=post.told.pair_id,
        series="каждый вторник в 15:00 до 7.10",
        without=[(date(2025, 9, 15), date(2025, 9, 21))],
    )
    assert [f"{day:%d.%m}" for day in made.days] == ["02.09", "09.09", "23.09", "30.09", "07.10"]
    assert [f"{day:%d.%m}" for day in made.skipped] == ["16.09"]
    post.pass_time()
    [(method, event)] = post.letters(post.told.cast.mentor)
    assert (method, event["rrule"]["FREQ"]) == ("REQUEST", ["WEEKLY"])
    assert event["exdate"].dts[0].dt.date() == date(2025, 9, 16)
    second = post.told.read(lambda tx: planned_meetings.all_standing(tx, pair_id=post.told.pair_id, kind="work"))[1]
    post.plan(on=date(2025, 9, 11), planned_id=second.id)
    post.pass_time()
    method, moved = post.letters(post.told.cast.mentor)[-1]
    assert (method, str(moved["uid"]), int(moved["sequence"])) == ("REQUEST", str(event["uid"]), 1)
    assert moved["recurrence-id"].dt.date() == date(2025, 9, 9)
    standing = post.told.read(lambda tx: planned_meetings.all_standing(tx, pair_id=post.told.pair_id, kind="work"))
    assert len(standing) == len(made.days)


def test_a_series_is_taken_back_whole(post: Post) -> None:
    made = post.told.done(plan_series, pair_id=post.told.pair_id, series="по вторникам в 15:00 до 7.10")
    back = post.told.done(take_back_series, planned_id=made.id)
    assert back.meetings == len(made.days)
    post.pass_time()
    assert post.letters(post.told.cast.mentor) == []
