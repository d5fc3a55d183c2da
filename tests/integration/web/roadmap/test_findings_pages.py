"""What the linter finds stands on the roadmap's page; a finding is silenced with a reason and comes back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.tables.imports import silenced_findings
from storage.tables.roadmaps import items
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served
from workflows.apply_roadmap import apply_roadmap

REASON = "Приказ переиздан после аттестации"


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    made = story(sqlite_database)
    made.done(apply_roadmap, organisation_id=made.cast.school.id, template_key="s1-teachers-2025")
    return made


@pytest.fixture
def site(told: Story, tmp_path: Path) -> Iterator[Site]:
    with served(told.database, at=told.at, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
def curator(site: Site, told: Story) -> Browser:
    return site.browser(told.cast.curator.id)


def row_id(told: Story, number: str) -> int:
    return told.read(lambda tx: int(tx.execute(select(items.c.id).where(items.c.number == number)).scalar_one()))


def test_the_roadmap_tells_what_contradicts_itself(curator: Browser, told: Story) -> None:
    page = curator.get("/roadmap").text
    assert "Замечания к карте" in page
    assert "предупреждений: 4" in page.replace("\u00a0", " ")
    assert "Приказ о закреплении пар — срок 20.02.2026" in page.replace("\u00a0", " ")
    assert f'href="/roadmap/items/{row_id(told, "16")}/silence?rule=contradictory-order"' in page


def test_a_finding_is_silenced_with_a_reason_and_taken_back(curator: Browser, told: Story) -> None:
    row = row_id(told, "16")
    assert "Сроки идут в неверном порядке" in curator.get(f"/roadmap/items/{row}/silence?rule=contradictory-order").text
    sent = {"rule": "contradictory-order", "reason": REASON}
    page = curator.post(f"/roadmap/items/{row}/silence", sent).text.replace("\u00a0", " ")
    assert "предупреждений: 3" in page
    assert "снято: 1" in page
    assert REASON in page
    assert 'id="findings" open' in page
    page = curator.post(f"/roadmap/items/{row}/unsilence", {"rule": "contradictory-order"}).text.replace("\u00a0", " ")
    assert "предупреждений: 4" in page
    assert told.read(lambda tx: tx.execute(select(silenced_findings)).all()) == []


def test_without_a_reason_the_form_comes_back(curator: Browser, told: Story) -> None:
    row = row_id(told, "16")
    answer = curator.post(f"/roadmap/items/{row}/silence", {"rule": "contradictory-order", "reason": ""})
    assert answer.status_code == 422
    assert "Снять замечание" in answer.text


def test_an_unknown_rule_is_no_page(curator: Browser, told: Story) -> None:
    assert curator.get(f"/roadmap/items/{row_id(told, '16')}/silence?rule=nonsense").status_code == 404
    unnamed = curator.get(f"/roadmap/items/{row_id(told, '16')}/silence")
    assert unnamed.url.path.startswith("/roadmap/")
    assert "findings=open" in str(unnamed.url)


def test_it_reads_in_english(curator: Browser) -> None:
    curator.post("/language", {"language": "en"})
    page = curator.get("/roadmap?findings=open").text
    assert "Findings about the roadmap" in page
    assert "Dates contradict the order of things" in page
    assert "Замечания" not in page
