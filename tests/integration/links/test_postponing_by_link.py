"""A mentor marks lines of the plan by the letter's link and asks for another day; the third postponement escalates."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from storage import plan_moves, plans
from storage.database import Database
from storage.plan_moves import PlanMoveRow
from tests.support.pair_life import Story, story
from tests.support.site import SECRET, Browser, Site, served
from workflows.letter_link import Link, signed
from workflows.postpone_plan_item import answer_plan_move
from workflows.set_plan import set_plan

OCTOBER, NOVEMBER = date(2025, 10, 1), date(2025, 11, 3)


@dataclass
class Scene:
    told: Story
    site: Site

    @property
    def page(self) -> str:
        told = self.told
        link = Link("pair", told.cast.mentor.id, told.pair_id, told.day + timedelta(days=10), told.pair.visit)
        return f"/m/{signed(SECRET, link)}"

    @property
    def browser(self) -> Browser:
        return self.site.browser()

    def asks(self, to: str, *, reason: str = "Болезнь", position: int = 1) -> int:
        sent = {"answer": "postpone", "position": str(position), "to": to, "reason": reason}
        return self.browser.post(f"{self.page}/answer", sent).status_code

    @property
    def moves(self) -> list[PlanMoveRow]:
        return self.told.read(lambda tx: plan_moves.of_pair(tx, self.told.pair_id))

    @property
    def due(self) -> date:
        return self.told.read(lambda tx: plans.items(tx, self.told.pair_id))[0].due_on


@pytest.fixture
def scene(database: Database) -> Iterator[Scene]:
    told = story(database)
    told.form()
    told.walk_to("work")
    told.done(set_plan, pair_id=told.pair_id, lines=[("Провести урок", OCTOBER), ("Отчёт", NOVEMBER)])
    with served(database, at=told.at) as site:
        yield Scene(told, site)


def test_a_wish_waits_for_the_curator_and_can_be_taken_back(scene: Scene) -> None:
    assert "Попросить другой срок" in scene.browser.get(scene.page).text
    assert scene.asks("3 ноября") == 200
    assert scene.asks("3 ноября") == 200  # the second time changes nothing
    assert [(one.state, one.to_day) for one in scene.moves] == [("asked", NOVEMBER)]
    assert scene.due == OCTOBER
    page = scene.browser.get(scene.page).text
    assert "куратор ещё не ответил" in page.replace("\u00a0", " ")
    curators = scene.site.browser(scene.told.cast.curator.id).get(f"/pairs/{scene.told.pair_id}").text
    assert "Просят перенести" in curators.replace("\u00a0", " ")
    use = page.partition('name="use" value="')[2].partition('"')[0]
    scene.browser.post(f"{scene.page}/undo", {"use": use})
    assert scene.moves[0].state == "undone"
    assert scene.asks("3 ноября") == 200
    assert [one.state for one in scene.moves] == ["undone", "asked"]


def test_what_was_declined_can_be_asked_again(scene: Scene) -> None:
    scene.asks("3 ноября")
    scene.told.done(answer_plan_move, move_id=scene.moves[-1].id, yes=False)
    assert scene.asks("3 ноября") == 200
    assert [one.state for one in scene.moves] == ["declined", "asked"]


def test_a_wrong_day_and_no_reason_stay_in_the_form(scene: Scene) -> None:
    sent = {"answer": "postpone", "position": "1", "to": "1 сентября 2024", "reason": "Каникулы"}
    page = scene.browser.post(f"{scene.page}/answer", sent)
    assert page.status_code == 422
    assert 'value="1 сентября 2024"' in page.text
    assert "details open" in page.text
    assert scene.asks("3 ноября", reason="") == 422
    assert scene.asks("3 ноября", position=40) == 422
    assert scene.moves == []


def test_the_third_postponement_asks_the_curator_to_decide(scene: Scene) -> None:
    made = None
    for at, day in enumerate(("10 октября", "20 октября", "3 ноября")):
        assert scene.asks(day) == 200
        made = scene.told.done(answer_plan_move, move_id=scene.moves[at].id, yes=True)
    assert made is not None
    assert made.escalated
    assert scene.due == NOVEMBER
