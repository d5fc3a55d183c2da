"""A move is taken back after people have read of it."""

from datetime import UTC, date, datetime

from storage.database import Database
from tests.support.installation import installation
from tests.support.pair_life import story
from workflows.replace_mentor import replace_mentor
from workflows.undo_move import undo_move

NOON = datetime(2025, 9, 1, 9, tzinfo=UTC)
QUARTER_PAST = datetime(2025, 9, 1, 9, 15, tzinfo=UTC)
ONE = datetime(2025, 9, 1, 10, 30, tzinfo=UTC)


def test_whoever_read_of_the_move_gets_one_correction(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()
    told.on(date(2025, 9, 1), hour=12)
    told.meet_needs("acquaint")
    told.move("acquaint")
    with installation(sqlite_database) as running:
        running.tick(QUARTER_PAST)
        told.on(date(2025, 9, 1), hour=13)
        told.done(undo_move, pair_id=told.pair_id)
        before = len(running.recorder.letters)
        running.tick(ONE)
        came = running.recorder.letters[before:]
    # the curator made the move himself and was not written to, so there is nothing to correct
    assert sorted(one.recipient for one in came) == sorted([told.cast.mentor.email, told.cast.mentee.email])
    assert all(one.subject.startswith("Исправление") for one in came)


def test_nobody_is_corrected_who_has_read_nothing(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()
    newcomer = told.newcomer()
    with installation(sqlite_database) as running:
        running.tick(QUARTER_PAST)
        told.on(date(2025, 9, 1), hour=12)
        told.done(replace_mentor, pair_id=told.pair_id, mentor_id=newcomer.id)
        running.tick(NOON)
        told.done(undo_move, pair_id=told.pair_id)
        before = len(running.recorder.letters)
        running.tick(ONE)
        assert running.recorder.letters[before:] == []
