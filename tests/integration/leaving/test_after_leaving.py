"""After somebody was erased nothing is stored about him again; after a pair was closed nothing happens to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from engine.refusals import BadInput, Refused
from storage.database import Database
from tests.support.pair_life import Story, story
from workflows.add_user import add_user
from workflows.change_person import PersonChanges, change_person
from workflows.change_profile import change_profile
from workflows.end_pair import end_pair
from workflows.erase_person import erase_person
from workflows.form_pair import form_pair
from workflows.grant_role import NewGrant, grant_role
from workflows.invite_to_event import invite_to_event
from workflows.keep_practice import Practice, keep_practice
from workflows.mark_plan import mark_plan
from workflows.plan_event import EventPlan, plan_event
from workflows.record_article import record_article
from workflows.record_consent import record_consent
from workflows.record_feedback import record_feedback
from workflows.record_meeting import record_meeting
from workflows.set_plan import set_plan
from workflows.transfer_person import transfer_person


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    """The pair ended in September and its mentee was erased afterwards; it is October."""
    made = story(sqlite_database)
    made.form()
    made.done(set_plan, pair_id=made.pair_id, lines=[("Открытый урок", date(2025, 9, 20))])
    made.done(end_pair, pair_id=made.pair_id, outcome="never_started")
    made.on(date(2025, 10, 1)).done(erase_person, person_id=made.cast.mentee.id)
    return made


def event(told: Story) -> int:
    plan = EventPlan("training", "Школа наставника", told.day)
    return int(told.done(plan_event, organisation_id=told.cast.school.id, plan=plan).id)


def grant(told: Story) -> NewGrant:
    return NewGrant(person_id=told.cast.mentee.id, role="mentee", organisation_id=told.cast.school.id)


Ask = Callable[[Story, int], tuple[Callable[..., Any], dict[str, Any]]]
ASKED: dict[str, Ask] = {
    "consent": lambda told, who: (record_consent, {"person_id": who, "kind": "photo", "signed_on": told.day}),
    "name": lambda told, who: (change_person, {"person_id": who, "changes": PersonChanges(name="Снова Пришёл")}),
    "profile": lambda told, who: (change_profile, {"person_id": who, "changes": {"phone": "+7 912 000-00-00"}}),
    "role": lambda told, who: (grant_role, {"told": grant(told)}),
    "account": lambda told, who: (add_user, {"person_id": who}),
    "another school": lambda told, who: (
        transfer_person,
        {"person_id": who, "to_organisation_id": told.cast.other_school.id},
    ),
    "pair": lambda told, who: (
        form_pair,
        {"programme_id": told.programme_id, "mentor_id": told.cast.mentor.id, "mentee_ids": [who]},
    ),
    "feedback": lambda told, who: (
        record_feedback,
        {"pair_id": told.pair_id, "person_id": who, "text": "Живу на Ленина, 5"},
    ),
    "event": lambda told, who: (invite_to_event, {"event_id": event(told), "person_ids": [who]}),
    "practice": lambda told, who: (
        keep_practice,
        {"organisation_id": told.cast.school.id, "told": Practice("Рядом", author_id=who)},
    ),
    "article": lambda told, who: (
        record_article,
        {
            "organisation_id": told.cast.school.id,
            "kind": "article",
            "link": "https://school.test/1",
            "author_id": who,
        },
    ),
}


@pytest.mark.parametrize("what", ASKED)
def test_nothing_is_stored_about_somebody_erased(told: Story, what: str) -> None:
    flow, given = ASKED[what](told, told.cast.mentee.id)
    try:
        came = told.run(flow, **given)
    except BadInput:
        return
    assert isinstance(came, Refused), came


def test_nothing_happens_to_a_pair_after_its_end(told: Story) -> None:
    after = date(2025, 9, 2)
    meeting = {"pair_id": told.pair_id, "kind": "work"}
    with pytest.raises(BadInput, match="позже, чем пара завершена"):
        told.run(record_meeting, held_on=after, **meeting)
    with pytest.raises(BadInput, match="позже, чем пара завершена"):
        told.run(mark_plan, pair_id=told.pair_id, position=1, done_on=after)
    told.done(record_meeting, held_on=date(2025, 9, 1), **meeting)  # told of later, held in time
