"""Forming pairs and groups."""

from datetime import date

import pytest

from engine.actors import By
from engine.refusals import BadInput
from storage import pairs
from storage.database import Database
from tests.support.cast import consent, organisation, player
from tests.support.pair_life import Story, needs, story
from workflows.advance_pair import advance_pair
from workflows.choose_people import MOST_PAIRS_OF_A_MENTOR
from workflows.form_pair import form_pair
from workflows.start_programme import start_programme


def test_a_formed_pair_is_stored_journalled_owed_and_announced_together(database: Database) -> None:
    told = story(database)
    formed = told.form()
    assert (formed.number, formed.stage, formed.entered) == (1, "formed", "formed")
    assert [(one.role, one.person_id) for one in told.members] == [
        ("mentor", told.cast.mentor.id),
        ("mentee", told.cast.mentee.id),
        ("curator", told.cast.curator.id),
    ]
    [line] = told.history
    assert (line.pair_seq, line.move, line.to_stage, line.by) == (1, "form", "formed", "operator")
    [owed] = told.obligations
    assert (owed["occurrence"], owed["due_on"], owed["status"]) == ("1", date(2025, 9, 8), "open")
    assert sorted(told.letters) == sorted(
        ("pair_formed", one.name, "queued") for one in (told.cast.mentor, told.cast.mentee, told.cast.curator)
    )


def test_numbers_count_within_the_organisation(database: Database) -> None:
    told = story(database)
    assert [told.form().number for _ in range(3)] == [1, 2, 3]


def test_people_who_cannot_make_a_pair_are_bad_input_and_nothing_is_stored(database: Database) -> None:
    told = story(database)
    cast = told.cast
    for people, field in (
        ({"mentee_ids": [cast.mentor.id]}, "--mentee"),
        ({"mentee_ids": [cast.mentee.id, cast.pupil.id]}, "--mentee"),
        ({"mentee_ids": []}, "--mentee"),
        ({"mentee_ids": [999]}, "--mentee"),
        ({"mentor_id": cast.outsider.id}, "--mentor"),
        ({"curator_id": 999}, "--curator"),
        ({"stage": "нет"}, "--stage"),
        ({"stage": "closed"}, "--stage"),
        ({"stage": "suspended"}, "--stage"),
        ({"since": date(2025, 9, 2)}, "--since"),
    ):
        with pytest.raises(BadInput) as error:
            told.form(**people)
        assert error.value.field == field, people
    assert told.read(lambda tx: pairs.get(tx, 1)) is None


def test_a_group_has_several_mentees(database: Database) -> None:
    told = story(database, lifecycle="group")
    with pytest.raises(BadInput):
        told.form()
    formed = told.form(mentee_ids=[told.cast.mentee.id, told.cast.pupil.id])
    assert [one.role for one in told.members].count("mentee") == 2
    assert formed.stage == "formed"


def test_a_mentor_may_come_from_a_partner(database: Database) -> None:
    told = story(database, lifecycle="employer-pupil")
    with database.write() as tx:
        plant = organisation(tx, "Завод", "partner", parent=told.cast.municipality)
        worker = player(tx, plant, "Кузнецов Иван Ильич", "worker", kind="employer")
        consent(tx, worker, "personal-data")
    assert told.form(mentor_id=worker.id, mentee_ids=[told.cast.pupil.id]).number == 1


def test_a_mentor_has_room_for_so_many_pairs(database: Database) -> None:
    told = story(database)
    for _ in range(MOST_PAIRS_OF_A_MENTOR):
        told.form()
    outcome = told.run(
        form_pair, programme_id=told.programme_id, mentor_id=told.cast.mentor.id, mentee_ids=[told.cast.mentee.id]
    )
    assert needs(outcome) == ["mentor_capacity"]


class TestBackDated:
    def test_a_pair_at_work_enters_its_stage_and_the_journal_says_so(self, database: Database) -> None:
        told = story(database).on(date(2025, 10, 20))
        formed = told.form(stage="work", since=date(2025, 9, 15))
        assert (formed.stage, formed.since, formed.entered) == ("work", date(2025, 9, 15), "back-dated")
        assert told.pair.stage_since == date(2025, 9, 15)
        [line] = told.history
        assert (line.facts["entered"], line.to_stage) == ("back-dated", "work")

    def test_evidence_may_be_older_than_the_entry_but_not_than_the_programme(self, database: Database) -> None:
        told = story(database).on(date(2025, 10, 20))
        told.form(stage="trial_meeting", since=date(2025, 10, 13))
        told.on(date(2025, 10, 10)).meet("trial")
        assert told.on(date(2025, 10, 20)).move("plan").stage == "planning"
        with pytest.raises(BadInput):
            told.on(date(2025, 8, 31)).meet("work")

    def test_it_goes_on_only_with_the_consents_its_first_move_asks_for(self, database: Database) -> None:
        told = story(database, consents=False).on(date(2025, 10, 20))
        told.form(stage="trial_meeting", since=date(2025, 10, 13))
        told.meet("trial")
        outcome = told.run(advance_pair, pair_id=told.pair_id, move="plan")
        assert needs(outcome) == ["consents", "consents"]
        with database.write() as tx:
            for person in (told.cast.mentor, told.cast.mentee):
                consent(tx, person, "personal-data")
            consent(tx, told.cast.mentor, "mentoring-duty")
        assert told.move("plan").stage == "planning"


class TestProgrammes:
    def start(self, told: Story, by: By | None = None, **more: object) -> object:
        given: dict[str, object] = {
            "organisation": told.cast.school,
            "title": "Программа",
            "lifecycle": "group",
            "roadmap_id": None,
            "starts": date(2025, 9, 1),
            "ends": date(2026, 5, 31),
        }
        return told.run(start_programme, **given | more)

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"ends": date(2025, 9, 1)}, "--to"),
            ({"title": " "}, "--title"),
            ({"lifecycle": "teacher-pairs"}, "lifecycle"),
            ({"roadmap_id": 7}, "--roadmap"),
        ],
    )
    def test_what_does_not_fit_is_bad_input(self, database: Database, wrong: dict[str, object], field: str) -> None:
        told = story(database)
        with pytest.raises(BadInput) as error:
            self.start(told, **wrong)
        assert error.value.field == field

    def test_a_mentor_starts_none_and_another_school_knows_of_none(self, database: Database) -> None:
        told = story(database)
        told.who = told.cast.mentor
        assert needs(self.start(told)) == ["permission"]
        told.who = told.cast.outsider
        with pytest.raises(BadInput):
            told.form()
