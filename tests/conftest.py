"""Databases for tests: `database` runs a test on SQLite and on PostgreSQL, each time on a fresh, migrated copy."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from storage.database import Database
from storage.schema import migrate
from tests.support import compiled_statements, memory_folder, postgres
from tests.support.chromium import CHROMIUM, LEFT_OUT
from tests.support.spare_databases import SpareDatabases


def pytest_configure() -> None:
    """Workers are started later and inherit the place."""
    memory_folder.use()
    compiled_statements.share()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Whoever reads the end of a run is told when no browser took part."""
    if CHROMIUM is None:
        terminalreporter.write_sep("=", LEFT_OUT, yellow=True)


settings.register_profile("shared machine", deadline=None)  # machines are shared and noisy: no test asserts seconds
settings.load_profile("shared machine")


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of a migrated database, once per kind."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """An open, migrated database, once per kind."""
    opened = Database(url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """For tests whose subject is not the database itself."""
    opened = Database(sqlite_url)
    yield opened
    opened.dispose()


@pytest.fixture
def postgresql_database(postgresql_url: str) -> Iterator[Database]:
    opened = Database(postgresql_url)
    yield opened
    opened.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table, once per kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server: postgres.Server = request.getfixturevalue("postgresql_server")
    made = server.create()
    yield made
    server.drop(made)


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    copy = tmp_path / "nastavnik.db"
    shutil.copyfile(sqlite_template, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def postgresql_url(spare_databases: SpareDatabases) -> Iterator[str]:
    taken = spare_databases.take()
    yield taken
    spare_databases.give_back(taken)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "nastavnik.db"
    _migrated(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[postgres.Server]:
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def spare_databases(postgresql_server: postgres.Server) -> Iterator[SpareDatabases]:
    template = postgresql_server.create()
    _migrated(template)
    spare = SpareDatabases(postgresql_server, template)
    yield spare
    spare.close()


def _migrated(url: str) -> None:
    database = Database(url)
    migrate(database)
    database.dispose()
