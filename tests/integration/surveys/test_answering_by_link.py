"""A questionnaire from its opening to the last answer: letters, the page behind their links, reminders, undoing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage.database import Database
from storage.tables.letters import letters
from storage.tables.obligations import obligations
from storage.tables.organisations import consents
from storage.tables.programmes import survey_answers
from tests.support.installation import Installation, installation
from tests.support.pair_life import Story, story
from tests.support.site import SECRET, Browser, Site, served
from workflows.close_survey import close_survey
from workflows.form_pair import form_pair
from workflows.letter_link import opened
from workflows.open_survey import open_survey
from workflows.verify_data import verify_data

LINK = re.compile(r"/m/([\w-]+)")
DUE = date(2025, 9, 15)
GOOD = {
    **{f"q-{key}": "4" for key in ("lesson", "class", "method", "assessment", "digital", "communication")},
    **{f"q-{key}": "5" for key in ("regular", "trust", "goal")},
    "answer": "survey",
}


@dataclass
class Scene:
    """A pair of teachers whose diagnostics were opened in the morning; the letters went over SMTP."""

    told: Story
    running: Installation
    site: Site
    survey_id: int

    def link(self, email: str) -> str:
        """The newest link to a questionnaire in the letters of somebody."""
        for letter in reversed(self.running.recorder.to(email)):
            for token in LINK.findall(letter.words):
                found = opened(SECRET, token)
                if found is not None and found.kind == "obligation":
                    return f"/m/{token}"
        raise AssertionError(f"no letter to {email} leads to a questionnaire")

    def browser(self) -> Browser:
        return self.site.browser()

    def owed(self) -> list[tuple[str, str]]:
        """(who and about which pair, status) of what the survey asks."""
        wanted = select(obligations.c.occurrence, obligations.c.status).where(
            obligations.c.subject_kind == "diagnostic", obligations.c.subject_id == self.survey_id
        )
        return [
            (row[0], row[1]) for row in self.told.read(lambda tx: tx.execute(wanted.order_by(obligations.c.id)).all())
        ]

    def answers(self) -> list[dict[str, Any]]:
        wanted = select(survey_answers.c.answers)
        return [row[0] for row in self.told.read(lambda tx: tx.execute(wanted).all())]

    def sound(self) -> None:
        """The stored obligations are what the data ask for."""
        with self.told.database.read() as tx:
            assert verify_data(tx, at=self.told.at).sound


@pytest.fixture
def scene(database: Database) -> Iterator[Scene]:
    told = story(database)
    told.form()
    with installation(database) as running, served(database, at=told.at + timedelta(hours=2)) as site:
        running.secret, running.base_url = SECRET, site.address
        running.clock.instant = told.at
        made = told.done(
            open_survey,
            programme_id=told.programme_id,
            period="2025-Q3",
            questionnaire="quarterly-teachers",
            due_on=DUE,
        )
        assert made.letters == 2
        running.play(told.at + timedelta(hours=2))
        yield Scene(told, running, site, made.id)


def test_each_of_the_asked_owes_an_answer_and_has_a_letter(scene: Scene) -> None:
    cast, pair_id = scene.told.cast, scene.told.pair_id
    about = [(f"person:{one.id}/pair:{pair_id}", "open") for one in (cast.mentor, cast.mentee)]
    assert scene.owed() == about
    [letter] = [one for one in scene.running.recorder.to(cast.mentor.email) if "Анкета" in one.subject]
    assert "ответьте до" in letter.subject
    assert cast.mentee.name not in letter.words  # a letter about a form needs no names
    scene.sound()


def test_opening_the_link_changes_nothing_however_often(scene: Scene) -> None:
    link = scene.link(scene.told.cast.mentor.email)
    for _ in range(2):
        page = scene.browser().get(link)
        assert page.status_code == 200
        assert "Наставляемый проектирует урок" in page.text
    assert scene.answers() == []


def test_an_answer_is_kept_once_closes_what_is_owed_and_may_be_taken_back(scene: Scene) -> None:
    link, cast = scene.link(scene.told.cast.mentor.email), scene.told.cast
    for _ in range(2):
        done = scene.browser().post(f"{link}/answer", GOOD)
        assert "Ответы записаны" in done.text
    [kept] = scene.answers()
    assert (kept["lesson"], kept["trust"]) == (4, 5)
    assert dict(scene.owed())[f"person:{cast.mentor.id}/pair:{scene.told.pair_id}"] == "done"
    use = re.search(r'name="use" value="([^"]+)"', scene.browser().get(link).text)
    assert use is not None
    scene.browser().post(f"{link}/undo", {"use": use[1]})
    assert scene.answers() == []
    assert dict(scene.owed())[f"person:{cast.mentor.id}/pair:{scene.told.pair_id}"] == "open"
    scene.sound()
    scene.browser().post(f"{link}/answer", GOOD)
    assert len(scene.answers()) == 1


def test_bad_input_keeps_what_was_typed_and_names_the_question(scene: Scene) -> None:
    link = scene.link(scene.told.cast.mentor.email)
    sent = {**GOOD, "q-class": "9", "q-news": "Открытый урок удался"}
    page = scene.browser().post(f"{link}/answer", sent)
    assert page.status_code == 422
    assert "Открытый урок удался" in page.text
    assert "Выберите число от 1 до 5" in page.text
    assert 'name="q-lesson" value="4" checked' in page.text
    assert scene.answers() == []


def test_those_who_have_not_answered_are_reminded_and_nobody_else(scene: Scene) -> None:
    cast, running = scene.told.cast, scene.running
    scene.browser().post(f"{scene.link(cast.mentor.email)}/answer", GOOD)
    told = {one.email: running.recorder.to(one.email) for one in (cast.mentor, cast.mentee)}
    scene.told.on(date(2025, 9, 16), 12)
    running.play(scene.told.at)
    later = {email: running.recorder.to(email)[len(before) :] for email, before in told.items()}
    assert not [one for one in later[cast.mentor.email] if "Анкета" in one.words]
    assert [one for one in later[cast.mentee.email] if "Анкета" in one.words]
    assert scene.owed()[1][1] == "open"


def test_a_closed_survey_takes_no_answers_and_asks_nobody(scene: Scene) -> None:
    link = scene.link(scene.told.cast.mentee.email)
    scene.told.done(close_survey, survey_id=scene.survey_id)
    assert {status for _, status in scene.owed()} == {"cancelled"}
    assert "Анкета уже закрыта" in scene.browser().get(link).text
    assert scene.browser().post(f"{link}/answer", GOOD).status_code == 422
    assert scene.answers() == []
    scene.sound()


def test_a_pair_formed_later_is_asked_too_and_a_minor_through_who_reads_for_him(scene: Scene) -> None:
    told, cast = scene.told, scene.told.cast
    told.done(form_pair, programme_id=told.programme_id, mentor_id=cast.mentor.id, mentee_ids=[cast.pupil.id])
    assert len(scene.owed()) == 4
    scene.sound()
    told.on(date(2025, 9, 15), 12)
    scene.running.play(told.at)
    link = scene.link(cast.parent.email)
    page = scene.browser().get(link)
    assert cast.pupil.name in page.text
    scene.browser().post(f"{link}/answer", GOOD)
    row = told.read(lambda tx: tx.execute(select(survey_answers)).one())
    assert (row.person_id, row.pair_id is not None) == (cast.pupil.id, True)


def test_without_consent_no_letter_goes_and_no_answer_is_kept(database: Database) -> None:
    told = story(database, consents=False)
    told.form()
    with database.write() as tx:
        assert tx.execute(select(consents)).all() == []
    made = told.done(open_survey, programme_id=told.programme_id, period="2025-Q3", questionnaire="quarterly-teachers")
    assert made.letters == 0
    states = told.read(
        lambda tx: tx.execute(select(letters.c.state, letters.c.reason).where(letters.c.kind == "survey_opened")).all()
    )
    assert {tuple(row) for row in states} == {("cancelled", "нет согласия на обработку персональных данных")}
