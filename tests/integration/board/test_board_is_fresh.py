"""The board remembers what pairs stand on; every kind of fact is on it at once, also when another process wrote it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Table, select

from engine.actors import By
from storage.database import Database
from storage.scope import EVERYTHING
from storage.tables.programmes import feedbacks, meetings
from tests.integration.pairs.test_versions import MAPPED, without_trial
from tests.support.cast import consent, organisation, player
from tests.support.pair_life import Story, story
from tests.support.statements import counted
from workflows.change_person import PersonChanges, change_person
from workflows.mark_plan import mark_plan
from workflows.migrate_pairs import migrate_pairs
from workflows.publish_definition import publish_definition
from workflows.record_feedback import record_feedback
from workflows.replace_mentor import replace_mentor
from workflows.set_plan import set_plan
from workflows.show_board import Board, Wish, show_pairs
from workflows.undo_move import undo_move
from workflows.withdraw_consent import withdraw_consent
from workflows.withdraw_record import withdraw_feedback, withdraw_meeting


def board(told: Story, database: Database) -> Board:
    with database.read() as tx:
        path = told.cast.school.path
        made = show_pairs(tx, by=By(at=told.at), scope=EVERYTHING, path=path, named=True, wish=Wish())
    assert isinstance(made, Board)
    return made


def of_another_process(told: Story) -> Board:
    """As somebody sees it who remembers nothing."""
    other = Database(told.database.url.render_as_string(hide_password=False))
    made = board(told, other)
    other.dispose()
    return made


def newest(told: Story, table: Table) -> int:
    return int(told.read(lambda tx: tx.scalars(select(table.c.id).order_by(table.c.id.desc())).first()) or 0)


def meet(told: Story) -> None:
    told.meet("acquaintance")


def take_back_meeting(told: Story) -> None:
    told.done(withdraw_meeting, meeting_id=newest(told, meetings))


def order(told: Story) -> None:
    told.paper("order", "pairing", number="77")


def withdraw(told: Story) -> None:
    told.done(withdraw_consent, person_id=told.cast.mentee.id, kind="personal-data")


def rename(told: Story) -> None:
    told.done(change_person, person_id=told.cast.mentee.id, changes=PersonChanges(name="Ковалёв Фёдор Ильич"))


def another_mentor(told: Story) -> None:
    told.done(replace_mentor, pair_id=told.pair_id, mentor_id=told.newcomer().id)


def plan(told: Story) -> None:
    told.done(set_plan, pair_id=told.pair_id, lines=[("Открытый урок", told.day), ("Отчёт", told.day)])


def mark(told: Story) -> None:
    told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=told.day)


def survey(told: Story) -> None:
    told.diagnose(f"{told.day:%Y-%m}")


def speak(told: Story) -> None:
    told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentee.id, text="Спасибо")


def take_back_words(told: Story) -> None:
    told.done(withdraw_feedback, feedback_id=newest(told, feedbacks))


def migrate(told: Story) -> None:
    told.done(publish_definition, definition=without_trial(), stage_map=MAPPED)
    told.done(migrate_pairs, stage_map=MAPPED)


def move_back(told: Story) -> None:
    told.done(undo_move, pair_id=told.pair_id)


KINDS: tuple[tuple[str, tuple[Callable[[Story], None], ...]], ...] = (
    ("formed", (order,)),
    ("formed", (withdraw,)),
    ("formed", (rename,)),
    ("formed", (another_mentor,)),
    ("acquaintance", (meet, take_back_meeting)),
    ("acquaintance", (move_back,)),
    ("trial_meeting", (migrate,)),
    ("planning", (plan,)),
    ("work", (mark,)),
    ("work", (survey,)),
    ("final_meeting", (speak, take_back_words)),
)


@pytest.mark.parametrize(("stage", "facts"), KINDS, ids=lambda one: one if isinstance(one, str) else one[0].__name__)
def test_a_fact_is_on_the_board_at_once(
    database: Database, stage: str, facts: tuple[Callable[[Story], None], ...]
) -> None:
    told = story(database)
    told.form()
    told.walk_to(stage)
    for fact in facts:
        before = board(told, database)
        fact(told)
        after = board(told, database)
        assert after.cards != before.cards, f"{fact.__name__} changes nothing a board shows"
        assert after == of_another_process(told)


def test_what_another_process_wrote_is_on_the_board_at_once(database: Database) -> None:
    told = story(database)
    told.form()
    before = board(told, database)
    here, told.database = told.database, Database(database.url.render_as_string(hide_password=False))
    order(told)
    told.database.dispose()
    told.database = here
    after = board(told, database)
    assert [card.standing.met for card in after.cards] == [before.cards[0].standing.met + 1]


def test_a_member_from_another_organisation_is_renamed_there(database: Database) -> None:
    told = story(database)
    with database.write() as tx:
        partner = organisation(tx, "Завод", "partner", parent=told.cast.municipality)
        guest = player(tx, partner, "Чужова Нина Львовна", "guest")
        consent(tx, guest, "personal-data")
    told.form(mentee_ids=[guest.id])
    assert board(told, database).cards[0].standing.mentees == (guest.name,)
    told.done(change_person, person_id=guest.id, changes=PersonChanges(name="Своя Нина Львовна"))
    assert board(told, database).cards[0].standing.mentees == ("Своя Нина Львовна",)


def test_the_next_day_is_another_board(database: Database) -> None:
    told = story(database)
    told.form()
    board(told, database)
    told.on(date(2025, 9, 29))
    assert board(told, database) == of_another_process(told)
    assert board(told, database).cards[0].mark == "bad"


def test_names_are_not_remembered_for_those_who_may_not_know_them(database: Database) -> None:
    told = story(database)
    told.form()
    board(told, database)
    with database.read() as tx:
        path = told.cast.school.path
        made = show_pairs(tx, by=told.by, scope=EVERYTHING, path=path, named=False, wish=Wish())
    assert isinstance(made, Board)
    assert told.cast.mentor.name not in repr(replace(made, cards=()).columns) + repr(made.cards)


def test_nothing_is_worked_out_again_while_nothing_is_decided(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()

    def count() -> int:
        with sqlite_database.read() as tx, counted(tx) as statements:
            show_pairs(tx, by=told.by, scope=EVERYTHING, path=told.cast.school.path, named=True, wish=Wish())
        return len(statements)

    count()
    remembered = count()
    assert count() == remembered
    rename(told)
    assert count() > remembered
    assert count() == remembered
