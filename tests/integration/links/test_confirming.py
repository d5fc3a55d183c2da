"""Both sides confirm a recorded meeting from the page behind their letter's link, and take it back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from engine.meetings import Confirmation
from storage.database import Database
from tests.support.cast import Player
from tests.support.pair_life import Story, story
from tests.support.site import SECRET, Site, served
from workflows.letter_link import Link, signed
from workflows.list_meetings import list_meetings
from workflows.record_meeting import record_meeting


@dataclass
class Scene:
    told: Story
    site: Site
    meeting: int

    def page(self, player: Player) -> str:
        link = Link("pair", player.id, self.told.pair_id, self.told.day + timedelta(days=10), self.told.pair.visit)
        return f"/m/{signed(SECRET, link)}"

    def says(self, player: Player, word: str) -> int:
        told = {"answer": "confirm", "meeting": str(self.meeting), "verdict": word}
        return self.site.browser().post(f"{self.page(player)}/answer", told).status_code

    @property
    def stands(self) -> Confirmation:
        [one] = self.told.read(lambda tx: list_meetings(tx, by=self.told.by, pair_id=self.told.pair_id)).held
        return one.stands


@pytest.fixture
def scene(database: Database) -> Iterator[Scene]:
    told = story(database)
    told.form(mentee_ids=[told.cast.pupil.id])
    told.walk_to("acquaintance")
    made = told.done(record_meeting, pair_id=told.pair_id, kind="work", held_on=told.day)
    with served(database, at=told.at) as site:
        yield Scene(told, site, made.id)


def test_the_mentor_and_the_parent_of_the_pupil_confirm(scene: Scene) -> None:
    cast = scene.told.cast
    assert "она была?" in scene.site.browser().get(scene.page(cast.mentor)).text
    assert scene.stands == "nobody"
    assert scene.says(cast.mentor, "yes") == 200
    assert scene.stands == "mentor"
    assert scene.says(cast.mentor, "yes") == 200  # the second time changes nothing
    assert scene.says(cast.parent, "yes") == 200
    assert scene.stands == "both"
    assert "она была?" not in scene.site.browser().get(scene.page(cast.parent)).text


def test_a_no_makes_it_disputed_until_it_is_taken_back(scene: Scene) -> None:
    parent = scene.told.cast.parent
    assert scene.says(parent, "no") == 200
    assert scene.stands == "disputed"
    page = scene.site.browser().get(scene.page(parent)).text
    use = page.partition('name="use" value="')[2].partition('"')[0]
    scene.site.browser().post(f"{scene.page(parent)}/undo", {"use": use})
    assert scene.stands == "nobody"


def test_whoever_records_a_meeting_has_said_so(scene: Scene) -> None:
    scene.told.who = scene.told.cast.mentor
    scene.told.done(record_meeting, pair_id=scene.told.pair_id, kind="work", held_on=scene.told.day)
    log = scene.told.read(lambda tx: list_meetings(tx, by=scene.told.by, pair_id=scene.told.pair_id))
    assert log.held[0].stands == "mentor"


def test_nobody_confirms_a_meeting_of_another_pair(scene: Scene) -> None:
    cast, first = scene.told.cast, scene.meeting
    scene.told.form(mentee_ids=[cast.mentee.id])
    scene.meeting = first
    assert scene.says(cast.mentee, "yes") in (404, 422)
    scene.told.pair_id -= 1
    assert scene.stands == "nobody"
