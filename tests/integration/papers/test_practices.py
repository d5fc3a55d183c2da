"""The bank of practices: kept, found, published, packed without naming those who did not consent."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest

from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import practices
from storage.database import Database
from storage.tables.events import practices as table
from tests.integration.papers.test_paper_flows import AT, TYPED, School, done
from tests.support.cast import consent, player
from workflows.find_practices import find_practices
from workflows.issue_paper import issue_paper
from workflows.keep_practice import Practice, keep_practice, publish_practice, withdraw_practice
from workflows.send_practices import pack_practices, send_practices

HOSTILE = "=1+1 <b>«Ёлка»</b> {{ head.name }}"


def test_practices_are_found_by_any_word_whatever_its_letters(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        place = school.cast.school.id
        told = Practice("Ёлка знаний", summary="Кейс для педагогов", tags="квест, игра")
        made = done(keep_practice(tx, by=school.by, organisation_id=place, told=told))
        here = table.c.organisation_id == place
        for asked in ("елка", "КВЕСТ педагог", "игра", "ёлками", "квесты для педагога", "играми", "Знание", "кве"):
            assert [one.id for one in find_practices(tx, visible=here, text=asked)] == [made.id], asked
        for asked in ("нет", "квестов нет", "игрушка"):
            assert find_practices(tx, visible=here, text=asked) == [], asked
        assert find_practices(tx, visible=here, form="group") == []


def test_a_practice_is_published_once_it_says_something(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        place = school.cast.school.id
        made = done(keep_practice(tx, by=school.by, organisation_id=place, told=Practice("Пустая")))
        assert isinstance(publish_practice(tx, by=school.by, practice_id=made.id), Refused)
        told = Practice("Полная", body="Как это было")
        change: dict[str, Any] = {"by": school.by, "organisation_id": place, "practice_id": made.id}
        done(keep_practice(tx, told=told, version=1, **change))
        with pytest.raises(ChangedMeanwhile):
            keep_practice(tx, told=told, version=1, **change)
        assert done(publish_practice(tx, by=school.by, practice_id=made.id)).state == "published"
        assert done(withdraw_practice(tx, by=school.by, practice_id=made.id)).state == "draft"
        with pytest.raises(BadInput):
            keep_practice(
                tx, by=school.by, organisation_id=place, told=Practice("Чужая", author_id=school.cast.outsider.id)
            )
        assert isinstance(keep_practice(tx, by=school.cast.mentor.acts(AT), organisation_id=place, told=told), Refused)


def test_the_package_names_only_those_who_consented(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        place = school.cast.school
        silent = player(tx, place, "Тихонов Илья Ильич", "silent", at=AT)
        consent(tx, silent, "personal-data", at=AT)  # to the school alone, not to the world
        consent(tx, school.cast.mentor, "photo", at=AT)
        assert isinstance(pack_practices(tx, by=school.by, organisation=place), Refused)
        for author, title in ((school.cast.mentor.id, HOSTILE), (silent.id, "Вторая")):
            told = Practice(title, summary="Кратко", body="Описание", author_id=author)
            made = done(keep_practice(tx, by=school.by, organisation_id=place.id, told=told))
            done(publish_practice(tx, by=school.by, practice_id=made.id))
        package = done(pack_practices(tx, by=school.by, organisation=place))
        sent = done(send_practices(tx, by=school.by, organisation=place, ids=package.practices))
        with ZipFile(BytesIO(package.content)) as file:
            names = file.namelist()
            manifest = json.loads(file.read("manifest.json"))
            with ZipFile(BytesIO(file.read("collection.docx"))) as docx:
                words = docx.read("word/document.xml").decode()
        assert names == ["collection.docx", "practices.xlsx", "manifest.json"]
        assert [one.get("author") for one in manifest["practices"]].count("Иванова Мария Петровна") == 1
        assert "Тихонов" not in json.dumps(manifest, ensure_ascii=False) + words
        assert "&lt;b&gt;" in words
        assert "{{ head.name }}" in words
        assert [practices.get(tx, key).state for key in sent.practices] == ["sent", "sent"]  # type: ignore[union-attr]  # both are there


def test_the_registered_collection_closes_its_row(database: Database) -> None:
    with database.write() as tx:
        school = School(tx)
        place = school.cast.school.id
        made = done(keep_practice(tx, by=school.by, organisation_id=place, told=Practice("Практика", body="Описание")))
        done(publish_practice(tx, by=school.by, practice_id=made.id))
        draft = school.draft(tx, "collection", typed={"fields": TYPED | {"curator.position": "методист"}})
        issued = done(issue_paper(tx, by=school.by, draft_id=draft, number="1", dated=AT.date()))
        assert [one.number for one in issued.closed] == ["3.4"]
