"""The pages of a plan: filled from a template, changed, marked, moved, undone, printed; approved as a list."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from engine.plans.model import PlanHead, PlanLine
from storage import plans
from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served
from workflows.approve_plan import approve_plan
from workflows.set_plan import set_plan

TUESDAY, OCTOBER = date(2025, 9, 2), date(2025, 10, 1)


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    return made.on(TUESDAY)


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as running:
        yield running


@pytest.fixture
def curator(told: Story, site: Site) -> Browser:
    return site.browser(told.cast.curator.id)


def at(told: Story, act: str) -> str:
    return f"/pairs/{told.pair_id}{act}"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("&nbsp;", " ")


def typed(page: str) -> dict[str, str]:
    """Every field of the form of the plan as it would be sent."""
    form = page[page.index('class="spaced"') :]
    found = {}
    for tag in re.findall(r"<input[^>]+>", form):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag:
            found[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = body
    for name, body in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return {key: value for key, value in found.items() if key not in ("csrf", "once")}


def items(told: Story) -> list[plans.PlanItemRow]:
    return told.read(lambda tx: plans.items(tx, told.pair_id))


def written(told: Story, *, approved: bool = False) -> None:
    told.done(set_plan, pair_id=told.pair_id, lines=[("Урок", OCTOBER), ("Отчёт", OCTOBER)])
    if approved:
        told.done(approve_plan, pair_id=told.pair_id, paper_id=told.paper("order", "plan-approval"))


def test_a_plan_is_filled_from_a_template_and_saved(told: Story, curator: Browser) -> None:
    empty = curator.get(at(told, "/plan"))
    sent = typed(empty.text) | {"template": "teacher-pair", "fill": "1", "from": "01.10.2025", "to": "25.12.2025"}
    filled = curator.post(at(told, "/plan"), sent)
    form = typed(filled.text)
    assert (form["due-1"], form["who-1"], form["who-3"]) == ("08.10.2025", "both", "mentee")
    assert form["goal"]
    assert items(told) == []
    saved = curator.post(at(told, "/plan"), form | {"request": "Не бояться класса"})
    assert "План сохранён, пунктов: 12" in plain(saved.text)
    plan = told.read(lambda tx: plans.get(tx, told.pair_id))
    assert plan is not None
    assert (plan.request, plan.template, plan.term_to) == ("Не бояться класса", "teacher-pair", date(2025, 12, 25))
    assert len(plan.tasks) == 4


def test_an_approved_plan_is_changed_with_a_reason_and_the_change_is_undone(told: Story, curator: Browser) -> None:
    written(told, approved=True)
    before = [one.id for one in items(told)]
    form = typed(curator.get(at(told, "/plan")).text)
    assert form["item-1"] == str(before[0])
    form |= {"title-1": "Открытый урок", "title-2": "", "due-2": ""}
    refused = curator.post(at(told, "/plan"), form)
    assert (refused.status_code, "Открытый урок" in refused.text) == (422, True)
    saved = curator.post(at(told, "/plan"), form | {"reason": "Отчёт не нужен"})
    assert "утвердить заново" in plain(saved.text)
    assert [(one.id, one.title) for one in items(told)] == [(before[0], "Открытый урок")]
    editions = plain(curator.get(at(told, "/plan/editions")).text)
    assert "Отчёт не нужен" in editions
    assert "Исключён пункт: Отчёт" in editions
    assert "Изменение плана отменено" in plain(curator.post(at(told, "/plan/undo"), {}).text)
    assert [one.id for one in items(told)] == before


def test_what_came_of_a_line_is_told_and_taken_back(told: Story, curator: Browser) -> None:
    written(told)
    page = curator.get(at(told, "/plan/mark?position=2"))
    assert "Отчёт" in page.text
    said = {"position": "2", "mark": "partly", "result": "Половина <b>готова</b>"}
    card = curator.post(at(told, "/plan/mark"), said)
    assert "Половина &lt;b&gt;готова&lt;/b&gt;" in plain(card.text)
    assert "частично" in card.text
    assert (items(told)[1].mark, items(told)[1].done_on) == ("partly", None)
    curator.post(at(told, "/undo-record"), {"position": "2"})
    assert items(told)[1].mark == ""
    assert curator.get(at(told, "/plan/mark?position=9")).status_code == 404


def test_a_mentor_asks_for_another_day_and_the_curator_agrees(told: Story, site: Site, curator: Browser) -> None:
    written(told)
    mentor = site.browser(told.cast.mentor.id)
    assert "Попросить о переносе" in mentor.get(at(told, "/plan/move?position=1")).text
    asked = mentor.post(at(told, "/plan/move"), {"position": "1", "to": "20.10.2025", "reason": "Болезнь"})
    assert "Куратор увидит просьбу" in plain(asked.text)
    card = plain(curator.get(at(told, "")).text)
    assert "Просят перенести на 20.10.2025: «Болезнь»" in card
    move = re.search(r'name="move" value="(\d+)"', card)
    assert move
    assert mentor.post(at(told, "/plan/move/answer"), {"move": move[1], "yes": "1"}).status_code == 404
    moved = plain(curator.post(at(told, "/plan/move/answer"), {"move": move[1], "yes": "1"}).text)
    assert "01.10.2025 → 20.10.2025" in moved
    assert items(told)[0].due_on == date(2025, 10, 20)
    curator.post(at(told, "/plan/move/undo"), {"move": move[1]})
    assert items(told)[0].due_on == OCTOBER


def test_the_plan_is_printed_whole(told: Story, curator: Browser) -> None:
    written(told)
    page = plain(curator.get(at(told, "/plan/print")).text)
    assert all(words in page for words in ("Иванова", "Урок", "01.10.2025", "0 из 2 (0 %)"))


def test_readers_above_see_no_words_of_a_plan(told: Story, site: Site) -> None:
    written(told, approved=True)
    above = site.browser(told.cast.administrator.id)
    for act in ("", "/plan/print", "/plan/editions"):
        assert "Отчёт" not in above.get(at(told, act)).text, act


def test_a_list_for_approval_shows_the_goal_and_the_term(told: Story, site: Site) -> None:
    told.done(
        set_plan,
        pair_id=told.pair_id,
        lines=[("Урок", OCTOBER)],
        head=PlanHead(goal="Уверенно вести урок", term_from=TUESDAY, term_to=date(2025, 12, 25)),
    )
    page = plain(site.browser(told.cast.director.id).get("/approvals").text)
    assert "Уверенно вести урок" in page
    assert "02.09.2025 — 25.12.2025" in page


def test_a_plan_changed_after_its_approval_says_line_by_line_what_is_new(told: Story, site: Site) -> None:
    written(told, approved=True)
    [kept, _] = items(told)
    told.done(
        set_plan,
        pair_id=told.pair_id,
        lines=[PlanLine("Открытый урок", OCTOBER, item_id=kept.id)],
        reason="Отчёт не нужен",
    )
    page = plain(site.browser(told.cast.director.id).get("/approvals").text)
    assert "Что изменилось после утверждения" in page
    assert "Исключён пункт: Отчёт" in page
    assert "Отчёт не нужен" in page
    above = plain(site.browser(told.cast.administrator.id).get("/approvals").text)
    assert "Исключён пункт: Отчёт" not in above


def test_the_list_of_plans_says_what_waits(told: Story, site: Site, curator: Browser) -> None:
    missing = plain(curator.get("/plans?show=missing").text)
    assert "нет плана" in missing
    written(told)
    page = plain(curator.get("/plans").text)
    assert all(words in page for words in ("Иванова", "0 / 2, 0 %", "не утверждён", "01.10.2025"))
    assert "Таких планов нет" in plain(curator.get("/plans?show=late").text)
    file = curator.get("/plans/xlsx")
    assert (file.status_code, file.content[:2]) == (200, b"PK")
    above = plain(site.browser(told.cast.administrator.id).get("/plans").text)
    assert "Иванова" not in above
    assert "Пара № 1" in above
    assert site.browser(told.cast.outsider.id).get(f"/plans?org={told.cast.school.path}").status_code == 404
