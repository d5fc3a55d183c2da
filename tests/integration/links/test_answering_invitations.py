"""Whoever is invited to an event says by the letter's link whether he is coming; it changes, and counts for nothing
but the preparations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest

from engine.refusals import BadInput, Refused
from storage import events
from storage.database import Database
from tests.integration.pairs.test_appointments import entry_of
from tests.support.cast import Player
from tests.support.installation import Installation, installation
from tests.support.pair_life import Story, story
from tests.support.site import SECRET, Site, served
from workflows.answer_invitation import answer_invitation
from workflows.invite_to_event import invite_to_event
from workflows.letter_link import Link, signed
from workflows.plan_event import EventPlan, call_off_event, change_event, plan_event
from workflows.record_event import record_event

DAY = date(2025, 9, 26)
PLAN = EventPlan("networking", "Общая встреча", DAY, at_time="15:00", place="актовый зал")


@dataclass
class Scene:
    told: Story
    site: Site
    event: int

    def page(self, player: Player) -> str:
        return f"/m/{signed(SECRET, Link('event', player.id, self.event, DAY))}"

    def says(self, player: Player, word: str, about: Player | None = None) -> int:
        sent = {"answer": "coming", "person": str((about or player).id), "coming": word}
        return self.site.browser().post(f"{self.page(player)}/answer", sent).status_code

    def coming(self, player: Player) -> bool | None:
        found = self.told.read(lambda tx: events.guests(tx, [self.event]))[self.event]
        return next(one.coming for one in found if one.person_id == player.id)


@pytest.fixture
def scene(database: Database) -> Iterator[Scene]:
    told = story(database)
    told.form(mentee_ids=[told.cast.pupil.id])
    made = told.done(plan_event, organisation_id=told.cast.school.id, plan=PLAN)
    guests = [told.cast.mentor.id, told.cast.pupil.id]
    told.done(invite_to_event, event_id=made.id, person_ids=guests)
    with served(database, at=told.at) as site:
        yield Scene(told, site, int(made.id))


def test_an_answer_is_given_changed_and_taken_back(scene: Scene) -> None:
    mentor = scene.told.cast.mentor
    page = scene.site.browser().get(scene.page(mentor)).text
    assert "Приду" in page
    assert "актовый" in page
    assert scene.coming(mentor) is None  # opening changes nothing
    for word, kept in (("yes", True), ("yes", True), ("no", False), ("yes", True)):
        assert scene.says(mentor, word) == 200
        assert scene.coming(mentor) is kept
    page = scene.site.browser().get(scene.page(mentor)).text
    assert "вы придёте" in page
    use = page.partition('name="use" value="')[2].partition('"')[0]
    scene.site.browser().post(f"{scene.page(mentor)}/undo", {"use": use})
    assert scene.coming(mentor) is False  # what had been said before


def test_a_parent_answers_for_the_pupil_and_nobody_for_strangers(scene: Scene) -> None:
    cast = scene.told.cast
    assert "Приду" not in scene.site.browser().get(scene.page(cast.parent)).text
    assert scene.says(cast.parent, "yes", cast.pupil) == 200
    assert scene.coming(cast.pupil) is True
    assert scene.says(cast.mentor, "no", cast.pupil) == 409
    assert scene.coming(cast.pupil) is True
    assert scene.says(cast.outsider, "yes", cast.mentor) == 404
    assert scene.says(cast.mentor, "maybe") == 422


def test_another_day_asks_anew_and_another_place_does_not(scene: Scene) -> None:
    mentor = scene.told.cast.mentor
    scene.says(mentor, "yes")
    moved = EventPlan("networking", "Общая встреча", DAY, at_time="15:00", place="библиотека")
    scene.told.done(change_event, event_id=scene.event, plan=moved)
    assert scene.coming(mentor) is True
    later = EventPlan("networking", "Общая встреча", DAY, at_time="16:00", place="библиотека")
    scene.told.done(change_event, event_id=scene.event, plan=later)
    assert scene.coming(mentor) is None
    scene.says(mentor, "yes")  # the same words by the same link count again
    assert scene.coming(mentor) is True


def test_what_was_answered_is_no_attendance(scene: Scene) -> None:
    scene.says(scene.told.cast.mentor, "yes")
    scene.told.on(DAY)
    held = scene.told.done(record_event, event_id=scene.event, held_on=DAY)
    assert (held.invited, held.came) == (2, 0)


def test_an_event_that_is_over_or_off_takes_no_answers(scene: Scene) -> None:
    mentor = scene.told.cast.mentor
    scene.told.done(call_off_event, event_id=scene.event, reason="карантин")
    page = scene.site.browser().get(scene.page(mentor)).text
    assert "Событие отменено" in page
    assert 'value="coming"' not in page
    assert scene.says(mentor, "yes") == 422
    assert scene.coming(mentor) is None


def test_the_office_answers_for_others_and_a_mentor_does_not(scene: Scene) -> None:
    cast = scene.told.cast
    given: dict[str, Any] = {"event_id": scene.event, "person_id": cast.pupil.id, "coming": False}
    scene.told.who = cast.mentor
    assert isinstance(scene.told.run(answer_invitation, **given), Refused)
    scene.told.who = cast.curator
    scene.told.done(answer_invitation, **given)
    assert scene.coming(cast.pupil) is False
    with pytest.raises(BadInput):
        scene.told.run(answer_invitation, **(given | {"person_id": cast.outsider.id}))


def test_the_own_page_lists_the_invitation_with_its_answer(scene: Scene) -> None:
    parent = scene.told.cast.parent
    own = f"/m/{signed(SECRET, Link('person', parent.id, 0, DAY))}"
    assert "ждёт ответа" in scene.site.browser().get(own).text
    scene.says(parent, "no", scene.told.cast.pupil)
    page = scene.site.browser().get(own).text
    assert "Общая встреча" in page
    assert "ждёт ответа" not in page


@pytest.fixture
def running(database: Database) -> Iterator[tuple[Story, Installation]]:
    told = story(database)
    told.form()
    with installation(database) as found:
        found.clock.instant = told.at
        found.play(told.at + timedelta(hours=1))
        told.hour = 10
        yield told, found


def test_the_letter_leads_to_the_answer_and_its_entry_knows_it(running: tuple[Story, Installation]) -> None:
    told, found = running
    mentor = told.cast.mentor
    made = told.done(plan_event, organisation_id=told.cast.school.id, plan=PLAN)
    told.done(invite_to_event, event_id=made.id, person_ids=[mentor.id])
    found.play(found.clock.instant + timedelta(hours=1))
    [first] = [one for one in found.recorder.to(mentor.email) if entry_of(one)]
    message = message_from_bytes(first.data, policy=policy.default)
    body: Any = message.get_body(("plain",))
    assert "/m/" in body.get_content()
    assert "придёте ли вы" in " ".join(body.get_content().replace("\u00a0", " ").split())
    told.done(answer_invitation, event_id=made.id, person_id=mentor.id, coming=True)
    told.done(change_event, event_id=made.id, plan=EventPlan("networking", "Общая встреча", DAY, at_time="15:00"))
    found.play(found.clock.instant + timedelta(hours=1))
    told.hour = 12
    told.done(change_event, event_id=made.id, plan=EventPlan("networking", "Общая встреча", DAY, at_time="17:00"))
    found.play(found.clock.instant + timedelta(hours=1))
    entries = [entry for one in found.recorder.to(mentor.email) if (entry := entry_of(one))]
    stands = [(method, event["attendee"].params["PARTSTAT"]) for method, event in entries]
    assert stands == [("REQUEST", "NEEDS-ACTION"), ("REQUEST", "ACCEPTED"), ("REQUEST", "NEEDS-ACTION")]
    assert all(event["attendee"].params["RSVP"] == "FALSE" for _, event in entries)
