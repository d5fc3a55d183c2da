"""A program loads a list of people, completes a profile, reads the registers."""

import base64
from collections.abc import Iterator

import httpx
import pytest

from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district
from tests.support.people_files import GOOD, PUPIL, but, people_file
from tests.support.programs import program
from tests.support.site import served

Called = tuple[httpx.Client, District]


@pytest.fixture
def called(sqlite_database: Database) -> Iterator[Called]:
    with sqlite_database.write() as tx:
        cast = district(tx)
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site, program(site, cast.curator.id) as client:
        yield client, cast


def sent(cast: District, data: bytes, **more: object) -> dict[str, object]:
    return {"org": cast.school.path, "file": base64.b64encode(data).decode(), **more}


def test_a_list_is_loaded_and_taken_back(called: Called) -> None:
    client, cast = called
    refused = client.post("/people-imports", json=sent(cast, people_file(GOOD, but(PUPIL, born="весной"))))
    assert refused.status_code == 409, refused.text
    assert "column J" in refused.text or "столбец J" in refused.text
    made = client.post("/people-imports", json=sent(cast, people_file(GOOD, but(PUPIL, born="весной")), good_rows=True))
    assert made.status_code == 201, made.text
    assert (made.json()["added"], made.json()["left"]) == (1, 1)
    undone = client.post(f"/people-imports/{made.json()['id']}/undo")
    assert undone.json() == {"id": made.json()["id"], "removed": 1, "restored": 0}
    broken = client.post("/people-imports", json=sent(cast, b"no table at all"))
    assert broken.status_code == 422


def test_a_profile_is_read_and_changed(called: Called) -> None:
    client, cast = called
    here = f"/people/{cast.mentor.id}/profile"
    assert client.get(here).json()["version"] == 0
    changed = client.patch(here, json={"capacity": 2, "needs": ["ЕГЭ"]}).json()
    assert (changed["capacity"], changed["needs"], changed["version"]) == (2, ["ЕГЭ"], 1)
    taken = client.patch(here, json={"capacity": None}, headers={"If-Match": '"1"'}).json()
    assert (taken["capacity"], taken["needs"]) == (None, ["ЕГЭ"])
    assert client.patch(here, json={"sex": "f"}, headers={"If-Match": '"1"'}).status_code == 412
    assert client.patch(here, json={"capacity": 11}).status_code == 422


def test_a_register_is_read_on_a_day(called: Called) -> None:
    client, cast = called
    told = client.get(f"/organisations/{cast.school.id}/registers/mentors", params={"on": "2025-09-01"}).json()
    assert told["register"] == "mentors"
    assert cast.mentor.name in {row[0] for row in told["rows"]}
    assert client.get(f"/organisations/{cast.school.id}/registers/nobody").status_code == 404
