"""Before the consent to process personal data nothing about somebody is stored but name, address, organisation, post.

Every door that keeps words about a person is tried here; the inventory of personal data says which columns there are.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from engine.plans.model import PlanHead
from storage.database import Database
from storage.personal_data import TRACES
from storage.tables.matching import match_exclusions
from storage.tables.participants import profiles
from tests.support.cast import FIRST_OF_SEPTEMBER, consent
from tests.support.pair_life import Story, needs, story
from workflows.add_person import NewPerson, add_person
from workflows.answer_survey import answer_survey
from workflows.call_curator import call_curator
from workflows.certify_event import tell_of_guest
from workflows.change_person import PersonChanges, change_person
from workflows.change_plan import change_plan
from workflows.change_profile import change_profile
from workflows.describe_meeting import describe_meeting
from workflows.exclude_match import exclude_match
from workflows.invite_to_event import invite_to_event
from workflows.mark_plan import mark_plan
from workflows.open_survey import open_survey
from workflows.plan_event import EventPlan, plan_event
from workflows.plan_meeting import Details, plan_meeting
from workflows.plan_series import plan_series
from workflows.record_feedback import record_feedback
from workflows.record_meeting import Notes, record_meeting
from workflows.record_report import ReportWords, record_report
from workflows.set_plan import set_plan

DAY = date(2025, 9, 2)
WORDS = "не справляется с дисциплиной"
LINE = [("Урок", date(2025, 10, 10))]
Door = Callable[[Story], object]


def _set(**head: Any) -> Door:
    return lambda told: told.run(set_plan, pair_id=told.pair_id, lines=LINE, head=PlanHead(**head))


def _of_mentee(**fields: Any) -> Door:
    return lambda told: told.run(change_profile, person_id=told.cast.mentee.id, changes=fields)


def _days(**fields: Any) -> Door:
    return lambda told: told.run(change_person, person_id=told.cast.mentee.id, changes=PersonChanges(**fields))


def _marked(told: Story) -> object:
    told.done(set_plan, pair_id=told.pair_id, lines=LINE)
    told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=DAY)  # a bare mark needs no consent
    return told.run(mark_plan, pair_id=told.pair_id, position=1, done_on=DAY, result=WORDS)


def _changed(told: Story) -> object:
    told.done(set_plan, pair_id=told.pair_id, lines=LINE)
    return told.run(change_plan, pair_id=told.pair_id, reason="", head=PlanHead(goal=WORDS))


def _noted(**notes: str) -> Door:
    return lambda told: told.run(
        record_meeting, pair_id=told.pair_id, kind="acquaintance", held_on=DAY, notes=Notes(**notes)
    )


def _described(told: Story) -> object:
    held = told.done(record_meeting, pair_id=told.pair_id, kind="acquaintance", held_on=DAY)
    return told.run(describe_meeting, meeting_id=held.id, notes=Notes(done=WORDS))


def _agreed(told: Story) -> object:
    details = Details(topic=WORDS)
    return told.run(plan_meeting, pair_id=told.pair_id, kind="acquaintance", on=date(2025, 9, 9), details=details)


def _series(told: Story) -> object:
    return told.run(
        plan_series,
        pair_id=told.pair_id,
        series="по вторникам в 15:00 до 7.10",
        details=Details(topic=WORDS),
    )


def _said(told: Story) -> object:
    return told.run(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentee.id, text=WORDS)


def _reported(told: Story) -> object:
    return told.run(record_report, pair_id=told.pair_id, person_id=told.cast.mentee.id, words=ReportWords(WORDS))


def _called(told: Story) -> object:
    return told.run(call_curator, pair_id=told.pair_id, person_id=told.cast.mentee.id, text=WORDS)


def _answered(told: Story) -> object:
    opened = told.done(open_survey, programme_id=told.programme_id, period=f"2025-{told.day:%d}", kind="diagnostics")
    return told.run(answer_survey, survey_id=opened.id, person_id=told.cast.mentee.id, answers={"Что мешает": WORDS})


def _placed(told: Story) -> object:
    plan = EventPlan(kind="contest", title="Конкурс", on=told.day)
    event = told.done(plan_event, organisation_id=told.cast.school.id, plan=plan)
    told.done(invite_to_event, event_id=event.id, person_ids=[told.cast.mentee.id])
    return told.run(tell_of_guest, event_id=event.id, person_id=told.cast.mentee.id, result="II место")


def _excluded(told: Story) -> object:
    couple = {"mentor_id": told.cast.mentor.id, "mentee_id": told.cast.mentee.id}
    return told.run(exclude_match, programme_id=told.programme_id, reason=WORDS, **couple)


DOORS: dict[str, Door] = {
    "person.born": _days(born=date(1999, 4, 5)),
    "person.hired": _days(hired=date(2024, 9, 1)),
    "profile.sex": _of_mentee(sex="f"),
    "profile.phone": _of_mentee(phone="+7 900 000-00-00"),
    "profile.place": _of_mentee(place="Школа"),
    "profile.category": _of_mentee(category="первая"),
    "profile.request": _of_mentee(request=WORDS),
    "profile.needs": _of_mentee(needs=["дисциплина"]),
    "profile.competences": _of_mentee(competences=["методика"]),
    "profile.interests": _of_mentee(interests=["шахматы"]),
    "profile.achievements": _of_mentee(achievements=WORDS),
    "profile.wished_age": _of_mentee(wished_age="старше"),
    "profile.time_resource": _of_mentee(time_resource="вечер"),
    "profile.expert_in": _of_mentee(expert_in="химия"),
    "profile.capacity": _of_mentee(capacity=2),
    "profile.entered_on": _of_mentee(entered_on=DAY),
    "plan.goal": _set(goal=WORDS),
    "plan.request": _set(request=WORDS),
    "plan.tasks": _set(tasks=[WORDS]),
    "plan.goal, changed": _changed,
    "plan_item.result": _marked,
    "meeting.topic": _noted(topic=WORDS),
    "meeting.notes": _noted(done=WORDS),
    "meeting.next_step": _noted(next_step=WORDS),
    "meeting.notes, described": _described,
    "planned_meeting.topic": _agreed,
    "planned_meeting.topic, series": _series,
    "feedback.text": _said,
    "feedback.problems": _reported,
    "feedback.advice": _reported,
    "curator_call.text": _called,
    "survey_answer.answers": _answered,
    "event_person.result": _placed,
    "match_exclusion.reason": _excluded,
}

FREE = {
    "plan_item.title": "the work of the pair, not a person",
    "plan_edition.body": "what a plan was, checked when it was written",
    "plan_edition.reason": "why a plan changed",
    "plan_move.reason": "why a day moved",
    "planned_meeting.note": "why a day moved",
    "planned_meeting.place": "where they meet",
    "event_person.certificate": "a number the organisation gave",
    "consent.terms": "stands on the signed consent itself",
    "consent.scan": "is the consent",
    "person.name": "semantics",
    "person.email": "semantics",
    "person.position": "semantics",
    "person.search_key": "made of the name",
    "person.address_fault": "what a mail server said",
    "person.disabled": "no word",
    "article.person_id": "no word",
    "practice.author_id": "no word",
    "letter.subject": "written by the program",
    "letter.message": "written by the program",
    "letter.facts": "written by the program",
    "letter.reason": "written by the program",
    "evidence.reference": "a file's digest",
    "evidence.sha256": "a file's digest",
    "paper_file.pdf": "orders name people by name and post",
}
"""Columns of the inventory that may be filled before a consent, and why."""


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    """A pair on its second day in which nobody has signed anything."""
    made = story(sqlite_database, consents=False)
    made.form()
    return made.on(DAY)


@pytest.mark.parametrize("door", list(DOORS))
def test_nothing_is_kept_before_the_consent_and_all_after_it(told: Story, door: str) -> None:
    assert needs(DOORS[door](told)) == ["consents"]
    with told.database.write() as tx:
        for one in (told.cast.mentor, told.cast.mentee):
            consent(tx, one, "personal-data", at=FIRST_OF_SEPTEMBER + timedelta(hours=1))
    kept = DOORS[door](_again(told))
    assert not hasattr(kept, "reasons"), kept


def test_a_new_person_has_no_other_fields(told: Story) -> None:
    born = NewPerson(name="Новиков Илья Петрович", kind="staff", born=date(1999, 4, 5))
    hired = NewPerson(name="Новиков Илья Петрович", kind="staff", hired=date(2024, 9, 1))
    for one in (born, hired):
        assert needs(told.run(add_person, organisation_id=told.cast.school.id, told=one)) == ["consents"]


def test_every_column_about_people_is_decided() -> None:
    struck = {f"{trace.table.name}.{name}" for trace in TRACES for name in trace.strike or ()}
    whole = {f"profile.{one.name}" for one in profiles.c if one.name not in ("person_id", "version")}
    gated = {door.split(",")[0] for door in DOORS}
    assert struck | whole | {f"match_exclusion.{match_exclusions.c.reason.name}"} == gated | set(FREE)


def _again(told: Story) -> Story:
    """The same pair a day later; what a refused attempt had to prepare may stand already."""
    return told.on(DAY + timedelta(days=1))
