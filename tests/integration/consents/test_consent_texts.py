"""Versions of the texts: built in, published by an organisation, immutable, in force on the day of the signature."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from engine.actors import By
from engine.consent_texts import ConsentText, doubts_about, faults_of
from engine.refusals import BadInput, Refused
from storage import consent_texts, consents
from storage.database import Database
from storage.organisations import OrganisationRow
from tests.support.cast import District, district, operator
from tests.support.pair_life import story
from workflows.consent_texts import current, renewals_of, text_for, texts_of
from workflows.definitions.consent_files import (
    consent_from_json,
    consent_hash,
    consent_keys,
    consent_text,
    consent_to_json,
    read_consent_text,
)
from workflows.publish_consent_text import ConsentTextPublished, publish_consent_text
from workflows.record_consent import CONSENT_KINDS, ConsentRecorded, record_consent
from workflows.show_consents import show_consents

OCTOBER = datetime(2025, 10, 1, 9, tzinfo=UTC)
GOOD = """consent: personal-data-adult
version: 2
purpose: personal-data
signed_for: adult
document: consent
title: Согласие
paragraphs:
  - "Я, {{ name }}."
"""


@pytest.mark.parametrize("key", consent_keys())
def test_a_built_in_text_is_sound_and_says_what_the_law_wants(key: str) -> None:
    text = consent_text(key)
    assert text.key == key
    assert list(faults_of((text.title, *text.paragraphs))) == []
    assert doubts_about(text) == ()
    assert consent_from_json(consent_to_json(text)) == text


@pytest.mark.parametrize("minor", [True, False])
@pytest.mark.parametrize("kind", CONSENT_KINDS)
def test_everybody_has_one_document_for_each_purpose(database: Database, kind: str, minor: bool) -> None:
    with database.read() as tx:
        texts = texts_of(tx, "")
    fitting = [one for one in texts if one.text.document == "consent" and one.text.fits(kind, minor=minor)]  # type: ignore[arg-type]  # one of the kinds
    assert len(fitting) == 1


@pytest.mark.parametrize(
    ("broken", "word"),
    [
        (GOOD.replace("{{ name }}", "{{ salary }}"), "salary"),
        (GOOD.replace("adult\ndocument", "everybody\ndocument"), "everybody"),
        (GOOD + "colour: red\n", "colour"),
        (GOOD.replace("version: 2", "version: 0"), "0"),
    ],
)
def test_a_broken_file_is_told_with_its_place(broken: str, word: str) -> None:
    found = read_consent_text(broken, "my.yaml")
    assert isinstance(found, tuple)
    assert any(word in str(fault) for fault in found)
    assert str(found[0]).startswith("my.yaml:")


def published(tx: object, place: OrganisationRow, *, by: By, **changed: object) -> ConsentTextPublished | Refused:
    told = replace(consent_text("personal-data-adult"), **{"version": 2, "title": "Наше согласие"} | changed)  # type: ignore[arg-type]  # fields of the text
    return publish_consent_text(tx, by=by, organisation=place, text=told)  # type: ignore[arg-type]  # a connection


class TestPublishing:
    def test_it_holds_there_and_below_and_not_beside(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            made = published(tx, cast.school, by=cast.curator.acts(OCTOBER))
            assert isinstance(made, ConsentTextPublished)
            here = current(texts_of(tx, cast.school.path), "personal-data-adult")
            beside = current(texts_of(tx, cast.other_school.path), "personal-data-adult")
        assert (here.text.title, here.since, here.id) == ("Наше согласие", date(2025, 10, 1), made.id)
        assert beside.text.version == 1

    def test_the_same_text_again_is_the_same_version(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            first = published(tx, cast.school, by=operator())
            again = published(tx, cast.school, by=operator(OCTOBER))
        assert isinstance(first, ConsentTextPublished)
        assert isinstance(again, ConsentTextPublished)
        assert (again.id, again.fresh) == (first.id, False)

    def test_a_number_that_is_not_newer_is_refused(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            published(tx, cast.school, by=operator())
            other = published(tx, cast.school, by=operator(), title="Другое")
        assert isinstance(other, Refused)
        assert "version: 3" in other.reasons[0].mend.ru

    def test_another_purpose_under_this_key_is_bad_input(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            with pytest.raises(BadInput):
                published(tx, cast.school, by=operator(), purpose="photo")
            with pytest.raises(BadInput):
                published(tx, cast.school, by=operator(), key="my-own")

    def test_a_mentor_does_not_publish(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            refused = published(tx, cast.school, by=cast.mentor.acts())
        assert isinstance(refused, Refused)

    def test_what_was_published_is_stored_as_its_hash_says(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            made = published(tx, cast.school, by=operator())
            assert isinstance(made, ConsentTextPublished)
            row = consent_texts.by_ids(tx, [made.id])[made.id]
        assert consent_hash(consent_from_json(row.body)) == row.hash == made.hash


def signed(tx: object, cast: District, day: date) -> str:
    made = record_consent(tx, by=operator(OCTOBER), person_id=cast.outsider.id, kind="personal-data", signed_on=day)  # type: ignore[arg-type]  # a connection
    assert isinstance(made, ConsentRecorded)
    return made.text


@pytest.mark.parametrize(("day", "version"), [(date(2025, 9, 14), 1), (date(2025, 9, 15), 2)])
def test_the_text_is_that_of_the_day_of_the_signature(database: Database, day: date, version: int) -> None:
    with database.write() as tx:
        cast = district(tx)
        published(tx, cast.municipality, by=operator(datetime(2025, 9, 15, 6, tzinfo=UTC)))
        assert signed(tx, cast, day) == f"personal-data-adult@{version}"


class TestRenewal:
    def test_a_newer_text_leaves_the_coverage_alone_unless_it_asks(self, database: Database) -> None:
        told = story(database)
        told.form()
        before = told.read(lambda tx: show_consents(tx, by=told.by, programme_id=told.programme_id))
        with database.write() as tx:
            published(tx, told.cast.school, by=operator(OCTOBER))
        told.on(date(2025, 10, 2))
        after = told.read(lambda tx: show_consents(tx, by=told.by, programme_id=told.programme_id))
        with database.write() as tx:
            published(tx, told.cast.school, by=operator(OCTOBER), version=3, title="Новое", renew=True)
        asked = told.read(lambda tx: show_consents(tx, by=told.by, programme_id=told.programme_id))
        assert (before.covered, before.people) == (after.covered, after.people) == (2, 2)
        assert asked.covered == 0
        assert {one.standings["personal-data"].state for one in asked.lines} == {"outdated"}
        with database.write() as tx:
            person = told.cast.mentee.id
            record_consent(
                tx, by=operator(told.at), person_id=person, kind="personal-data", signed_on=date(2025, 10, 2)
            )
            held = consents.in_force(tx, person, "personal-data")
        assert len(held) == 2  # the earlier one is not void
        again = told.read(lambda tx: show_consents(tx, by=told.by, programme_id=told.programme_id))
        assert again.covered == 1

    def test_an_agreement_asks_nobody(self, database: Database) -> None:
        with database.write() as tx:
            cast = district(tx)
            told: ConsentText = replace(consent_text("mentoring-agreement"), version=2, renew=True)
            publish_consent_text(tx, by=operator(), organisation=cast.school, text=told)
            assert renewals_of(texts_of(tx, cast.school.path)) == ()


def test_a_minors_text_is_another_document(database: Database) -> None:
    with database.read() as tx:
        texts = texts_of(tx, "")
    assert text_for(texts, "personal-data", minor=True).text.key == "personal-data-minor"
    assert text_for(texts, "personal-data", minor=False).text.key == "personal-data-adult"
