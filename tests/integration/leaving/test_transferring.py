"""Somebody goes to another school: what held him in the old one ends with the day before."""

from datetime import date

from sqlalchemy import select

from engine.refusals import Refused
from storage import roles
from storage.database import Database
from storage.tables.obligations import obligations
from storage.tables.organisations import role_grants
from storage.tables.roadmaps import tasks
from tests.support.cast import Player
from tests.support.pair_life import Story, needs, story
from workflows.apply_roadmap import apply_roadmap
from workflows.assign_item import assign_item
from workflows.erase_person import erase_person
from workflows.grant_role import NewGrant, grant_role
from workflows.open_survey import open_survey
from workflows.record_consent import SignedPaper, record_consent
from workflows.transfer_person import transfer_person
from workflows.verify_data import verify_data

NEXT_SUMMER = date(2026, 8, 31)


def sound(told: Story) -> None:
    found = told.read(lambda tx: verify_data(tx, at=told.at))
    assert found.sound, found


def held(told: Story, person: Player, path: str) -> frozenset[str]:
    return frozenset(told.read(lambda tx: roles.held(tx, person_id=person.id, path=path, day=told.day)))


def test_a_role_granted_until_the_summer_ends_with_the_transfer(database: Database) -> None:
    told = story(database)
    director, school = told.cast.director, told.cast.school
    grant = NewGrant(person_id=director.id, role="curator", organisation_id=school.id, to_day=NEXT_SUMMER)
    told.done(grant_role, told=grant)
    deputy = NewGrant(person_id=told.cast.mentee.id, role="head", organisation_id=school.id, deputy_of_id=director.id)
    told.done(grant_role, told=deputy)
    above = NewGrant(person_id=director.id, role="observer", organisation_id=told.cast.municipality.id)
    told.done(grant_role, told=above)
    assert held(told, director, school.path) == {"head", "curator", "observer"}
    told.done(transfer_person, person_id=director.id, to_organisation_id=told.cast.other_school.id)
    assert held(told, director, school.path) == {"observer"}  # what the district gave, the school does not take
    assert held(told, told.cast.mentee, school.path) == {"mentee"}  # nobody stands in for who is gone
    sound(told)


def test_an_erased_person_holds_no_role_that_had_a_last_day(database: Database) -> None:
    told = story(database)
    mentee, school = told.cast.mentee, told.cast.school
    grant = NewGrant(person_id=mentee.id, role="observer", organisation_id=school.id, to_day=NEXT_SUMMER)
    told.done(grant_role, told=grant)
    told.done(erase_person, person_id=mentee.id)
    last = told.read(
        lambda tx: tx.scalars(select(role_grants.c.to_day).where(role_grants.c.person_id == mentee.id)).all()
    )
    assert max(one or date.max for one in last) <= told.day


def test_questionnaires_of_the_old_school_ask_him_no_more(database: Database) -> None:
    told = story(database)
    made = told.done(open_survey, programme_id=told.programme_id, questionnaire="preferences-mentee", period="2025-09")
    told.done(transfer_person, person_id=told.cast.mentee.id, to_organisation_id=told.cast.other_school.id)
    asked = select(obligations.c.status).where(
        obligations.c.subject_kind == "diagnostic", obligations.c.subject_id == made.id
    )
    assert told.read(lambda tx: tx.scalars(asked).all()) == ["cancelled"]
    sound(told)


def test_a_renewal_is_not_asked_of_the_school_he_left(database: Database) -> None:
    told = story(database, consents=False)
    mentee = told.cast.mentee
    told.done(
        record_consent,
        person_id=mentee.id,
        kind="personal-data",
        signed_on=told.day,
        paper=SignedPaper(valid_to=NEXT_SUMMER),
    )
    assert told.read(lambda tx: tx.scalars(select(tasks.c.done_on)).all()) == [None]
    told.done(transfer_person, person_id=mentee.id, to_organisation_id=told.cast.other_school.id)
    assert told.read(lambda tx: tx.scalars(select(tasks.c.done_on)).all()) == [told.day]
    sound(told)


def test_whoever_answers_for_rows_hands_them_over_first(database: Database) -> None:
    told = story(database)
    told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key="s1-teachers-2025")
    mine = (obligations.c.status == "open", obligations.c.subject_kind == "item")
    item = told.read(lambda tx: tx.scalar(select(obligations.c.item_id).where(*mine)))
    told.done(assign_item, item_id=item, person_id=told.cast.mentee.id)
    away = {"person_id": told.cast.mentee.id, "to_organisation_id": told.cast.other_school.id}
    refused = told.run(transfer_person, **away)
    assert isinstance(refused, Refused)
    assert needs(refused) == ["open_rows"]
    told.done(assign_item, item_id=item, person_id=told.cast.curator.id)
    told.done(transfer_person, **away)
    sound(told)
