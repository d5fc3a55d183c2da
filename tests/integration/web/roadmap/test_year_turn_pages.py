"""The wizard of the school year: each step shows what would be, the draft travels along, only the last button acts."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.tables.journal import journal_entries
from tests.integration.years.test_stages_dropped import in_trial
from tests.integration.years.test_turning_the_year import school
from tests.support.pair_life import Story
from tests.support.site import Site, served

HIDDEN = re.compile(r'<input type="hidden" name="([\w.-]+)" value="([^"]*)"')


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Story]]:
    told = school(sqlite_database)
    with served(sqlite_database, at=told.at) as site:
        yield site, told


def lines(told: Story) -> int:
    with told.database.read() as tx:
        return int(tx.execute(select(func.count()).select_from(journal_entries)).scalar_one())


def test_four_steps_and_nothing_stored_before_the_last(world: tuple[Site, Story]) -> None:
    site, told = world
    curator, path = site.browser(told.cast.curator.id), told.cast.school.path
    before = lines(told)
    first = curator.get("/year-turn").text
    assert "Какие программы продолжаются" in first
    draft = {"org": path, "programmes_known": "1", "programme": str(told.programme_id)}
    pairs = curator.post("/year-turn", {**draft, "go": "pairs"}).text
    assert f'name="programme" value="{told.programme_id}"' in pairs  # the draft travels hidden
    assert "Иванова" in pairs
    chosen = {**draft, f"pair_{told.pair_id}": "close", f"outcome_{told.pair_id}": "by_agreement"}
    rows = curator.post("/year-turn", {**chosen, "go": "rows"}).text
    assert "не сделано: переносится" in rows
    assert "первый срок был" in rows
    assert dict(HIDDEN.findall(rows))[f"pair_{told.pair_id}"] == "close"
    taken = re.findall(r'name="row" value="(\d+)" checked', rows)
    look = curator.post("/year-turn", {**chosen, "rows_known": "1", "row": taken[:3], "go": "look"}).text
    assert "3\N{NO-BREAK SPACE}пункта" in look
    assert "останутся просроченными" in look
    assert lines(told) == before
    done = curator.post("/year-turn", {**chosen, "rows_known": "1", "row": taken[:3], "do": "turn"})
    assert "Новый год начат. Пар продлено: 1, закрыто: 0, закроется после предупреждения: 1" in done.text
    assert lines(told) > before
    assert "новый год уже начат" in curator.get("/year-turn").text
    assert "Всё как было" in curator.post("/year-turn/undo", {"org": path}).text


def test_what_cannot_be_closed_is_said_and_kept(world: tuple[Site, Story]) -> None:
    site, told = world
    curator, path = site.browser(told.cast.curator.id), told.cast.school.path
    unready = told.form(mentee_ids=[told.extra["mentee-2"].id], stage="final_meeting", since=told.day.replace(day=1))
    draft = {"org": path, f"pair_{unready.id}": "close", f"outcome_{unready.id}": "completed"}
    look = curator.post("/year-turn", {**draft, "go": "look"}).text
    assert "Нет отчёта" in look or "отч" in look
    refused = curator.post("/year-turn", {**draft, "do": "turn"})
    assert refused.status_code == 409
    assert f"Пара № {unready.number}" in refused.text.replace("\N{NO-BREAK SPACE}", " ")
    assert dict(HIDDEN.findall(refused.text))[f"pair_{unready.id}"] == "close"


def test_a_dropped_stage_is_mapped_in_the_form(world: tuple[Site, Story]) -> None:
    site, told = world
    trial = in_trial(told)
    curator, path = site.browser(told.cast.curator.id), told.cast.school.path
    bare = curator.post("/year-turn", {"org": path, "go": "pairs"}).text
    assert 'name="stage.teacher-pair.trial_meeting"' in bare
    assert "На этапе «Пробная встреча» живых пар: 1" in bare.replace("\N{NO-BREAK SPACE}", " ")
    assert 'name="stage.teacher-pair.work"' not in bare  # it has its place
    kept = curator.post("/year-turn", {"org": path, f"pair_{trial}": "leave", "go": "pairs"}).text
    assert "stage.teacher-pair" not in kept  # a pair that does not go on needs no place
    mapped = {"org": path, "stage.teacher-pair.trial_meeting": "acquaintance"}
    shown = curator.post("/year-turn", {**mapped, "go": "pairs"}).text
    assert '<option value="acquaintance" selected>' in shown
    assert "не хватает места" not in shown
    assert "→ <b>Первая встреча</b>" in shown
    for step in ("rows", "look", "programmes"):
        page = curator.post("/year-turn", {**mapped, "go": step}).text
        assert dict(HIDDEN.findall(page))["stage.teacher-pair.trial_meeting"] == "acquaintance"
    refused = curator.post("/year-turn", {"org": path, "do": "turn"})
    assert refused.status_code == 409
    assert "trial_meeting" not in refused.text  # stages have titles
    assert told.pair.stage == "trial_meeting"
    assert "Новый год начат. Пар продлено: 3" in curator.post("/year-turn", {**mapped, "do": "turn"}).text
    assert told.pair.stage == "acquaintance"


def test_nobody_elses_year(world: tuple[Site, Story]) -> None:
    site, told = world
    outsider = site.browser(told.cast.outsider.id)
    answer = outsider.get(f"/year-turn?org={told.cast.school.path}")
    assert answer.status_code in (404, 422)
    assert "Иванова" not in answer.text
    assert site.browser(told.cast.mentor.id).get("/year-turn").status_code == 404


def test_the_district_sees_no_names(world: tuple[Site, Story]) -> None:
    site, told = world
    page = (
        site.browser(told.cast.administrator.id).post("/year-turn", {"org": told.cast.school.path, "go": "pairs"}).text
    )
    assert "Пара" in page
    assert "Иванова" not in page
