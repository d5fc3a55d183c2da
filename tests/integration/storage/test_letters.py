"""Lists of letters: newest first, filtered, with the reminders each carries and only what one may see."""

from sqlalchemy import Connection

from storage import letters
from storage.database import Database
from storage.scope import EVERYTHING, Scope
from tests.support import rows


def ground(tx: Connection) -> tuple[int, int]:
    """Two schools with a letter each; returns the ids of the letters."""
    made: list[int] = []
    for slug in ("one", "other"):
        school = rows.organisation(tx, f"district/{slug}")
        reader = rows.person(tx, school, email=f"Reader@{slug}.test")
        letter = rows.letter(tx, school, reader, key=slug, state="queued")
        for rung in (1, -7):
            duty = rows.obligation(tx, school, occurrence=f"{slug}{rung}")
            rows.reminder(tx, duty, school, reader, rung=rung, letter_id=letter, state="lettered", reason="в письме")
        made.append(letter)
    return made[0], made[1]


def test_a_list_shows_the_newest_first_with_reminders(database: Database) -> None:
    with database.write() as tx:
        one, other = ground(tx)
        lines = letters.listing(tx, EVERYTHING)
        assert [line.id for line in lines] == [other, one]
        assert sorted(carried.rung for carried in lines[0].reminders) == [-7, 1]
        assert {carried.reason for carried in lines[0].reminders} == {"в письме"}
        assert [line.id for line in letters.listing(tx, EVERYTHING, limit=1)] == [other]


def test_filters(database: Database) -> None:
    with database.write() as tx:
        one, _ = ground(tx)
        assert [line.id for line in letters.listing(tx, EVERYTHING, recipient="reader@ONE.test")] == [one]
        assert len(letters.listing(tx, EVERYTHING, state="queued")) == 2
        assert letters.listing(tx, EVERYTHING, state="sent") == ()
        assert letters.listing(tx, EVERYTHING, pair_id=1) == ()


def test_letters_of_others_are_not_there(database: Database) -> None:
    mine = Scope(paths=("district/one",))
    with database.write() as tx:
        one, other = ground(tx)
        assert [line.id for line in letters.listing(tx, mine)] == [one]
        assert letters.one(tx, mine, other) is None
        assert letters.one(tx, mine, one) is not None
        letters.hold(tx, reason="проверка")
        assert letters.release(tx, mine, now=rows.MORNING) == (one,)


def test_what_waits_is_counted(database: Database) -> None:
    with database.write() as tx:
        assert letters.oldest_queued(tx) is None
        ground(tx)
        assert letters.waiting(tx) == 2
        assert letters.waiting(tx, organisation_id=1) == 1
        assert letters.oldest_queued(tx) == rows.MORNING
        assert letters.hold(tx, reason="предохранитель", organisation_id=1) == 1
        assert letters.waiting(tx) == 1
