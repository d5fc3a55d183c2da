"""The pages of surveys: opening one, who is missing, what was answered, paper entered, periods compared, files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import select

from storage.database import Database
from storage.tables.letters import letters
from storage.tables.programmes import definitions, survey_answers, surveys
from tests.support.cast import consent, player
from tests.support.pair_life import Story, story
from tests.support.site import Site, served
from workflows.answer_survey import answer_survey
from workflows.form_pair import form_pair
from workflows.open_survey import open_survey

SCALES = ("lesson", "class", "method", "assessment", "digital", "communication", "regular", "trust", "goal")
OWN = """questionnaire: club
version: 1
title: {ru: "Клуб", en: "Club"}
kind: feedback
asked: both
questions:
  - key: mood
    kind: scale
    title: {ru: "Настроение", en: "Mood"}
    to: 5
    low: {ru: "плохое", en: "bad"}
    high: {ru: "хорошее", en: "good"}
"""


@dataclass
class Desk:
    """A school with one pair of teachers and its running site."""

    told: Story
    site: Site

    def open(self, questionnaire: str, period: str, **more: object) -> int:
        told = self.told
        made = told.done(
            open_survey, programme_id=told.programme_id, period=period, questionnaire=questionnaire, **more
        )
        return int(made.id)

    def answer(self, survey_id: int, person_id: int, value: int, **words: str) -> None:
        given = dict.fromkeys(SCALES, str(value)) | words
        self.told.done(answer_survey, survey_id=survey_id, person_id=person_id, answers=given)

    def count(self, table: object) -> int:
        return len(self.told.read(lambda tx: tx.execute(select(table)).all()))  # type: ignore[call-overload]  # any table


@pytest.fixture
def desk(database: Database) -> Iterator[Desk]:
    told = story(database)
    told.form()
    with served(database, at=told.at + timedelta(hours=2)) as site:
        yield Desk(told, site)


def test_a_curator_opens_a_survey_sees_the_questions_first_and_may_take_it_back(desk: Desk) -> None:
    curator = desk.site.browser(desk.told.cast.curator.id)
    assert "Открыть и разослать" in curator.get("/surveys").text  # the diagnostics of the quarter are offered
    form = curator.get(f"/surveys/new?programme={desk.told.programme_id}&questionnaire=entry-teacher-pair-mentee")
    assert "С чем нужна помощь?" in form.text
    sent = {
        "programme": str(desk.told.programme_id),
        "questionnaire": "entry-teacher-pair-mentee",
        "period": "2025",
        "due": "15.09.2025",
    }
    done = curator.post("/surveys/new", sent)
    assert "Анкета открыта, писем: 1" in done.text
    assert desk.count(surveys) == 1
    curator.post("/surveys/1/unopen")
    assert desk.count(surveys) == 0
    states = desk.told.read(
        lambda tx: tx.execute(select(letters.c.state).where(letters.c.kind == "survey_opened")).scalars().all()
    )
    assert states == ["queued"]  # weighed before it goes: what nobody asks any more is not sent
    assert curator.post("/surveys/new", sent).status_code == 200


def test_a_wrong_day_is_said_beside_its_field_and_the_form_kept(desk: Desk) -> None:
    curator = desk.site.browser(desk.told.cast.curator.id)
    sent = {
        "programme": str(desk.told.programme_id),
        "questionnaire": "quarterly-teachers",
        "period": "2025-Q3",
        "due": "01.01.2020",
    }
    page = curator.post("/surveys/new", sent)
    assert page.status_code == 422
    assert 'value="2025-Q3"' in page.text
    assert desk.count(surveys) == 0


def test_the_one_click_serves_the_row_of_the_quarter(desk: Desk) -> None:
    curator = desk.site.browser(desk.told.cast.curator.id)
    page = curator.get("/surveys").text
    assert 'name="questionnaire" value="quarterly-teachers"' in page
    assert 'name="period" value="2025-Q3"' in page
    sent = {
        "programme": str(desk.told.programme_id),
        "questionnaire": "quarterly-teachers",
        "period": "2025-Q3",
        "item": "",
    }
    curator.post("/surveys/new", sent)
    assert "ещё не открыта" not in curator.get("/surveys").text


def test_results_say_who_is_missing_and_what_was_answered(desk: Desk) -> None:
    survey = desk.open("quarterly-teachers", "2025-Q3")
    desk.answer(survey, desk.told.cast.mentor.id, 4, news="Урок на районе <b>удался</b>")
    curator = desk.site.browser(desk.told.cast.curator.id)
    page = curator.get(f"/surveys/{survey}").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "1 из 2" in page
    assert "Внести с бумаги: Смирнов Е. О." in page
    assert "Урок на районе &lt;b&gt;удался&lt;/b&gt;" in page
    book = load_workbook(BytesIO(curator.get(f"/surveys/{survey}/xlsx").content))
    assert book.sheetnames == ["Ответы", "Кто ответил"]
    people = [row[0].value for row in book["Кто ответил"].iter_rows(min_row=2)]
    assert people == [desk.told.cast.mentor.name, desk.told.cast.mentee.name]
    told = curator.post(f"/surveys/{survey}/remind")
    assert "Писем: 1" in told.text
    again = curator.post(f"/surveys/{survey}/remind")
    assert again.status_code == 409  # once a day


def test_a_paper_questionnaire_is_entered_for_somebody_and_taken_back(desk: Desk) -> None:
    survey = desk.open("quarterly-teachers", "2025-Q3")
    mentee = desk.told.cast.mentee.id
    curator = desk.site.browser(desk.told.cast.curator.id)
    address = f"/surveys/{survey}/enter?person={mentee}&pair={desk.told.pair_id}"
    assert "О паре № 1" in curator.get(address).text.replace("\N{NO-BREAK SPACE}", " ")
    sent = {f"q-{key}": "3" for key in SCALES} | {"person": str(mentee), "pair": str(desk.told.pair_id)}
    wrong = curator.post(f"/surveys/{survey}/enter", sent | {"q-goal": ""})
    assert wrong.status_code == 422
    assert "Ответьте на этот вопрос" in wrong.text
    done = curator.post(f"/surveys/{survey}/enter", sent)
    assert "Ответы внесены" in done.text
    [answer] = desk.told.read(lambda tx: tx.execute(select(survey_answers)).all())
    assert (answer.person_id, answer.pair_id) == (mentee, desk.told.pair_id)
    curator.post(f"/surveys/{survey}/unanswer", {"answer": str(answer.id)})
    assert desk.count(survey_answers) == 0


def test_periods_are_compared_for_the_programme_and_each_pair(desk: Desk) -> None:
    told = desk.told
    for period, value in (("2025-Q3", 2), ("2025-Q4", 4)):
        survey = desk.open("quarterly-teachers", period)
        for person in (told.cast.mentor, told.cast.mentee):
            desk.answer(survey, person.id, value)
    curator = desk.site.browser(told.cast.curator.id)
    page = curator.get(f"/programmes/{told.programme_id}/diagnostics").text
    assert "III квартал 2025" in page
    assert "+2" in page
    assert "<polyline" in page
    assert "Пара № 1" in page
    assert "style=" not in re.sub(r"<head>.*?</head>", "", page, flags=re.DOTALL)
    book = load_workbook(BytesIO(curator.get(f"/programmes/{told.programme_id}/diagnostics/xlsx").content))
    assert [cell.value for cell in book["По парам"][2]][-1] == 2
    paper = Document(BytesIO(curator.get(f"/programmes/{told.programme_id}/diagnostics/docx").content))
    assert "Сравнительная таблица" in paper.paragraphs[0].text
    cells = [cell.text for cell in paper.tables[0].rows[1].cells]
    assert cells[-3:] == ["2", "4", "2"] or cells[-3:] == ["2.0", "4.0", "2.0"]
    own = desk.site.browser(told.cast.mentor.id).get(f"/pairs/{told.pair_id}/course")
    assert "Пара № 1" in own.text


def test_above_the_organisation_nobody_is_named_and_few_answers_are_hidden(desk: Desk) -> None:
    survey = desk.open("quarterly-teachers", "2025-Q3")
    for person in (desk.told.cast.mentor, desk.told.cast.mentee):
        desk.answer(survey, person.id, 5, news="Секрет пары")
    above = desk.site.browser(desk.told.cast.administrator.id)
    for address in (
        f"/surveys/{survey}",
        f"/programmes/{desk.told.programme_id}/diagnostics",
        f"/surveys/{survey}/xlsx",
        f"/programmes/{desk.told.programme_id}/diagnostics/xlsx",
    ):
        answer = above.get(address)
        assert answer.status_code == 200
        text = answer.text
        if address.endswith("xlsx"):
            book = load_workbook(BytesIO(answer.content))
            text = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
        assert "Секрет" not in text
        assert "Иванова" not in text
        assert "скрыто" in text


def test_an_anonymous_survey_tells_numbers_only_from_five_answers_on(desk: Desk) -> None:
    told = desk.told
    survey = desk.open("pairs-effectiveness", "2025-10")
    base = {
        "role": "mentor",
        "regular": "4",
        "useful": "4",
        "comfort": "4",
        "goal": "4",
        "growth": "4",
        "support": "4",
        "continue": "yes",
        "wish": "Больше времени",
    }
    people = [told.cast.mentor.id, told.cast.mentee.id]
    with told.database.write() as tx:
        extra = [player(tx, told.cast.school, f"Педагог Номер {word}", f"extra{at}") for at, word in enumerate("АБВГ")]
        for one in extra:
            consent(tx, one, "personal-data")
        for one in extra[::2]:
            consent(tx, one, "mentoring-duty")
    for mentor, mentee in zip(extra[::2], extra[1::2], strict=True):
        told.done(form_pair, programme_id=told.programme_id, mentor_id=mentor.id, mentee_ids=[mentee.id])
    people += [one.id for one in extra]
    curator = desk.site.browser(told.cast.curator.id)
    for at, person in enumerate(people[:5]):
        if at == 4:
            page = curator.get(f"/surveys/{survey}").text
            assert "Больше времени" not in page
            assert "Ответили меньше пяти человек, скрыто" in page
        told.done(answer_survey, survey_id=survey, person_id=person, answers=base)
    page = curator.get(f"/surveys/{survey}").text
    assert "Больше времени" in page
    assert "Медиана 4" in page


def test_the_curator_answers_the_swot_and_it_becomes_a_table(desk: Desk) -> None:
    survey = desk.open("swot", "2025")
    curator = desk.site.browser(desk.told.cast.curator.id)
    sent = {
        "q-strengths": "опытные педагоги\nдружный коллектив",
        "q-weaknesses": "мало времени",
        "q-opportunities": "вуз рядом",
        "q-threats": "уход молодых",
        "person": str(desk.told.cast.curator.id),
    }
    assert "Сильные стороны" in curator.get(f"/surveys/{survey}/enter").text
    page = curator.post(f"/surveys/{survey}/enter", sent).text
    assert "<li>дружный коллектив</li>" in page
    assert "1 из 1" in page


def test_an_organisation_publishes_its_own_questionnaire_and_opens_it(desk: Desk) -> None:
    curator = desk.site.browser(desk.told.cast.curator.id)
    wrong = curator.post("/questionnaires", {"org": desk.told.cast.school.path, "text": OWN.replace("scale", "skale")})
    assert wrong.status_code == 422
    assert "questionnaire.yaml:8" in wrong.text
    assert "возможно, «scale»" in wrong.text
    done = curator.post("/questionnaires", {"org": desk.told.cast.school.path, "text": OWN})
    assert "Настроение" in done.text
    desk.open("club", "2025")
    twice = curator.post("/questionnaires", {"org": desk.told.cast.school.path, "text": OWN.replace("Клуб", "Кружок")})
    assert "не новее опубликованной" in twice.text
    outsider = desk.site.browser(desk.told.cast.outsider.id)
    assert outsider.get("/questionnaires/club").status_code == 404
    assert len([one for one in _published(desk) if one == "club"]) == 1


def test_closing_is_undone(desk: Desk) -> None:
    survey = desk.open("quarterly-teachers", "2025-Q3")
    curator = desk.site.browser(desk.told.cast.curator.id)
    done = curator.post(f"/surveys/{survey}/close", headers={"Referer": f"{desk.site.address}/surveys"})
    assert f"/surveys/{survey}/reopen" in done.text
    curator.post(f"/surveys/{survey}/reopen")
    row = desk.told.read(lambda tx: tx.execute(select(surveys)).one())
    assert row.closed_on is None
    assert str(row.due_on) == "2025-09-15"
    assert date(2025, 9, 1) == row.opened_on


def _published(desk: Desk) -> list[str]:
    wanted = select(definitions.c.key).where(definitions.c.kind == "questionnaire")
    return list(desk.told.read(lambda tx: tx.execute(wanted).scalars().all()))
