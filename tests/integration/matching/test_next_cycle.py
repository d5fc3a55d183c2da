"""What people wish at the end of a pair is asked by link, shown to the curator, and heard by the next matching."""

import html
from datetime import timedelta

import pytest

from engine.refusals import BadInput
from storage import pair_sheet, programmes
from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.site import SECRET, served
from workflows.letter_link import LASTS, Link, signed
from workflows.match_pool import Gathered, gather
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
