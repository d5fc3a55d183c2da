"""Migrated PostgreSQL databases that one test after another gets: emptied between them, not made anew.

A copy of the template is three hundred files, half a second of work; a test writes into a dozen tables.

spare = SpareDatabases(server, template=url)
url = spare.take()      # like a fresh copy of the template
…
spare.give_back(url)
"""

from dataclasses import dataclass, field

import psycopg
from psycopg import Connection, sql

from tests.support.postgres import Server

# Whatever a statement like ALTER, CREATE or DROP writes anew, and what ANALYZE tells the planner.
_SHAPE = """
    SELECT md5(string_agg(line, ' ' ORDER BY line)) FROM (
        SELECT concat('table', oid, relname, relkind) AS line FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat('column', attrelid, attnum, xmin) FROM pg_attribute WHERE attrelid >= 16384
        UNION ALL SELECT concat('constraint', oid, xmin) FROM pg_constraint WHERE oid >= 16384
        UNION ALL SELECT concat('index', indexrelid, xmin) FROM pg_index WHERE indexrelid >= 16384
        UNION ALL SELECT concat('trigger', oid, xmin) FROM pg_trigger WHERE oid >= 16384
        UNION ALL SELECT concat('function', oid, xmin) FROM pg_proc WHERE oid >= 16384
        UNION ALL SELECT concat('sequence', seqrelid, xmin) FROM pg_sequence
        UNION ALL SELECT concat('schema', oid, xmin) FROM pg_namespace WHERE oid >= 16384 AND nspname NOT LIKE 'pg_%'
        UNION ALL SELECT concat('setting', setrole, setconfig) FROM pg_db_role_setting
        UNION ALL SELECT concat('statistics', starelid, staattnum) FROM pg_statistic WHERE starelid >= 16384
    ) AS lines
"""
_SIZE = """
    SELECT sum(pg_table_size(oid)) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""
_OTHERS = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_REWIND = """
    SELECT setval(seqrelid, seqstart, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL
"""


@dataclass
class SpareDatabases:
    """Copies of one migrated database, whose tables are empty but for Alembic's own.

    Each keeps a connection of ours: it knows the tables already, which costs a new one more than the emptying.
    """

    server: Server
    template: str
    largest: int = 8 << 20  # bytes: deleted rows keep their place, and reading over many costs more than a copy
    _spare: list[str] = field(default_factory=list)
    _doors: dict[str, Connection] = field(default_factory=dict)
    _tables: list[str] = field(default_factory=list)
    _shape: str = ""

    def take(self) -> str:
        """The URL of a database that nothing was written into since it was migrated."""
        if self._spare:
            return self._spare.pop()
        made = self.server.create(template=self.template)
        self._doors[made] = psycopg.connect(made, autocommit=True)
        if not self._tables:
            self._learn(self._doors[made])
        return made

    def give_back(self, url: str) -> None:
        """Whoever is still connected is cut off. A database of another shape, or a bloated one, is dropped."""
        if self._emptied(self._doors[url]):
            self._spare.append(url)
        else:
            self._doors.pop(url).close()
            self.server.drop(url)

    def close(self) -> None:
        for door in self._doors.values():
            door.close()

    def _learn(self, tx: Connection) -> None:
        self._shape = _one(tx, _SHAPE)
        self._tables = [
            name
            for (name,) in tx.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
            )
            if name != "alembic_version"
        ]
        assert not self._written(tx), "the migrations write rows: emptying would lose them"

    def _emptied(self, tx: Connection) -> bool:
        tx.execute(_OTHERS)
        if _one(tx, _SHAPE) != self._shape or int(_one(tx, _SIZE)) > self.largest:
            return False
        with tx.transaction():
            tx.execute("SET LOCAL session_replication_role = replica")  # neither foreign keys nor triggers are asked
            for name in self._written(tx):
                tx.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
            tx.execute(_REWIND)
        return True

    def _written(self, tx: Connection) -> list[str]:
        asked = (
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(name), sql.Identifier(name))
            for name in self._tables
        )
        return [name for (name,) in tx.execute(sql.SQL(" UNION ALL ").join(asked))]


def _one(tx: Connection, statement: str) -> str:
    row = tx.execute(statement.encode()).fetchone()
    assert row is not None
    return str(row[0])
