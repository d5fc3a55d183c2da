"""What is kept is counted, told as a file, moved along or erased with an act; erasing is confirmed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from storage.database import Database
from tests.support.cast import District, district
from tests.support.site import Site, served

AT = datetime(2025, 9, 26, 9, tzinfo=UTC)
World = tuple[Site, District]


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    with sqlite_database.write() as tx:
        cast = district(tx)
    with served(sqlite_database, at=AT) as site:
        yield site, cast


def test_everything_comes_as_a_file_without_a_name_in_it(world: World) -> None:
    site, cast = world
    answer = site.browser(cast.curator.id).post(f"/people/{cast.mentee.id}/export", {})
    assert answer.headers["content-disposition"] == f'attachment; filename="nastavnik-{cast.mentee.id}.zip"'
    told = json.loads(ZipFile(BytesIO(answer.content)).read("data.json"))
    assert [row["name"] for row in told["tables"]["person"]] == [cast.mentee.name]
    journal = site.browser(cast.curator.id).get("/journal").text
    assert "Выгружено всё об участнике" in journal


def test_a_head_erases_after_a_confirmation_and_keeps_the_act(world: World) -> None:
    site, cast = world
    head, at = site.browser(cast.director.id), f"/people/{cast.mentee.id}"
    page = head.get(f"{at}/leaving").text
    assert "Удалить данные" in page
    unsure = head.post(f"{at}/erase", {"ground": "request"})
    assert unsure.status_code == 422
    assert "удаление нельзя отменить" in unsure.text
    done = head.post(f"{at}/erase", {"ground": "request", "sure": "1"})
    assert "Акт об уничтожении персональных данных" in done.text
    assert cast.mentee.name not in head.get("/people").text
    assert "уже удалены" in head.get(f"{at}/leaving").text
    assert "Акт №\N{NO-BREAK SPACE}1" in head.get("/erasures").text


def test_a_curator_is_not_offered_to_erase(world: World) -> None:
    site, cast = world
    curator, at = site.browser(cast.curator.id), f"/people/{cast.mentee.id}"
    assert "Удалить данные" not in curator.get(f"{at}/leaving").text
    assert (
        curator.post(f"{at}/erase", {"ground": "request", "sure": "1"}).status_code == 404
    )  # like what does not exist


def test_what_is_in_the_way_is_said_before(world: World) -> None:
    site, cast = world
    page = site.browser(cast.director.id).get(f"/people/{cast.parent.id}/leaving").text
    assert "представляет несовершеннолетних" in page
    assert "Удалить данные</button>" not in page


def test_who_sees_both_schools_transfers(world: World) -> None:
    site, cast = world
    at = f"/people/{cast.mentee.id}"
    assert "попросите администратора района" in site.browser(cast.director.id).get(f"{at}/leaving").text
    above = site.browser(cast.administrator.id)
    done = above.post(f"{at}/transfer", {"to": cast.other_school.path, "on": "26.09.2025", "consent": ""})
    assert "Участник переведён" in done.text
    same = above.post(f"{at}/transfer", {"to": cast.other_school.path, "on": "26.09.2025", "consent": ""})
    assert same.status_code == 422
