"""Whose words somebody may write down: people of a pair speak for themselves, an office writes for anybody."""

import pytest

from engine.refusals import BadInput
from storage.database import Database
from tests.support.pair_life import Story, story
from workflows.answer_survey import answer_survey
from workflows.open_survey import open_survey
from workflows.record_feedback import record_feedback
from workflows.record_meeting import record_meeting
from workflows.report_meeting import give_verdict
from workflows.withdraw_record import withdraw_feedback


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    return made


def test_nobody_of_a_pair_speaks_for_another_one(told: Story) -> None:
    cast = told.cast
    for speaker, other in ((cast.mentee, cast.mentor), (cast.mentor, cast.mentee)):
        told.who = speaker
        with pytest.raises(BadInput) as error:
            told.run(record_feedback, pair_id=told.pair_id, person_id=other.id, text="Спасибо")
        assert error.value.field == "--by"
        told.done(record_feedback, pair_id=told.pair_id, person_id=speaker.id, text="Спасибо")
    told.who = cast.curator
    told.done(record_feedback, pair_id=told.pair_id, person_id=cast.mentee.id, text="Спасибо")


def test_nobody_takes_back_the_words_of_another_one(told: Story) -> None:
    cast = told.cast
    told.who = cast.mentor
    words = told.done(record_feedback, pair_id=told.pair_id, person_id=cast.mentor.id, text="Спасибо")
    told.who = cast.mentee
    with pytest.raises(BadInput):
        told.run(withdraw_feedback, feedback_id=words.id)
    told.who = cast.mentor
    assert told.done(withdraw_feedback, feedback_id=words.id).id == words.id


def test_nobody_of_a_pair_answers_a_questionnaire_for_another_one(told: Story) -> None:
    survey = told.done(open_survey, programme_id=told.programme_id, kind="diagnostics", period="2025-Q3")
    told.who = told.cast.mentee
    given = {"survey_id": survey.id, "answers": {"1": "да"}}
    with pytest.raises(BadInput) as error:
        told.run(answer_survey, person_id=told.cast.mentor.id, **given)
    assert error.value.field == "--person"


def test_a_mentee_does_not_decide_for_the_mentor(told: Story) -> None:
    told.who = told.cast.mentee
    meeting = {"pair_id": told.pair_id, "kind": "trial", "held_on": told.day}
    with pytest.raises(BadInput) as error:
        told.run(record_meeting, mentor_verdict="go", **meeting)
    assert error.value.field == "--mentor-verdict"
    made = told.done(record_meeting, mentee_verdict="go", **meeting)
    with pytest.raises(BadInput):
        told.run(give_verdict, meeting_id=made.id, side="mentor", verdict="go")
    told.who = told.cast.mentor
    assert told.done(give_verdict, meeting_id=made.id, side="mentor", verdict="go").sides == ("mentor",)
