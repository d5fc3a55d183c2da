"""Another mentor for the same pair."""

from datetime import date

import pytest

from engine.refusals import BadInput
from storage import memberships
from storage.database import Database
from tests.support.pair_life import needs, story
from workflows.advance_pair import advance_pair, suspend_pair
from workflows.replace_mentor import replace_mentor


def test_one_membership_ends_another_begins_and_the_pair_stays(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("trial_meeting")
    another = told.newcomer()
    told.on(date(2025, 9, 10)).done(replace_mentor, pair_id=told.pair_id, mentor_id=another.id, reason="Болезнь")
    mentors = [(one.person_id, one.from_day, one.to_day) for one in told.members if one.role == "mentor"]
    assert mentors == [
        (told.cast.mentor.id, date(2025, 9, 1), date(2025, 9, 9)),
        (another.id, date(2025, 9, 10), None),
    ]
    assert (told.pair.stage, told.pair.visit) == ("formed", 4)
    assert told.history[-1].people == {"mentor": another.id, "former": [told.cast.mentor.id]}
    assert ("pair_formed", another.name, "queued") in told.letters
    on_ninth = told.read(lambda tx: memberships.on_day(tx, told.pair_id, date(2025, 9, 9)))
    assert told.cast.mentor.id in {one.person_id for one in on_ninth}


def test_the_new_mentor_needs_consents_and_an_order_of_his_own(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("trial_meeting")
    another = told.newcomer(duty=False)
    told.on(date(2025, 9, 10)).done(replace_mentor, pair_id=told.pair_id, mentor_id=another.id)
    assert needs(told.run(advance_pair, pair_id=told.pair_id, move="acquaint")) == ["consents", "order"]


def test_replaced_on_the_day_of_forming_the_first_mentor_was_never_there(database: Database) -> None:
    told = story(database)
    told.form()
    another = told.newcomer()
    told.done(replace_mentor, pair_id=told.pair_id, mentor_id=another.id)
    today = told.read(lambda tx: memberships.on_day(tx, told.pair_id, told.day))
    assert [one.person_id for one in today if one.role == "mentor"] == [another.id]


def test_a_suspended_pair_starts_again_with_the_new_mentor(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("acquaintance")
    told.done(suspend_pair, pair_id=told.pair_id)
    told.done(replace_mentor, pair_id=told.pair_id, mentor_id=told.newcomer().id)
    assert (told.pair.stage, told.pair.suspended_from) == ("formed", None)


def test_who_is_there_already_or_not_of_the_school_is_bad_input(database: Database) -> None:
    told = story(database)
    told.form()
    for person in (told.cast.mentor, told.cast.mentee, told.cast.outsider):
        with pytest.raises(BadInput) as error:
            told.run(replace_mentor, pair_id=told.pair_id, mentor_id=person.id)
        assert error.value.field == "--mentor"
