"""What people wish at the end of a pair is asked by link, shown to the curator, and heard by the next matching."""

import html
from datetime import timedelta

import pytest

from engine.questionnaires import Question
from engine.refusals import BadInput
from storage import match_people, pair_sheet, programmes
from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.site import SECRET, served
from workflows.answer_survey import answer_survey
from workflows.definitions.questionnaire_files import questionnaire
from workflows.letter_link import LASTS, Link, signed
from workflows.match_pool import Gathered, gather
from workflows.open_survey import open_survey
from workflows.record_feedback import record_feedback


def at_the_end(database: Database) -> Story:
    told = story(database)
    told.form()
    told.walk_to("final_meeting")
    return told


def says(told: Story, person_id: int, wish: str) -> None:
    told.done(record_feedback, pair_id=told.pair_id, person_id=person_id, text="Спасибо", wish=wish)


def next_pool(told: Story) -> Gathered:
    """Matching for a programme that begins after this pair has closed."""
    told.start()
    programme = told.read(lambda tx: programmes.get(tx, told.programme_id))
    assert programme is not None
    return told.read(lambda tx: gather(tx, programme, at=told.at))


def sides(found: Gathered) -> tuple[set[int], set[int], set[int]]:
    mentors, mentees = ({one.id for one in side} for side in (found.pool.mentors, found.pool.mentees))
    return mentors, mentees, set(found.resting)


def test_a_mentee_goes_on_as_a_mentor_and_somebody_rests(database: Database) -> None:
    told = at_the_end(database)
    told.meet_needs("close")
    says(told, told.cast.mentor.id, "later")
    says(told, told.cast.mentee.id, "mentor")
    told.move("close")
    assert sides(next_pool(told)) == ({told.cast.mentee.id}, set(), {told.cast.mentor.id})


def test_nothing_said_leaves_the_roles_as_they_are_and_the_last_word_counts(database: Database) -> None:
    told = at_the_end(database)
    told.meet_needs("close")
    says(told, told.cast.mentor.id, "no")
    says(told, told.cast.mentor.id, "mentor")
    told.move("close")
    assert sides(next_pool(told)) == ({told.cast.mentor.id}, {told.cast.mentee.id}, set())


def test_after_a_year_it_is_asked_anew(database: Database) -> None:
    told = at_the_end(database)
    told.meet_needs("close")
    says(told, told.cast.mentor.id, "no")
    told.move("close")
    told.start()
    programme = told.read(lambda tx: programmes.get(tx, told.programme_id))
    assert programme is not None
    later = told.read(lambda tx: gather(tx, programme, at=told.at + timedelta(days=400)))
    assert later.resting == frozenset()


def test_an_unknown_wish_is_bad_input(database: Database) -> None:
    told = at_the_end(database)
    with pytest.raises(BadInput) as error:
        told.run(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentee.id, text="Спасибо", wish="maybe")
    assert error.value.field == "--wish"


@pytest.mark.parametrize(
    ("role", "option", "found"),
    [
        ("mentor", "later", "resting"),
        ("mentor", "yes", "mentors"),
        ("mentee", "mentor", "mentors"),
        ("mentee", "other", "mentees"),
        ("mentee", "no", "resting"),
    ],
)
def test_the_questionnaire_after_a_cycle_says_the_same(database: Database, role: str, option: str, found: str) -> None:
    told = at_the_end(database)
    told.meet_needs("close")
    person_id = told.cast.mentor.id if role == "mentor" else told.cast.mentee.id
    answered(told, role, person_id, option)
    told.move("close")
    mentors, mentees, resting = sides(next_pool(told))
    assert person_id in {"mentors": mentors, "mentees": mentees, "resting": resting}[found]


def test_the_later_word_counts_wherever_it_was_said(database: Database) -> None:
    told = at_the_end(database)
    told.meet_needs("close")
    answered(told, "mentor", told.cast.mentor.id, "no")
    told.day += timedelta(days=1)
    says(told, told.cast.mentor.id, "mentor")
    told.move("close")
    assert told.cast.mentor.id in sides(next_pool(told))[0]


def test_a_representatives_word_is_the_minors(database: Database) -> None:
    told = story(database)
    told.form(mentee_ids=[told.cast.pupil.id])
    told.who = told.cast.parent
    told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.parent.id, text="Спасибо", wish="later")
    wishes = told.read(lambda tx: match_people.wishes(tx, told.cast.school.path, since=told.day))
    assert wishes == {told.cast.pupil.id: "later"}


def answered(told: Story, role: str, person_id: int, option: str) -> None:
    """The questionnaire after the cycle, with the least it asks for and the wish."""
    made = told.done(
        open_survey,
        programme_id=told.programme_id,
        period="2025",
        questionnaire=f"after-teacher-pair-{role}",
    )
    one = questionnaire(f"after-teacher-pair-{role}")
    answers = {each.key: least(each) for each in one.questions if each.required} | {"again": option}
    told.done(answer_survey, survey_id=made.id, person_id=person_id, pair_id=None, answers=answers)


def least(question: Question) -> str:
    return str(question.lowest) if question.kind == "scale" else question.options[0].key if question.options else "Да"


def test_the_link_asks_at_the_end_only_and_the_curator_reads_the_answer(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("work")
    link = Link("pair", told.cast.mentee.id, told.pair_id, told.day + LASTS)
    with served(database, at=told.at) as site:
        assert 'name="wish"' not in site.browser().get(f"/m/{signed(SECRET, link)}").text
    told.meet_needs("finish")
    told.move("finish")
    link = Link("pair", told.cast.mentee.id, told.pair_id, told.day + LASTS)
    with served(database, at=told.at) as site:
        page = f"/m/{signed(SECRET, link)}"
        assert "Хотите ли вы участвовать дальше?" in site.browser().get(page).text
        said = {"answer": "feedback", "text": "Помогло", "wish": "mentor"}
        assert site.browser().post(f"{page}/answer", said).status_code == 200
        seen = html.unescape(site.browser(told.cast.curator.id).get(f"/pairs/{told.pair_id}").text)
        assert "дальше: да, наставником" in seen.replace("\N{NO-BREAK SPACE}", " ")
    [words] = told.read(lambda tx: pair_sheet.feedback_of(tx, told.pair_id))
    assert (words.person_id, words.wish) == (told.cast.mentee.id, "mentor")
