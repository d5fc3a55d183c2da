"""`python -m storage.migrations "One sentence."`: write the script that brings the schema to the tables as they are.

`--first` writes the first script anew from nothing: only while no version has been released.
"""

import argparse
import tempfile
from pathlib import Path

from alembic import command

from storage.database import Database
from storage.schema import config, migrate

FIRST = "tables"
VERSIONS = Path(__file__).parent / "versions"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m storage.migrations", description=__doc__)
    asked.add_argument("sentence")
    asked.add_argument("--first", action="store_true")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/schema.db")
        if given.first:
            _write_first(database, given.sentence, Path(folder))
        else:
            migrate(database)
            with database.schema_change() as tx:
                command.revision(config(tx), given.sentence, autogenerate=True)
        database.dispose()


def _write_first(database: Database, sentence: str, folder: Path) -> None:
    """Keeps the name of the file: its date orders the folder for readers."""
    with database.schema_change() as tx:
        settings = config(tx)
        settings.set_main_option("version_locations", str(folder))
        command.revision(settings, sentence, autogenerate=True, rev_id=FIRST, version_path=str(folder))
    (written,) = folder.glob("*.py")
    first = min(VERSIONS.glob("*.py"), default=VERSIONS / written.name)
    first.write_text(written.read_text(encoding="utf-8"), encoding="utf-8")


if __name__ == "__main__":
    main()
