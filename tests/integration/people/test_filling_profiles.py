"""What somebody told in questionnaires goes into the profile: seen first, stored, taken back, after the consent."""

from datetime import timedelta

import pytest

from engine.refusals import ChangedMeanwhile, Refused
from storage import journal, profiles
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER
from tests.support.pair_life import Story, needs, story
from tests.support.programs import program
from tests.support.site import served
from workflows.answer_survey import answer_survey
from workflows.change_profile import ProfileChanged, change_profile
from workflows.erase_person import erase_person
from workflows.fill_profile import fill_profile, proposed, unfill_profile
from workflows.open_survey import open_survey
from workflows.withdraw_consent import withdraw_consent

GIVEN = {"competences": ["project", "exam"], "partner": "pupil", "capacity": "two", "form": "mixed", "time": "month"}


@pytest.fixture
def told(database: Database) -> Story:
    return answered(story(database))


def answered(told: Story) -> Story:
    made = told.done(open_survey, programme_id=told.programme_id, period="2025", questionnaire="resources")
    told.done(answer_survey, survey_id=made.id, person_id=told.cast.mentor.id, answers=GIVEN)
    return told


def stored(told: Story) -> profiles.ProfileRow:
    with told.database.read() as tx:
        return profiles.of_person(tx, told.cast.mentor.id)


def test_the_answers_stand_beside_what_is_there_and_are_stored(told: Story) -> None:
    mentor = told.cast.mentor.id
    told.done(change_profile, person_id=mentor, changes={"competences": "химия, Экзамены и  олимпиады", "capacity": 1})
    with told.database.read() as tx:
        news = {one.field: (one.before, one.after) for one in proposed(tx, stored(told), today=told.day)}
    assert set(news) == {"competences", "capacity", "time_resource", "wished_age"}
    assert news["capacity"] == (1, 2)
    assert news["competences"][1] == ["химия", "Экзамены и олимпиады", "проект или исследование"]
    done = told.done(fill_profile, person_id=mentor)
    assert isinstance(done, ProfileChanged)
    row = stored(told)
    assert (row.capacity, row.time_resource, row.wished_age) == (2, "раз в месяц", "с учеником")
    assert row.competences == news["competences"][1]
    again = told.run(fill_profile, person_id=mentor)
    assert isinstance(again, Refused)
    assert needs(again) == ["answers"]


def test_only_the_wanted_fields_and_the_earlier_ones_come_back(told: Story) -> None:
    mentor = told.cast.mentor.id
    told.done(change_profile, person_id=mentor, changes={"competences": "химия", "place": "Лицей"})
    before = stored(told)
    told.done(fill_profile, person_id=mentor, only=["competences"])
    assert (stored(told).competences[0], stored(told).capacity) == ("химия", None)
    told.done(unfill_profile, person_id=mentor)
    after = stored(told)
    assert (after.competences, after.place, after.capacity) == (before.competences, "Лицей", None)


def test_it_is_taken_back_within_a_day_and_while_nothing_was_changed_since(told: Story) -> None:
    mentor = told.cast.mentor.id
    assert needs(told.run(unfill_profile, person_id=mentor)) == ["answers"]
    told.done(fill_profile, person_id=mentor)
    by = told.cast.curator.acts(told.at + timedelta(hours=25))
    with told.database.write() as tx:
        late = unfill_profile(tx, by=by, person_id=mentor)
    assert isinstance(late, Refused)
    assert needs(late) == ["time"]
    told.done(change_profile, person_id=mentor, changes={"capacity": 3})
    assert needs(told.run(unfill_profile, person_id=mentor)) == ["newer"]
    with pytest.raises(ChangedMeanwhile):
        told.run(fill_profile, person_id=mentor, version=1)


def test_nothing_is_taken_over_once_the_consent_is_withdrawn(told: Story) -> None:
    mentor = told.cast.mentor.id
    told.done(withdraw_consent, person_id=mentor, kind="personal-data", on=told.day)
    assert isinstance(told.run(fill_profile, person_id=mentor), Refused)
    assert stored(told).version == 0


def test_erasing_leaves_nothing_of_what_stood_before(told: Story) -> None:
    mentor = told.cast.mentor.id
    told.done(change_profile, person_id=mentor, changes={"competences": "стеклодувное дело"})
    told.done(fill_profile, person_id=mentor)
    school = told.cast.school.id
    with told.database.write() as tx:
        [line] = journal.entries(tx, school, verbs=("person.fill",))
        assert "стеклодувное дело" in str(line.words)
        assert "стеклодувное" not in str(line.facts)
        erased = erase_person(tx, by=told.cast.director.acts(told.at), person_id=mentor)
        assert not isinstance(erased, Refused), erased
        [line] = journal.entries(tx, school, verbs=("person.fill",))
        assert line.words == {}
        assert journal.verify_chain(tx, school) == ()


def test_on_the_page_and_by_a_program(sqlite_database: Database) -> None:
    told = answered(story(sqlite_database))
    here = f"/people/{told.cast.mentor.id}"
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(told.cast.curator.id)
        page = curator.get(here).text
        assert "Перенести из анкеты" in page
        assert "проект или исследование" in page
        done = curator.post(f"{here}/profile/fill", {"version": "0", "field": "competences"})
        assert "Перенесено из анкеты" in done.text
        assert (set(stored(told).competences), stored(told).capacity) == (
            {"экзамены и олимпиады", "проект или исследование"},
            None,
        )
        assert "Сведения прежние" in curator.post(f"{here}/profile/unfill").text
        assert stored(told).competences == []
        with program(site, told.cast.curator.id) as caller:
            filled = caller.post(f"{here}/profile/answers", json={"fields": ["capacity"]})
            assert (filled.json()["capacity"], filled.json()["competences"]) == (2, [])
            assert caller.post(f"{here}/profile/answers", json={}).json()["time_resource"] == "раз в месяц"
            assert caller.post(f"{here}/profile/answers", json={}).status_code == 409
