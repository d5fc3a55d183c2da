"""Lifecycles over HTTP: the drawing with its counts, and moving live pairs with a preview of each."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.lifecycle import Definition
from engine.words import Words
from storage import pairs
from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served
from workflows.definitions.lifecycle_files import lifecycle
from workflows.definitions.migration_files import StageMap
from workflows.publish_definition import publish_definition

KEY = "teacher-pair"
PAGE = f"/settings/lifecycles/{KEY}"


def without_trial() -> Definition:
    """Version 2 has no trial meeting; one plans from the acquaintance on."""
    first = lifecycle(KEY)
    stages = tuple(stage for stage in first.stages if stage.key != "trial_meeting")
    moves = tuple(
        replace(
            move,
            from_=tuple(dict.fromkeys("acquaintance" if one == "trial_meeting" else one for one in move.from_)),
        )
        for move in first.moves
        if move.key not in ("try", "back_to_acquaintance")
    )
    return replace(first, version=2, title=Words("Учитель — учителю, короче", "Shorter"), stages=stages, moves=moves)


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    made.walk_to("trial_meeting")
    return made


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as running:
        yield running


@pytest.fixture
def head(site: Site, told: Story) -> Browser:
    return site.browser(told.cast.director.id)


def published(told: Story) -> None:
    told.who = None
    told.done(
        publish_definition,
        definition=without_trial(),
        stage_map=StageMap(KEY, 2, {"trial_meeting": "acquaintance"}),
    )


def test_the_drawing_counts_live_pairs_and_moves_say_what_they_need(head: Browser) -> None:
    page = head.get(PAGE).text.replace("\u00a0", " ")
    assert "<svg" in page
    assert "1 пара" in page
    assert "Пробная встреча: обе стороны за" in page


def test_nothing_is_moved_before_it_is_asked(told: Story, head: Browser) -> None:
    published(told)
    assert "Перенести пары в эту версию" in head.get(PAGE).text.replace("\u00a0", " ")
    page = head.get(f"{PAGE}/migrate?to=2").text.replace("\u00a0", " ")
    assert "выберите этап" in page
    assert 'aria-disabled="true"' in page
    looked = head.post(f"{PAGE}/migrate", {"to": "2", "do": "look", "stage.trial_meeting": "acquaintance"})
    assert "другой этап" in looked.text.replace("\u00a0", " ")
    assert told.pair.stage == "trial_meeting"


def test_pairs_move_as_shown(told: Story, head: Browser) -> None:
    published(told)
    answer = head.post(f"{PAGE}/migrate", {"to": "2", "do": "move", "stage.trial_meeting": "acquaintance"})
    assert "Перенесено пар: 1" in answer.text.replace("\u00a0", " ")
    assert told.pair.stage == "acquaintance"
    assert told.history[-1].verb == "pair.migrate"
    assert "переносить нечего" in head.get(f"{PAGE}/migrate?to=2").text.replace("\u00a0", " ")


def test_without_a_mapping_every_fault_is_told_and_nothing_moves(told: Story, head: Browser) -> None:
    published(told)
    answer = head.post(f"{PAGE}/migrate", {"to": "2", "do": "move"})
    assert answer.status_code == 409
    assert "живых пар: 1" in answer.text.replace("\u00a0", " ")
    assert told.pair.stage == "trial_meeting"


@pytest.mark.parametrize("target", ["closed", "suspended", "nowhere", "<b>"])
def test_a_mapping_that_cannot_be_moves_nothing(told: Story, head: Browser, target: str) -> None:
    published(told)
    answer = head.post(f"{PAGE}/migrate", {"to": "2", "do": "move", "stage.trial_meeting": target})
    assert answer.status_code == 409
    assert "→ <b>" not in answer.text
    assert told.pair.stage == "trial_meeting"


def test_pairs_of_other_schools_stay_where_they_are(told: Story, site: Site) -> None:
    published(told)
    with told.database.read() as tx:
        before = pairs.get(tx, told.pair_id)
    stranger = site.browser(told.cast.outsider.id)
    assert stranger.post(f"{PAGE}/migrate", {"to": "2", "do": "move"}).status_code == 404
    with told.database.read() as tx:
        assert pairs.get(tx, told.pair_id) == before


@pytest.mark.parametrize("version", ["99", "0", "x", "-1", "1e3", "١"])
def test_a_version_that_is_not_there_has_no_page(head: Browser, version: str) -> None:
    assert head.get(f"{PAGE}?version={version}").status_code == 404
    assert head.get(f"{PAGE}/migrate?to={version}").status_code == 404
