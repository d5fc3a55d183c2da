"""A report in somebody's own words: prefilled, kept, corrected until the pair is closed, taken back, heard."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.refusals import BadInput, Refused
from storage import pair_records, pair_reports
from storage.database import Database
from storage.tables.obligations import obligations
from storage.tables.organisations import consents
from storage.tables.programmes import feedbacks
from storage.tables.roadmaps import evidences, items
from tests.support.pair_life import Story, needs, story
from workflows.advance_pair import advance_pair
from workflows.apply_roadmap import apply_roadmap
from workflows.pair_at_hand import take_pair
from workflows.record_feedback import record_feedback
from workflows.record_report import ReportRecorded, ReportWords, prefill_report, record_report
from workflows.withdraw_record import withdraw_feedback

WORDS = ReportWords("Открытый урок дан\nСамоанализ освоен", "Мало часов", "Начинать в августе", wish="mentor")


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    made.walk_to("final_meeting")
    return made


def report(told: Story, person_id: int, words: ReportWords = WORDS) -> ReportRecorded:
    made: ReportRecorded = told.done(record_report, pair_id=told.pair_id, person_id=person_id, words=words)
    return made


def rows(told: Story) -> list[Any]:
    return told.read(lambda tx: list(tx.execute(select(feedbacks).order_by(feedbacks.c.id)).all()))


def test_it_begins_with_what_is_known(told: Story) -> None:
    with told.database.read() as tx:
        known = prefill_report(tx, take_pair(tx, by=told.by, pair_id=told.pair_id), told.cast.mentor.id)
    assert (known.since, known.until, known.percent, known.given) == (date(2025, 9, 1), told.day, 100, None)
    made = report(told, told.cast.mentor.id)
    assert (made.period_from, made.period_to, made.percent) == (date(2025, 9, 1), told.day, 100)


def test_reports_of_both_close_the_pair_without_a_paper(told: Story) -> None:
    told.meet("final")
    told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentor.id, text="Спасибо")
    report(told, told.cast.mentee.id)
    lacking = told.run(advance_pair, pair_id=told.pair_id, move="close")
    assert isinstance(lacking, Refused)
    assert [one.need for one in lacking.reasons] == ["report"]  # bare words are feedback, not a report
    report(told, told.cast.mentor.id)
    told.move("close")
    assert told.pair.stage == "closed"


def test_a_second_one_corrects_the_first_and_can_be_taken_back(told: Story) -> None:
    mentor = told.cast.mentor.id
    first = report(told, mentor)
    second = report(told, mentor, ReportWords("Иначе", percent=80))
    assert second.replaced == first.id
    assert [(row.id, row.text) for row in rows(told) if row.withdrawn_at is None] == [(second.id, "Иначе")]
    told.done(withdraw_feedback, feedback_id=second.id)
    now = told.read(lambda tx: pair_reports.latest(tx, pair_id=told.pair_id, person_id=mentor))
    assert now is not None
    assert (now.id, now.problems, now.percent) == (first.id, "Мало часов", 100)
    third = report(told, mentor, ReportWords("Третий"))
    report(told, mentor, ReportWords("Четвёртый"))
    words = {row.id: (row.text, row.problems) for row in rows(told)}
    assert words[first.id] == ("", "")  # corrected for good
    assert words[third.id] == ("Третий", "")


def test_what_is_taken_back_is_forgotten(told: Story) -> None:
    made = report(told, told.cast.mentee.id)
    told.done(withdraw_feedback, feedback_id=made.id)
    [row] = rows(told)
    assert (row.text, row.problems, row.advice) == ("", "", "")
    assert told.read(lambda tx: pair_records.feedback(tx, made.id)) is None


def test_a_closed_pair_takes_no_report(told: Story) -> None:
    told.meet_needs("close")
    told.move("close")
    told.who = None
    no = told.run(record_report, pair_id=told.pair_id, person_id=told.cast.mentor.id, words=WORDS)
    assert isinstance(no, Refused)
    assert needs(no) == ["stage"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (ReportWords("  "), "--results"),
        (ReportWords("Да", percent=101), "--percent"),
        (ReportWords("Да", since=date(2025, 9, 20), until=date(2025, 9, 2)), "--from"),
        (ReportWords("Да", until=date(2027, 1, 1)), "--to"),
        (ReportWords("Да", wish="maybe"), "--wish"),
        (ReportWords("Да", problems="x" * 4001), "--problems"),
        (ReportWords("Да", advice="a\x00b"), "--advice"),
    ],
)
def test_what_is_wrong_is_named(told: Story, wrong: ReportWords, field: str) -> None:
    with pytest.raises(BadInput) as error:
        told.run(record_report, pair_id=told.pair_id, person_id=told.cast.mentor.id, words=wrong)
    assert error.value.field == field
    assert rows(told) == []


def test_nobody_reports_for_another_and_nothing_without_a_consent(told: Story) -> None:
    told.who = told.cast.mentee
    with pytest.raises(BadInput) as error:
        told.run(record_report, pair_id=told.pair_id, person_id=told.cast.mentor.id, words=WORDS)
    assert error.value.field == "--by"
    with told.database.write() as tx:
        tx.execute(consents.update().values(withdrawn_on=told.day - timedelta(days=1)))
    no = told.run(record_report, pair_id=told.pair_id, person_id=told.cast.mentee.id, words=WORDS)
    assert isinstance(no, Refused)
    assert [one.need for one in no.reasons] == ["consents"]


def test_the_mentors_closes_the_row_that_waits_for_it_and_taking_it_back_opens_it(database: Database) -> None:
    told = story(database)
    applied = told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key="s2-multifunctional-2021")
    told.start(roadmap_id=applied.roadmap_id)
    told.form()
    waits = (
        select(obligations.c.status)
        .join(items, items.c.id == obligations.c.item_id)
        .where(items.c.key == "mentoring-report", obligations.c.pair_id == told.pair_id)
    )

    def standing() -> list[str]:
        return told.read(lambda tx: list(tx.scalars(waits)))

    before = standing()
    report(told, told.cast.mentee.id)
    assert standing() == before
    told.who = told.cast.mentor
    first = report(told, told.cast.mentor.id)
    assert standing() == ["done"]
    second = report(told, told.cast.mentor.id, ReportWords("Исправлено"))
    assert told.read(lambda tx: list(tx.scalars(select(evidences.c.reference)))) == [str(second.id)]
    told.done(withdraw_feedback, feedback_id=second.id)
    assert standing() == ["done"]
    told.done(withdraw_feedback, feedback_id=first.id)
    assert standing() == before
