"""The stored journal: chains, tampering, erasing, two writers."""

import threading

import pytest
from sqlalchemy import Connection, Integer, delete, func, literal, select, update

from engine.actors import By
from storage import journal
from storage.database import Database
from storage.journal import PairStep
from storage.tables.journal import journal_entries, journal_heads
from storage.types import Instant
from tests.support import rows

LINE = journal_entries.c


def story(tx: Connection, *, entries: int = 3) -> tuple[int, int, int]:
    """An organisation, a curator and a pair with some entries by her."""
    school = rows.organisation(tx)
    curator = rows.person(tx, school, email="curator@school.test")
    pair = rows.pair(tx, school)
    for step in range(1, entries + 1):
        journal.append(
            tx,
            organisation_id=school,
            by=By(at=rows.MORNING, person_id=curator),
            verb="advance",
            subject=f"pair:{pair}",
            facts={"visit": step},
            people={"mentees": [curator + 100]},
            words={"reason": "болезнь"},
            pair=PairStep(pair_id=pair, pair_seq=step, move="acquaint", from_stage="formed", to_stage="work"),
        )
    return school, curator, pair


def test_what_was_appended_is_read_back(database: Database) -> None:
    with database.write() as tx:
        school, curator, pair = story(tx)
    with database.read() as tx:
        lines = journal.history(tx, pair)
        assert [line.pair_seq for line in lines] == [1, 2, 3]
        assert lines[0].at == rows.MORNING
        assert (lines[0].by, lines[0].actor_id, lines[0].facts) == ("person", curator, {"visit": 1})
        assert lines[0].people == {"actor": curator, "mentees": [curator + 100]}
        assert lines[0].words == {"reason": "болезнь"}
        assert journal.verify_chain(tx, school) == ()


def test_entries_are_paged_from_the_newest(database: Database) -> None:
    with database.write() as tx:
        school, _, pair = story(tx)
        journal.append(tx, organisation_id=school, by=By(at=rows.MORNING), verb="add", subject="item:1", facts={})
        assert [line.seq for line in journal.entries(tx, school, limit=2)] == [4, 3]
        assert [line.seq for line in journal.entries(tx, school, before=3)] == [2, 1]
        assert [line.seq for line in journal.entries(tx, school, subject=f"pair:{pair}")] == [3, 2, 1]
        assert journal.entries(tx, school, limit=1)[0].by == "operator"


def test_each_organisation_has_its_own_chain(database: Database) -> None:
    with database.write() as tx:
        schools = [rows.organisation(tx, f"school-{number}") for number in range(2)]
        for _ in range(2):
            placed = [
                journal.append(
                    tx, organisation_id=one, by=By(at=rows.MORNING, clock=True), verb="v", subject="s", facts={}
                )
                for one in schools
            ]
        assert [place.seq for place in placed] == [2, 2]
        assert placed[0].hash != placed[1].hash
        assert all(journal.verify_chain(tx, one) == () for one in schools)


def test_an_organisation_without_a_journal_is_sound(database: Database) -> None:
    with database.write() as tx:
        assert journal.verify_chain(tx, rows.organisation(tx)) == ()


TEXTS = [line.name for line in LINE if not isinstance(line.type, Integer | Instant)]
NUMBERS = ["pair_seq", "actor_id", "seq"]


@pytest.mark.parametrize("column", TEXTS)
def test_a_flipped_letter_is_found(database: Database, column: str) -> None:
    with database.write() as tx:
        school, _, _ = story(tx)
        flipped = literal("~").concat(func.substr(LINE[column], 2))
        tx.execute(update(journal_entries).where(LINE.seq == 2).values({column: flipped}))
        assert 2 in {fault.seq for fault in journal.verify_chain(tx, school)}


@pytest.mark.parametrize("column", NUMBERS)
def test_a_changed_number_is_found(database: Database, column: str) -> None:
    with database.write() as tx:
        school, _, _ = story(tx)
        tx.execute(update(journal_entries).where(LINE.seq == 2).values({column: LINE[column] + 1000}))
        assert journal.verify_chain(tx, school)


def test_a_moved_instant_is_found(database: Database) -> None:
    with database.write() as tx:
        school, _, _ = story(tx)
        tx.execute(update(journal_entries).where(LINE.seq == 2).values(at=rows.MORNING.replace(microsecond=1)))
        assert [fault.seq for fault in journal.verify_chain(tx, school)] == [2]


@pytest.mark.parametrize("byte", ["X'FF'", "'2025-09-25 06:00:00.000000Z'", "'когда-то'"])
def test_bytes_that_are_no_text_or_date_are_found_not_stumbled_over(sqlite_database: Database, byte: str) -> None:
    with sqlite_database.write() as tx:
        school, _, _ = story(tx)
        tx.exec_driver_sql(f"UPDATE journal_entry SET at = CAST({byte} AS TEXT) WHERE seq = 2")
        assert [fault.seq for fault in journal.verify_chain(tx, school)] == [2]


@pytest.mark.parametrize("gone", [1, 2, 3])
def test_a_removed_entry_is_found(database: Database, gone: int) -> None:
    with database.write() as tx:
        school, _, _ = story(tx)
        tx.execute(delete(journal_entries).where(LINE.seq == gone))
        assert journal.verify_chain(tx, school)


@pytest.mark.parametrize("change", [{"seq": 2}, {"hash": "0" * 64}, None])
def test_a_head_that_disagrees_is_found(database: Database, change: dict[str, object] | None) -> None:
    with database.write() as tx:
        school, _, _ = story(tx)
        tx.execute(update(journal_heads).values(change) if change else delete(journal_heads))
        assert len(journal.verify_chain(tx, school)) == 1


def test_erasing_a_person_keeps_the_chain_and_leaves_no_trace(database: Database) -> None:
    with database.write() as tx:
        school, curator, pair = story(tx)
        assert journal.erase_person(tx, curator) == 3
        assert journal.verify_chain(tx, school) == ()
        for line in journal.history(tx, pair):
            assert (line.actor_id, line.people, line.words, line.by) == (None, {}, {}, "person")
        assert tx.scalar(select(func.count()).where(LINE.people_salt.is_not(None) | LINE.words_salt.is_not(None))) == 0


def test_erasing_a_member_empties_the_texts_of_the_pair_but_not_others(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        pupil, stranger = (rows.person(tx, school, name) for name in ("Соколов Лев", "Чужой Ян"))
        pairs = [rows.pair(tx, school, number=1, members=(pupil,)), rows.pair(tx, school, number=2)]
        for pair in pairs:
            journal.append(
                tx,
                organisation_id=school,
                by=By(at=rows.MORNING, person_id=stranger),
                verb="suspend",
                subject=f"pair:{pair}",
                facts={},
                words={"reason": "Лёва болен"},
                pair=PairStep(pair_id=pair, pair_seq=1),
            )
        journal.erase_person(tx, pupil)
        about, other = (journal.history(tx, pair)[0] for pair in pairs)
        assert (about.words, about.actor_id) == ({}, stranger)
        assert other.words == {"reason": "Лёва болен"}
        assert journal.verify_chain(tx, school) == ()


def test_a_number_that_contains_the_persons_number_is_somebody_else(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        by = By(at=rows.MORNING)
        journal.append(tx, organisation_id=school, by=by, verb="v", subject="s", facts={}, people={"mentor": 17})
        assert journal.erase_person(tx, 7) == 0
        assert journal.erase_person(tx, 17) == 1


def test_two_writers_make_one_chain(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)

    def write() -> None:
        for _ in range(10):
            with database.write() as tx:
                journal.append(tx, organisation_id=school, by=By(at=rows.MORNING), verb="v", subject="s", facts={})

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        assert len(journal.entries(tx, school)) == 30
        assert journal.verify_chain(tx, school) == ()
