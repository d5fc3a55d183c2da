"""An open survey: who comes to the asked later gets its letter and owes an answer, who leaves them is free."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from storage.database import Database
from storage.tables.letters import letters
from storage.tables.obligations import obligations
from storage.tables.organisations import role_grants
from tests.support.cast import consent, player
from tests.support.installation import installation
from tests.support.pair_life import Story, story
from workflows.form_pair import form_pair
from workflows.open_survey import open_survey
from workflows.revoke_role import revoke_role
from workflows.verify_data import verify_data

DUE = date(2025, 9, 26)


def opened(told: Story, questionnaire: str, *, period: str = "2025-Q3") -> int:
    made: Any = told.done(
        open_survey, programme_id=told.programme_id, period=period, questionnaire=questionnaire, due_on=DUE
    )
    return int(made.id)


def owed(told: Story, survey_id: int) -> dict[int, str]:
    wanted = select(obligations.c.responsible_id, obligations.c.status).where(
        obligations.c.subject_kind == "diagnostic", obligations.c.subject_id == survey_id
    )
    return told.read(lambda tx: {row[0]: row[1] for row in tx.execute(wanted)})


def told_of(told: Story, survey_id: int) -> list[int]:
    """Whom a letter of its opening was queued for, each as often as there are letters."""
    wanted = select(letters.c.recipient_id).where(letters.c.key.like(f"survey-opened/{survey_id}/%"))
    return sorted(told.read(lambda tx: list(tx.scalars(wanted))))


def test_a_later_pair_and_a_later_mentor_are_asked_and_written_to_once(database: Database) -> None:
    told = story(database)
    told.form()
    cast = told.cast
    with installation(database) as running:
        running.clock.instant = told.at
        quarter, entry = opened(told, "quarterly-teachers"), opened(told, "entry-teacher-pair-mentor")
        running.play(told.at + timedelta(hours=2))
        assert told_of(told, quarter) == sorted([cast.mentor.id, cast.mentee.id])
        assert told_of(told, entry) == [cast.mentor.id]
        told.on(date(2025, 9, 3))
        late = told.newcomer()
        with database.write() as tx:
            young = player(tx, cast.school, "Зуев Пётр Ильич", "young", role="mentee", at=told.at)
            consent(tx, young, "personal-data", at=told.at)
        told.done(form_pair, programme_id=told.programme_id, mentor_id=cast.mentor.id, mentee_ids=[young.id])
        running.play(told.at + timedelta(days=1))
        assert owed(told, entry) == {cast.mentor.id: "open", late.id: "open"}
        assert told_of(told, entry) == sorted([cast.mentor.id, late.id])
        assert owed(told, quarter) == {cast.mentor.id: "open", cast.mentee.id: "open", young.id: "open"}
        assert told_of(told, quarter) == sorted([cast.mentor.id, cast.mentee.id, young.id])
        [letter] = [one for one in running.recorder.to(late.email) if "Анкета" in one.subject]
        assert "ответьте до" in letter.subject
        told.on(date(2025, 9, 8))
        with database.read() as tx:
            assert verify_data(tx, at=told.at).sound


def test_who_leaves_the_asked_is_let_go(database: Database) -> None:
    told = story(database)
    with installation(database) as running:
        running.clock.instant = told.at
        late = told.newcomer()
        survey_id = opened(told, "entry-teacher-pair-mentor")
        assert owed(told, survey_id)[late.id] == "open"
        told.day += timedelta(days=1)
        held = select(role_grants.c.id).where(role_grants.c.person_id == late.id, role_grants.c.role == "mentor")
        told.done(revoke_role, grant_id=told.read(lambda tx: tx.scalar(held)))
        running.clock.instant = told.at
        running.play(told.at + timedelta(hours=1))
        assert owed(told, survey_id)[late.id] == "cancelled"
        assert owed(told, survey_id)[told.cast.mentor.id] == "open"


def test_one_left_open_for_a_year_asks_newcomers_without_an_opening_letter(database: Database) -> None:
    told = story(database)
    told.form()
    with installation(database) as running:
        running.clock.instant = told.at
        before = opened(told, "entry-teacher-pair-mentor", period="2025")
        running.play(told.at + timedelta(days=400))
        told.on(date(2026, 10, 6))
        late = told.newcomer()
        running.play(told.at + timedelta(days=1))
        assert late.id in owed(told, before)  # still open: it asks whoever comes
        assert late.id not in told_of(told, before)  # its day is long past, the ladder speaks of it
