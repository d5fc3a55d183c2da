"""Questionnaires on paper: a sheet for each who has not answered, with the pair it is about; an empty one; no names on
an anonymous one; a hostile title is text."""

from datetime import timedelta
from io import BytesIO

import pytest
from docx import Document

from documents.questionnaire_blanks import BlankSheet, questionnaire_blanks
from storage.database import Database
from tests.support.pair_life import story
from tests.support.site import served
from workflows.answer_survey import answer_survey
from workflows.definitions.questionnaire_files import questionnaire, questionnaires
from workflows.open_survey import open_survey

SCALES = ("lesson", "class", "method", "assessment", "digital", "communication", "regular", "trust", "goal")


def words_of(content: bytes) -> str:
    return "\n".join(one.text for one in Document(BytesIO(content)).paragraphs)


def pages_of(content: bytes) -> int:
    return 1 + sum(bool(one.paragraph_format.page_break_before) for one in Document(BytesIO(content)).paragraphs)


@pytest.mark.parametrize("key", questionnaires())
def test_each_built_in_one_can_be_printed_in_both_languages(key: str) -> None:
    one = questionnaire(key)
    for language in ("ru", "en"):
        told = words_of(questionnaire_blanks(one, one.title.in_(language), [BlankSheet()], language))
        for question in one.questions:
            assert question.title.in_(language) in told
            assert all(option.title.in_(language) in told for option in question.options)


def test_what_people_typed_stays_text() -> None:
    one = questionnaire("swot")
    hostile = "<w:p/> {{ x }} \x00 & ]]>"
    told = words_of(questionnaire_blanks(one, hostile, [BlankSheet((hostile,))], "ru"))
    assert "<w:p/> {{ x }} \N{REPLACEMENT CHARACTER} & ]]>" in told


def test_sheets_are_for_those_who_have_not_answered_and_name_their_pair(database: Database) -> None:
    told = story(database)
    told.form()
    cast = told.cast
    made = told.done(open_survey, programme_id=told.programme_id, period="2025-Q3", questionnaire="quarterly-teachers")
    with served(database, at=told.at + timedelta(hours=1)) as site:
        curator = site.browser(cast.curator.id)
        assert f"/surveys/{made.id}/blanks" in curator.get(f"/surveys/{made.id}").text
        both = curator.get(f"/surveys/{made.id}/blanks").content
        assert pages_of(both) == 2
        assert {cast.mentor.name, cast.mentee.name} <= {
            line.partition(": ")[2] for line in words_of(both).splitlines() if line.startswith("Кто отвечает")
        }
        assert "Пара № 1: Иванова М. П. — Смирнов Е. О." in words_of(both).replace("\N{NO-BREAK SPACE}", " ")
        told.done(answer_survey, survey_id=made.id, person_id=cast.mentor.id, answers=dict.fromkeys(SCALES, "4"))
        rest = curator.get(f"/surveys/{made.id}/blanks").content
        assert pages_of(rest) == 1
        assert f"Кто отвечает: {cast.mentor.name}" not in words_of(rest)
        assert site.browser(cast.mentee.id).get(f"/surveys/{made.id}/blanks").status_code == 404
        anonymous = told.done(
            open_survey, programme_id=told.programme_id, period="2025-Q3", questionnaire="pairs-effectiveness"
        )
        secret = words_of(curator.get(f"/surveys/{anonymous.id}/blanks").content)
        assert "Кто отвечает" not in secret
        empty = curator.get("/questionnaires/quarterly-teachers/blank").content
        assert "Кто отвечает: ____" in words_of(empty)
        assert curator.get("/questionnaires/nothing/blank").status_code == 404
