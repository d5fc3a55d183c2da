"""Doors of the school's work that must stay shut: another school's things, words before a consent, two at once."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import people_imports
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district, operator
from workflows.certify_event import certify_event, tell_of_guest
from workflows.grant_role import NewGrant, grant_role
from workflows.invite_to_event import invite_to_event
from workflows.keep_practice import Practice, keep_practice
from workflows.open_survey import open_survey
from workflows.plan_event import EventPlan, plan_event
from workflows.record_event import record_event
from workflows.start_programme import start_programme

DAY = FIRST_OF_SEPTEMBER.date()


def test_a_practice_of_another_school_is_not_changed_under_the_name_of_ones_own(database: Database) -> None:
    """Somebody who may look at a school and write in another one does not write in both."""
    with database.write() as tx:
        cast = district(tx)
        watching = NewGrant(person_id=cast.outsider.id, role="observer", organisation_id=cast.school.id)
        assert not isinstance(grant_role(tx, by=operator(), told=watching), Refused)
        kept = keep_practice(tx, by=operator(), organisation_id=cast.school.id, told=Practice("Наставник рядом"))
        assert not isinstance(kept, Refused)
    mine = Practice("Переписано чужими")
    with database.write() as tx, pytest.raises(BadInput):
        keep_practice(tx, by=cast.outsider.acts(), organisation_id=cast.other_school.id, told=mine, practice_id=kept.id)


def test_a_questionnaire_follows_an_event_of_its_own_school(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        theirs = training(tx, cast, "Чужая встреча", organisation_id=cast.other_school.id)
        programme = start_programme(
            tx,
            by=operator(),
            organisation=cast.school,
            title="Молодым педагогам",
            lifecycle="teacher-pair",
            roadmap_id=None,
            starts=DAY,
            ends=date(2026, 5, 31),
        )
        assert not isinstance(programme, Refused)
    for event_id in (theirs, 10_000):
        with database.write() as tx, pytest.raises(BadInput, match="event"):
            open_survey(tx, by=operator(), programme_id=programme.id, period="2025-Q3", event_id=event_id)


def test_a_result_of_somebody_is_kept_after_the_consent(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx, consents=False)
        event = training(tx, cast, "Конкурс", people=(cast.mentee.id,))
        told = tell_of_guest(tx, by=operator(), event_id=event, person_id=cast.mentee.id, result="первое место")
        assert isinstance(told, Refused)
        bare = tell_of_guest(tx, by=operator(), event_id=event, person_id=cast.mentee.id, role="speaker", result=" ")
        assert not isinstance(bare, Refused)


def test_certificates_given_at_once_have_numbers_of_their_own(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        events = [training(tx, cast, title, people=(cast.mentor.id, cast.mentee.id), hours=8) for title in "АБ"]
    begun, given = threading.Barrier(2, timeout=30), list[str]()

    def certify(event_id: int) -> None:
        begun.wait()
        with database.write() as tx:
            made = certify_event(tx, by=operator(), event_id=event_id)
            assert not isinstance(made, Refused)
            given.extend(made.given.values())

    threads = [threading.Thread(target=certify, args=(one,)) for one in events]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert sorted(given) == ["1/2025", "2/2025", "3/2025", "4/2025"]


def test_a_file_nobody_loads_is_let_go(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        told = [{"at": 0, "row": 2, "cells": {"1": "Новикова Вера"}}]
        made = people_imports.add(
            tx,
            organisation_id=cast.school.id,
            sha256="0" * 64,
            size=1,
            told=told,
            at=FIRST_OF_SEPTEMBER,
            actor_id=None,
        )
        assert people_imports.let_go(tx, before=FIRST_OF_SEPTEMBER) == 0
        assert people_imports.let_go(tx, before=FIRST_OF_SEPTEMBER + timedelta(days=1)) == 1
        row = people_imports.get(tx, made)
    assert row is not None
    assert (row.state, row.told) == ("dropped", [])


def training(
    tx: Connection,
    cast: District,
    title: str,
    *,
    people: tuple[int, ...] = (),
    organisation_id: int | None = None,
    hours: int | None = None,
) -> int:
    """A training of that day; those listed came."""
    plan = EventPlan("training", title, DAY, hours=hours)
    by: By = operator()
    made = plan_event(tx, by=by, organisation_id=organisation_id or cast.school.id, plan=plan)
    assert not isinstance(made, Refused)
    if people:
        assert not isinstance(invite_to_event(tx, by=by, event_id=made.id, person_ids=people), Refused)
        assert not isinstance(record_event(tx, by=by, event_id=made.id, held_on=DAY, came=people), Refused)
    return made.id
