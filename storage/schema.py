"""The schema: bringing a database to the newest one, and asking whether it is there."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from sqlalchemy import Connection, MetaData
from sqlmodel import SQLModel

from engine.words import Words
from storage.database import Database, DatabaseFailed
from storage.tables import (
    accounts,
    answers,
    events,
    figures,
    imports,
    journal,
    letters,
    matching,
    obligations,
    organisations,
    outward,
    papers,
    participants,
    programmes,
    publications,
    roadmaps,
)

_MIGRATIONS = Path(__file__).parent / "migrations"
# Importing them declares the tables.
NOUNS = (
    organisations,
    programmes,
    roadmaps,
    obligations,
    letters,
    journal,
    accounts,
    answers,
    outward,
    imports,
    publications,
    figures,
    participants,
    papers,
    matching,
    events,
)
MODELS: MetaData = SQLModel.metadata
_NEWER = Words(
    "База сделана более новой или чужой программой: обновите nastavnik.",
    "A newer or another program made this database: update nastavnik.",
)


def migrate(database: Database) -> list[str]:
    """Bring the schema to the newest revision and return the sentences of the scripts that ran, oldest first.

    An empty list means it was there already. All scripts are one transaction; of two processes that start at once one
    waits and then finds nothing to do. Raises DatabaseFailed.
    """
    with database.schema_change() as tx:
        before = _revision(tx)
        pending = _pending(before)
        if pending:
            command.upgrade(config(tx), "head")
    return pending[::-1]


def at_head(database: Database) -> bool:
    """Whether every script of this program has run on the database. Raises DatabaseFailed."""
    with database.read() as tx:
        return _revision(tx) == _scripts().get_current_head()


def differences(tx: Connection) -> list[object]:
    """What the tables of the program have and the database has not, or the other way round. Empty = the same."""
    context = MigrationContext.configure(tx, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, MODELS))


def config(tx: Connection) -> Config:
    """Alembic's settings, in Python: there is no alembic.ini."""
    made = Config()
    made.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    made.set_main_option("file_template", "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    made.set_main_option("path_separator", "newline")
    made.set_main_option("truncate_slug_length", "60")
    made.attributes["connection"] = tx
    return made


def _pending(before: str | None) -> list[str]:
    try:
        return [script.doc for script in _scripts().iterate_revisions("head", before or "base")]
    except RevisionError as error:
        raise DatabaseFailed(_NEWER) from error


def _revision(tx: Connection) -> str | None:
    return MigrationContext.configure(tx).get_current_revision()


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(_MIGRATIONS))
