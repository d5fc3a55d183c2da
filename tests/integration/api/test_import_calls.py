"""A program brings a school's file in: reads it, mends it, accepts it, takes it back."""

import base64
from collections.abc import Iterator

import httpx
import pytest

from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.programs import program
from tests.support.site import served

PLAN = """Дорожная карта наставничества
№\tМероприятие\tСрок\tОтветственный\tРезультат
1\tИздать приказ о назначении куратора\tдо 20 сентября\tДиректор\tПриказ
2\tПровести итоговую встречу пар\t\tКуратор\tПротокол
"""


@pytest.fixture
def told(database: Database) -> Story:
    return story(database)


@pytest.fixture
def curator(told: Story) -> Iterator[httpx.Client]:
    with served(told.database, at=told.at) as site, program(site, told.cast.curator.id) as made:
        yield made


def sent(told: Story, text: str = PLAN) -> dict[str, str]:
    return {"org": told.cast.school.path, "file": base64.b64encode(text.encode()).decode()}


def test_a_file_is_read_mended_accepted_and_taken_back(told: Story, curator: httpx.Client) -> None:
    made = curator.post("/roadmap-imports", json=sent(told))
    assert made.status_code == 201, made.text
    here = made.headers["Location"].removeprefix("/api/v1")
    assert curator.post("/roadmap-imports", json=sent(told)).json() == {"id": made.json()["id"], "again": True}
    shown = curator.get(here)
    assert [item["number"] for item in shown.json()["reading"]["items"]] == ["1", "2"]
    assert {"r1"} <= {question["row"] for question in shown.json()["open"]}
    undated = curator.post(f"{here}/acceptance", json={})
    assert undated.status_code == 422
    period = {"from": "2025-09-01", "to": "2026-08-31"}
    assert curator.patch(here, json=period).status_code == 200
    mended = curator.patch(f"{here}/rows/r1", json={"deadline": "до 20 мая"})
    assert mended.json()["questions"] == 0
    stale = curator.post(f"{here}/acceptance", json={}, headers={"If-Match": shown.headers["ETag"]})
    assert stale.status_code == 412
    live = curator.post(f"{here}/acceptance", json={"past": "open"}).json()
    assert (live["items"], live["added"]) == (2, None)
    values = [item["value"] for item in curator.get(f"/roadmaps/{live['id']}").json()["items"]]
    assert values == ["2025-09-20", "2026-05-20"]
    undone = curator.post(f"{here}/undo").json()
    assert (undone["roadmap"], undone["restored"]) == (live["id"], False)
    assert curator.get("/roadmaps").json()["items"] == []


def test_what_is_no_file_or_no_roadmap_is_said_to_be_none(told: Story, curator: httpx.Client) -> None:
    for text in ("", "Просто письмо"):
        answer = curator.post("/roadmap-imports", json=sent(told, text) | ({"file": "===="} if not text else {}))
        assert answer.status_code == 422, answer.text


def test_a_draft_is_dropped(told: Story, curator: httpx.Client) -> None:
    made = curator.post("/roadmap-imports", json=sent(told)).json()
    assert curator.delete(f"/roadmap-imports/{made['id']}").json() == {"id": made["id"]}
    assert curator.get(f"/roadmap-imports/{made['id']}").json()["state"] == "dropped"


def test_a_file_for_an_organisation_out_of_reach_is_not_even_opened(told: Story, curator: httpx.Client) -> None:
    broken = base64.b64encode(b"PK\x03\x04 no zip at all").decode()
    assert '"file"' in curator.post("/roadmap-imports", json={"org": told.cast.school.path, "file": broken}).text
    refused = curator.post("/roadmap-imports", json={"org": "nowhere/school-1", "file": broken})
    assert refused.status_code == 422
    assert '"org"' in refused.text
    assert '"file"' not in refused.text
