"""Organisations: the tree, one of them, a new one, what it lives by; the journal in words, for its own people."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import journal, organisations
from storage.database import Database
from tests.support.cast import District, district
from tests.support.crawling import seen
from tests.support.site import Site, served
from workflows.change_organisation import OrganisationChanges, change_organisation

AT = datetime(2025, 9, 26, 9, tzinfo=UTC)
World = tuple[Site, District]


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    with sqlite_database.write() as tx:
        cast = district(tx)
    with served(sqlite_database, at=AT) as site:
        yield site, cast


def test_zone_and_week_leave_a_mark_and_the_name_does_not(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        by, school = By(at=AT, person_id=cast.director.id), cast.school.id
        renamed = change_organisation(
            tx, by=by, organisation_id=school, changes=OrganisationChanges(name="Лицей № 5"), version=1
        )
        assert not isinstance(renamed, Refused)
        assert (renamed.fields, organisations.pending_marks(tx)) == (("name",), [])
        moved = change_organisation(
            tx, by=by, organisation_id=school, changes=OrganisationChanges(timezone="Asia/Omsk", week=6), version=2
        )
        assert not isinstance(moved, Refused)
        assert (moved.fields, moved.version) == (("timezone", "week"), 3)
        assert [(kind, path) for kind, path, _ in organisations.pending_marks(tx)] == [("calendar", cast.school.path)]
        same = change_organisation(tx, by=by, organisation_id=school, changes=OrganisationChanges(week=6))
        assert same == type(moved)(school, 3, ())
        [line, *_] = journal.entries(tx, school)
        assert (line.verb, line.facts) == ("organisation.change", {"timezone": "Asia/Omsk", "week": 6})


def test_who_may_not_and_what_does_not_fit(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        head, curator = (By(at=AT, person_id=one.id) for one in (cast.director, cast.curator))
        school, foreign = cast.school.id, cast.other_school.id
        changes = OrganisationChanges(name="Лицей")
        assert isinstance(change_organisation(tx, by=curator, organisation_id=school, changes=changes), Refused)
        with pytest.raises(BadInput):
            change_organisation(tx, by=head, organisation_id=foreign, changes=changes)
        with pytest.raises(ChangedMeanwhile):
            change_organisation(tx, by=head, organisation_id=school, changes=changes, version=7)
        for wrong in (OrganisationChanges(week=4), OrganisationChanges(timezone="Mars"), OrganisationChanges(name=" ")):
            with pytest.raises(BadInput):
                change_organisation(tx, by=head, organisation_id=school, changes=wrong)


def test_the_tree_and_a_new_school(world: World) -> None:
    site, cast = world
    administrator = site.browser(cast.administrator.id)
    page = administrator.get("/organisations").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Громов П. И." in page
    told = {
        "org": cast.municipality.path,
        "name": "Школа № 8",
        "kind": "school",
        "week": "5",
        "timezone": "Europe/Kirov",
    }
    again = administrator.post("/organisations/new", told | {"name": ""})
    assert again.status_code == 422
    made = administrator.post("/organisations/new", told)
    assert "Организация добавлена" in made.text
    assert made.url.path in seen(administrator.get("/organisations").text).links
    assert site.browser(cast.director.id).post("/organisations/new", told).status_code == 404


def test_one_organisation_is_changed_and_a_stale_form_is_told(world: World) -> None:
    site, cast = world
    head, url = site.browser(cast.director.id), f"/organisations/{cast.school.id}"
    told = {"name": "Лицей № 5", "timezone": "Europe/Samara", "week": "6", "version": "1"}
    assert "Сохранено" in head.post(url, told).text
    stale = head.post(url, told | {"name": "Гимназия"})
    assert (stale.status_code, 'value="Гимназия"' in stale.text) == (409, True)


def test_the_journal_names_people_only_to_their_own(world: World) -> None:
    site, cast = world
    inside, above = site.browser(cast.curator.id), site.browser(cast.administrator.id)
    own, seen_above = inside.get("/journal").text, above.get(f"/journal?org={cast.school.path}").text
    assert "Добавлен участник" in own
    assert "Добавлен участник" in seen_above
    assert "Смирнов" in own
    assert "Смирнов" not in seen_above
    assert inside.get(f"/journal?org={cast.other_school.path}").status_code == 404


def test_the_journal_by_kind_day_and_page(world: World) -> None:
    site, cast = world
    curator = site.browser(cast.curator.id)
    letters = curator.get("/journal?group=letters").text
    assert "Таких записей нет" in letters
    consents = curator.get("/journal?group=people").text
    assert "Записано согласие" in consents
    assert "Добавлена организация" not in consents
    assert "Таких записей нет" in curator.get("/journal?since=02.09.2025").text
    assert "Добавлена организация" in curator.get("/journal?since=01.09.2025&until=1 сентября 2025").text
    assert curator.get("/journal?until=nonsense").status_code == 422
    assert "Добавлена организация" in curator.get("/journal?before=2").text
    assert curator.get("/journal/xlsx").status_code == 200
