"""A report on a page and by a letter's link: prefilled, what was typed is kept, corrected, shown, printed."""

import html
from datetime import date

import pytest
from sqlalchemy import select

from engine.actors import By
from engine.refusals import Refused
from storage.database import Database
from storage.tables.programmes import feedbacks
from tests.support.pair_life import Story, story
from tests.support.site import SECRET, served
from workflows.letter_link import LASTS, Link, signed
from workflows.record_feedback import record_feedback
from workflows.record_report import ReportWords, record_report
from workflows.write_paper import PaperAsked, preview_paper

SAID = {"results": "Открытый урок дан", "problems": "Мало часов", "advice": "Начинать в августе", "percent": "95"}


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    made.walk_to("final_meeting")
    return made


def kept(told: Story) -> list[tuple[str, str, str, int | None]]:
    wanted = select(feedbacks.c.text, feedbacks.c.problems, feedbacks.c.advice, feedbacks.c.percent).where(
        feedbacks.c.withdrawn_at.is_(None)
    )
    return told.read(lambda tx: [tuple(row) for row in tx.execute(wanted)])


def test_by_link_it_is_prefilled_kept_on_a_fault_given_once_corrected_and_taken_back(told: Story) -> None:
    link = f"/m/{signed(SECRET, Link('pair', told.cast.mentor.id, told.pair_id, told.day + LASTS))}"
    with served(told.database, at=told.at) as site:
        browser = site.browser()
        page = browser.get(link).text
        assert 'name="from" type="text" value="01.09.2025"' in page
        assert 'name="percent" type="text" value="100"' in page
        wrong = browser.post(f"{link}/answer", {"answer": "report", **SAID, "percent": "140"})
        assert wrong.status_code == 422
        assert "Начинать в августе" in wrong.text
        assert kept(told) == []
        for _ in range(2):  # sent twice
            assert browser.post(f"{link}/answer", {"answer": "report", **SAID, "wish": "mentor"}).status_code == 200
        assert kept(told) == [("Открытый урок дан", "Мало часов", "Начинать в августе", 95)]
        page = browser.get(link).text
        assert "Исправить отчёт" in page
        assert "Мало часов" in page
        browser.post(f"{link}/answer", {"answer": "report", **SAID, "results": "Дан дважды"})
        assert [row[0] for row in kept(told)] == ["Дан дважды"]
        page = browser.get(link).text
        assert page.count("Отчёт сдан, спасибо") == 1
        use = page.partition('name="use" value="')[2].partition('"')[0]
        browser.post(f"{link}/undo", {"use": use})
        assert [row[0] for row in kept(told)] == ["Открытый урок дан"]


def test_signed_in_the_mentor_gives_his_own_and_the_curator_reads_it_on_the_pair(told: Story) -> None:
    page = f"/pairs/{told.pair_id}"
    with served(told.database, at=told.at) as site:
        mentor = site.browser(told.cast.mentor.id)
        assert f"{page}/report?by={told.cast.mentee.id}" not in mentor.get(f"{page}/report").text
        wrong = mentor.post(f"{page}/report", {**SAID, "by": str(told.cast.mentor.id), "results": ""})
        assert wrong.status_code == 422
        assert "Мало часов" in wrong.text
        assert mentor.post(f"{page}/report", {**SAID, "by": str(told.cast.mentor.id)}).status_code == 200
        curator = site.browser(told.cast.curator.id)
        seen = html.unescape(curator.get(page).text).replace("\N{NO-BREAK SPACE}", " ")
        for words in ("план выполнен на 95 %", "Открытый урок дан", "Мало часов", "Начинать в августе"):
            assert words in seen
        assert f"{page}/report?by={told.cast.mentee.id}" in curator.get(f"{page}/report").text
        other = html.unescape(site.browser(told.cast.mentee.id).get(page).text)
        assert "Мало часов" not in other  # what one reports is for the office


def test_a_closed_pair_asks_for_none(told: Story) -> None:
    told.meet_needs("close")
    told.move("close")
    with served(told.database, at=told.at) as site:
        page = site.browser(told.cast.curator.id).get(f"/pairs/{told.pair_id}/report").text
    assert "отчёт уже не меняется" in page
    assert 'name="results"' not in page


def test_the_paper_is_filled_field_by_field(told: Story) -> None:
    words = ReportWords(
        "Открытый урок дан",
        "Мало часов",
        "Начинать в августе",
        since=date(2025, 9, 2),
        until=date(2025, 9, 5),
        percent=95,
    )
    told.done(record_report, pair_id=told.pair_id, person_id=told.cast.mentor.id, words=words)
    told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentee.id, text="Помогло")
    by = By(at=told.at, person_id=told.cast.curator.id)
    with told.database.read() as tx:
        found = {
            key: preview_paper(tx, by=by, organisation=told.cast.school, asked=PaperAsked(key, pairs=(told.pair_id,)))
            for key in ("mentor-report", "mentee-report")
        }
    mentor, mentee = found["mentor-report"], found["mentee-report"]
    assert not isinstance(mentor, Refused)
    assert not isinstance(mentee, Refused)
    given = mentor.values.given
    assert given["report.results"] == "Открытый урок дан"
    assert (given["report.problems"], given["report.advice"]) == ("Мало часов", "Начинать в августе")
    assert (given["report.from"], given["report.until"]) == (date(2025, 9, 2), date(2025, 9, 5))
    assert given["report.percent"] == 95
    assert mentee.values.given["report.results"] == "Помогло"  # bare words are its results
    assert mentee.values.given["report.percent"] == 100
