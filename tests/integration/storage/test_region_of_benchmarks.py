"""`make bench` writes its region row by row, past the models: whoever adds a column learns here that it is missed."""

import sqlite3
from contextlib import closing
from pathlib import Path

from benchmarks.pages.ground import dress
from benchmarks.region_rows import PER_SCHOOL, content


def test_each_column_that_a_table_demands_is_written(sqlite_url: str) -> None:
    """The second reader is the curator of the eighth school."""
    size = 10 * PER_SCHOOL
    with closing(sqlite3.connect(Path(sqlite_url.removeprefix("sqlite:///")), isolation_level=None)) as database:
        database.execute("BEGIN")
        for table, names, rows in content(size):
            marks = ", ".join("?" * len(names))
            database.executemany(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", rows)
        database.execute("COMMIT")
        assert len(dress(database, size=size, readers=2)) == 2
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
