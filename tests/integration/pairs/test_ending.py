"""Ends: announced, withdrawn, closed by the clock, made at once."""

from datetime import UTC, date, datetime

import pytest

from engine.refusals import BadInput
from storage import pairs
from storage.database import Database
from tests.support.pair_life import Story, needs, story
from workflows.advance_pair import suspend_pair
from workflows.close_ended_pairs import close_ended_pairs
from workflows.end_pair import EndingAnnounced, end_pair
from workflows.withdraw_notice import withdraw_notice


def closed_at(told: Story, at: datetime) -> list[int]:
    with told.database.write() as tx:
        return [one.id for one in close_ended_pairs(tx, at=at)]


def test_notice_on_monday_ends_on_thursday_by_itself(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("acquaintance")
    told.on(date(2025, 9, 8))
    said = told.done(end_pair, pair_id=told.pair_id, outcome="mentee_left", reason="Переезд")
    assert isinstance(said, EndingAnnounced)
    assert (said.notice_on, said.ending_on, said.stage) == (date(2025, 9, 8), date(2025, 9, 11), "acquaintance")
    assert told.pair.stage == "acquaintance"
    assert closed_at(told, datetime(2025, 9, 10, 20, 59, tzinfo=UTC)) == []
    assert closed_at(told, datetime(2025, 9, 10, 21, 0, tzinfo=UTC)) == [told.pair_id]
    pair = told.pair
    assert (pair.stage, pair.outcome, pair.closed_on) == ("closed", "mentee_left", date(2025, 9, 11))
    assert (told.history[-1].by, told.history[-1].move) == ("clock", "end_early")
    assert ("pair_closed", told.cast.mentor.name, "queued") in told.letters
    assert all(one["status"] != "open" for one in told.obligations)
    assert closed_at(told, datetime(2025, 9, 12, tzinfo=UTC)) == []


def test_after_downtime_it_is_closed_by_the_day_announced(database: Database) -> None:
    told = story(database)
    told.form()
    told.done(end_pair, pair_id=told.pair_id, outcome="by_agreement")
    assert closed_at(told, datetime(2025, 9, 20, tzinfo=UTC)) == [told.pair_id]
    assert told.pair.closed_on == date(2025, 9, 4)
    assert {one.to_day for one in told.members} == {date(2025, 9, 4)}


def test_less_than_three_working_days_of_notice_are_refused(database: Database) -> None:
    told = story(database).on(date(2025, 9, 5))
    told.form()
    early = {"pair_id": told.pair_id, "outcome": "by_agreement", "effective_on": date(2025, 9, 9)}
    assert needs(told.run(end_pair, **early)) == ["notice"]
    assert told.done(end_pair, **early | {"effective_on": date(2025, 9, 10)}).ending_on == date(2025, 9, 10)


def test_the_notice_may_be_withdrawn_until_its_day(database: Database) -> None:
    told = story(database)
    told.form()
    assert needs(told.run(withdraw_notice, pair_id=told.pair_id)) == ["ending"]
    told.done(end_pair, pair_id=told.pair_id, outcome="by_agreement")
    assert needs(told.run(end_pair, pair_id=told.pair_id, outcome="mentor_left")) == ["ending"]
    told.on(date(2025, 9, 3)).done(withdraw_notice, pair_id=told.pair_id)
    assert (told.pair.ending_on, told.pair.notice_on, told.pair.ending_outcome) == (None, None, None)
    assert closed_at(told, datetime(2025, 9, 20, tzinfo=UTC)) == []
    told.done(end_pair, pair_id=told.pair_id, outcome="mentor_left")
    told.on(date(2025, 9, 8))
    assert needs(told.run(withdraw_notice, pair_id=told.pair_id)) == ["ending"]


def test_a_pair_that_never_started_closes_at_once(database: Database) -> None:
    told = story(database)
    told.form()
    told.done(end_pair, pair_id=told.pair_id, outcome="never_started")
    assert (told.pair.outcome, told.pair.closed_on) == ("never_started", told.day)
    assert needs(told.run(end_pair, pair_id=told.pair_id, outcome="by_agreement")) == ["outcome"]


def test_completed_needs_no_notice_but_everything_else(database: Database) -> None:
    told = story(database)
    told.form()
    assert needs(told.run(end_pair, pair_id=told.pair_id, outcome="completed")) == ["outcome"]
    told.walk_to("final_meeting")
    outcome = told.run(end_pair, pair_id=told.pair_id, outcome="completed")
    assert needs(outcome) == ["meeting", "report", "feedback"]
    told.meet_needs("close")
    told.done(end_pair, pair_id=told.pair_id, outcome="completed")
    assert (told.pair.stage, told.pair.outcome, told.pair.closed_on) == ("closed", "completed", told.day)


def test_a_suspended_pair_may_end_too(database: Database) -> None:
    told = story(database)
    told.form()
    told.done(suspend_pair, pair_id=told.pair_id)
    told.done(end_pair, pair_id=told.pair_id, outcome="transferred")
    assert closed_at(told, datetime(2025, 9, 4, 12, tzinfo=UTC)) == [told.pair_id]
    assert (told.pair.outcome, told.pair.suspended_from) == ("transferred", None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": "gone"}, "--outcome"),
        ({"outcome": "by_agreement", "notice_on": date(2025, 9, 2)}, "--notice"),
        ({"outcome": "by_agreement", "notice_on": date(2025, 8, 31)}, "--notice"),
        ({"outcome": "never_started", "effective_on": date(2025, 9, 2)}, "--effective"),
    ],
)
def test_what_does_not_fit_is_bad_input(database: Database, given: dict[str, object], field: str) -> None:
    told = story(database)
    told.form()
    before = told.pair
    with pytest.raises(BadInput) as error:
        told.run(end_pair, pair_id=told.pair_id, **given)
    assert error.value.field == field
    assert told.pair == before


def test_either_side_may_announce_and_withdraw(database: Database) -> None:
    told = story(database)
    told.form()
    for who in (told.cast.mentor, told.cast.mentee):
        told.who = who
        told.done(end_pair, pair_id=told.pair_id, outcome="by_agreement")
        told.done(withdraw_notice, pair_id=told.pair_id)
    told.who = told.cast.mentor
    assert needs(told.run(end_pair, pair_id=told.pair_id, outcome="never_started")) == ["permission"]


def test_the_clock_asks_only_for_ends_that_have_come(database: Database) -> None:
    told = story(database)
    told.form()
    told.done(end_pair, pair_id=told.pair_id, outcome="by_agreement")
    far = told.read(lambda tx: pairs.organisations_with_ends(tx, latest=date(2025, 9, 3)))
    assert far == []
    assert told.read(lambda tx: pairs.organisations_with_ends(tx, latest=date(2025, 9, 4))) == [
        (told.cast.school.id, "Europe/Kirov")
    ]
