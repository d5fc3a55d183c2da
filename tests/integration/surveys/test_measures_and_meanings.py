"""What answers feed: the figure of diagnostics, the need of a move, matching."""

import pytest

from engine.calendar import WorkCalendar
from engine.lifecycle.needs.diagnostics import Diagnostics
from engine.questionnaires import told as meaning
from engine.refusals import BadInput
from storage import surveys
from storage.database import Database
from storage.facts import load
from storage.pairs import get
from tests.support.pair_life import Story, needs, story
from workflows.answer_survey import answer_survey
from workflows.open_survey import open_survey
from workflows.published_questionnaires import pinned

GROUP = dict.fromkeys(("together", "voice", "roles", "skills", "regular", "trust", "goal"), "4")


@pytest.fixture
def told(database: Database) -> Story:
    return story(database, lifecycle="group")


def test_one_answer_about_a_group_counts_for_everybody_in_it(told: Story) -> None:
    cast = told.cast
    told.form(mentee_ids=[cast.mentee.id, cast.curator.id])
    made = told.done(open_survey, programme_id=told.programme_id, period="2025-Q3", questionnaire="quarterly-group")
    assert made.asked == "pair"
    told.done(answer_survey, survey_id=made.id, person_id=cast.mentor.id, answers=GROUP)
    with told.database.read() as tx:
        pair = get(tx, told.pair_id)
        assert pair is not None
        facts = load(tx, pair, [Diagnostics()], today=told.day)
    assert {fact.person_id for fact in facts.diagnostics} == {cast.mentor.id, cast.mentee.id, cast.curator.id}
    assert Diagnostics().unmet(facts, told.day, WorkCalendar()) is None


def test_a_mentee_is_not_asked_for_the_group(told: Story) -> None:
    told.form(mentee_ids=[told.cast.mentee.id, told.cast.curator.id])
    made = told.done(open_survey, programme_id=told.programme_id, period="2025-Q3", questionnaire="quarterly-group")
    with pytest.raises(BadInput) as error:
        told.run(answer_survey, survey_id=made.id, person_id=told.cast.mentee.id, answers=GROUP)
    assert error.value.field == "--person"


def test_preferences_name_people_who_wait_for_a_pair_and_nobody_without_consent(database: Database) -> None:
    told = story(database)
    cast = told.cast
    made = told.done(open_survey, programme_id=told.programme_id, period="2025", questionnaire="preferences-mentee")
    assert made.letters == 1  # the mentee who waits for a pair; the pupil is none of this form
    given = {"preferred": [str(cast.mentor.id)], "meeting": "5", "request": "Дисциплина в классе"}
    told.who = cast.mentee
    told.done(answer_survey, survey_id=made.id, person_id=cast.mentee.id, answers=given)
    with told.database.read() as tx:
        [(survey, answer)] = surveys.answers_of_person(tx, cast.mentee.id)
        asked = pinned(tx, [survey.definition_id])
    said = meaning(asked[survey.definition_id or 0], answer.answers)
    assert said.preferred == (cast.mentor.id,)
    assert said.request == "Дисциплина в классе"


@pytest.mark.parametrize("named", ["director", "mentee"])
def test_a_ranking_takes_only_those_it_offers(database: Database, named: str) -> None:
    told = story(database)
    made = told.done(open_survey, programme_id=told.programme_id, period="2025", questionnaire="preferences-mentee")
    given = {"preferred": str(getattr(told.cast, named).id), "meeting": "5"}
    with pytest.raises(BadInput) as error:
        told.run(answer_survey, survey_id=made.id, person_id=told.cast.mentee.id, answers=given)
    assert error.value.field == "q-preferred"


def test_staff_without_consent_are_asked_but_their_answers_not_kept(database: Database) -> None:
    told = story(database, consents=False)
    made = told.done(open_survey, programme_id=told.programme_id, period="2025-10", questionnaire="council-staff")
    given = {"clear": "5", "ready": "ready"}
    refused = told.run(answer_survey, survey_id=made.id, person_id=told.cast.director.id, answers=given)
    assert needs(refused) == ["consents"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"questionnaire": "no-such"}, "--questionnaire"),
        ({"questionnaire": "quarterly-pupils"}, "--questionnaire"),
        ({"questionnaire": "swot", "kind": "needs"}, "--kind"),
        ({"questionnaire": "swot", "asked": "everybody"}, "--asked"),
        ({"questionnaire": "swot", "item_id": 77}, "--item"),
        ({"questionnaire": "swot", "period": "осень"}, "--period"),
    ],
)
def test_what_cannot_be_opened_is_said_with_its_field(database: Database, given: dict[str, object], field: str) -> None:
    told = story(database)
    with pytest.raises(BadInput) as error:
        told.run(open_survey, **{"programme_id": told.programme_id, "period": "2025"} | given)
    assert error.value.field == field


def test_the_same_questionnaire_is_opened_once_for_a_period(database: Database) -> None:
    told = story(database)
    given = {"programme_id": told.programme_id, "period": "2025", "questionnaire": "swot"}
    told.done(open_survey, **given)
    with pytest.raises(BadInput):
        told.run(open_survey, **given)
    told.done(open_survey, **given | {"questionnaire": "curator-conditions"})
