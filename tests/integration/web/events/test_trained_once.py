"""Whoever was trained twice stands once in the list, with both trainings; a file of them keeps a row for each."""

from storage.database import Database
from tests.integration.test_doors_of_the_work import training
from tests.support.cast import FIRST_OF_SEPTEMBER, district
from tests.support.site import served
from tests.support.spreadsheets import sheet_rows


def test_a_person_stands_once_with_every_training(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        cast = district(tx)
        training(tx, cast, "Школа наставника", people=(cast.mentor.id, cast.mentee.id), hours=16)
        training(tx, cast, "Разговор о запросе", people=(cast.mentor.id,), hours=8)
        training(tx, cast, "Без часов", people=(cast.mentor.id,))
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(cast.curator.id)
        page = curator.get("/events/trained").text
        assert page.count(f'class="thing" href="/people/{cast.mentor.id}"') == 1
        assert page.count(f'class="thing" href="/people/{cast.mentee.id}"') == 1
        assert "всего 24 ч" in page
        for title in ("Школа наставника", "Разговор о запросе", "Без часов"):
            assert title in page
        assert len(sheet_rows(curator.get("/events/trained/xlsx").content)) == 5
        shown = curator.get("/people?show=curator").text
        assert cast.curator.name.split()[0] in shown
        assert cast.mentor.name.split()[0] not in shown
