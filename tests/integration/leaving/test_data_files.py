"""On PostgreSQL no page of the database's own files keeps the name of somebody erased; its log is its administrator's.

The rows of a deleted person would stand in their pages until something else is written there, and the planner keeps
samples of the values.
"""

from pathlib import Path

from sqlalchemy import text

from storage.database import Database
from storage.forgetting import forget
from tests.support.cast import District, district, operator
from workflows.change_person import PersonChanges, change_person
from workflows.erase_person import PersonErased, erase_person

MAIDEN, MARRIED = "Журавлёва-Канарейкина", "Воробьёва-Синицына"


def holding(database: Database, *needles: str) -> set[str]:
    """Which of the words stand in the files of the database, as the server has written them down."""
    with database.read() as tx:
        folder = Path(str(tx.scalar(text("SHOW data_directory"))))
        number = tx.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
    with database.write() as tx:
        tx.execute(text("CHECKPOINT"))
    pages = [file.read_bytes() for file in (folder / "base" / str(number)).iterdir() if file.is_file()]
    return {one for one in needles if any(one.encode() in page for page in pages)}


def renamed(database: Database, cast: District) -> None:
    """Twice: the first name stands in a dead row, the second in a live one; the planner has seen both."""
    for name in (MAIDEN, MARRIED):
        with database.write() as tx:
            change_person(
                tx, by=operator(), person_id=cast.mentee.id, changes=PersonChanges(name=f"{name} Анна Ильинична")
            )
            tx.execute(text("ANALYZE person"))


def test_nothing_is_left_in_the_files(postgresql_database: Database, tmp_path: Path) -> None:
    database = postgresql_database
    with database.write() as tx:
        cast = district(tx)
    renamed(database, cast)
    assert holding(database, MAIDEN, MARRIED) == {MAIDEN, MARRIED}
    with database.write() as tx:
        assert isinstance(erase_person(tx, by=operator(), person_id=cast.mentee.id), PersonErased)
    assert holding(database, MARRIED) == {MARRIED}  # the rows are gone, their bytes are not
    assert forget(database, tmp_path)
    assert holding(database, MAIDEN, MARRIED) == set()
    assert not forget(database, tmp_path)


def test_a_table_in_use_is_asked_again(postgresql_database: Database, tmp_path: Path) -> None:
    database = postgresql_database
    with database.write() as tx:
        cast = district(tx)
        assert isinstance(erase_person(tx, by=operator(), person_id=cast.mentee.id), PersonErased)
    with database.write() as tx:
        tx.execute(text("LOCK TABLE person IN ACCESS SHARE MODE"))
        assert not forget(database, tmp_path)
    assert forget(database, tmp_path)
