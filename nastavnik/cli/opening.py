"""Opening the database for a command.

A database that has no table yet gets its schema at once, so that the first command on a laptop just works. One that
an older release made is left alone until somebody says `nastavnik migrate`: changing it is a decision.
"""

from engine.words import Words
from nastavnik.cli.lazily import lazily
from nastavnik.settings import Settings
from storage.database import Database, DatabaseFailed
from storage.schema_state import SchemaState, schema_state


def opened(settings: Settings) -> Database:
    """The database with the schema of this program. Raises DatabaseFailed when it has another one."""
    database = connected(settings)
    try:
        match state_of(database):
            case "current":
                pass
            case "empty":
                lazily("storage.schema").migrate(database)
            case "behind":
                raise DatabaseFailed(_BEHIND)
            case "foreign":
                raise DatabaseFailed(_FOREIGN)
    except BaseException:
        database.dispose()
        raise
    return database


def connected(settings: Settings) -> Database:
    """The database as it is. The data folder is made when the database is the file in it."""
    if settings.database_url is None:
        try:
            settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)  # names and addresses live here
        except OSError:
            raise DatabaseFailed(_no_folder(settings)) from None
    return Database(settings.database)


def state_of(database: Database) -> SchemaState:
    with database.read() as tx:
        return schema_state(tx)


_BEHIND = Words(
    "База сделана прежним выпуском программы: сделайте копию (nastavnik backup) и выполните nastavnik migrate",
    "An older release made this database: back it up (nastavnik backup) and run nastavnik migrate",
)
_FOREIGN = Words(
    "База сделана более новым выпуском или другой программой: обновите программу или проверьте DATABASE_URL",
    "A newer release or another program made this database: update the program or check DATABASE_URL",
)


def _no_folder(settings: Settings) -> Words:
    return Words(
        f"Папка данных {settings.data_dir} не создаётся: проверьте права или задайте NASTAVNIK_DATA_DIR",
        f"The data folder {settings.data_dir} cannot be made: check the rights or set NASTAVNIK_DATA_DIR",
    )
