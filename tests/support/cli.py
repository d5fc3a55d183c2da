"""The program `nastavnik` without processes: each call is a whole command with an environment of its own."""

import json
from pathlib import Path
from typing import Any

from nastavnik.cli.main import Result, call


class Cli:
    """A laptop: a data folder, a turned clock and nothing else in the environment.

    `cli("org", "list")` answers a Result; `cli.json(…)` adds `--json`, asserts exit code 0 and parses stdout.
    """

    def __init__(
        self, folder: Path, *, database_url: str | None = None, now: str = "2025-09-01T09:00:00+03:00"
    ) -> None:
        self.folder = folder
        self.clock_file = folder / "clock"
        self.turn(now)
        self.env = {"NASTAVNIK_DATA_DIR": str(folder / "data"), "NASTAVNIK_CLOCK_FILE": str(self.clock_file)}
        if database_url is not None:
            self.env["NASTAVNIK_DATABASE_URL"] = database_url

    def __call__(self, *args: object, **env: str) -> Result:
        return call([str(arg) for arg in args], self.env | env)

    def json(self, *args: object, exit_code: int = 0) -> Any:
        result = self(*args, "--json")
        assert result.exit_code == exit_code, (args, result)
        return json.loads(result.stdout)

    def error(self, *args: object, exit_code: int = 2) -> dict[str, Any]:
        """The error of a command that must fail: one line of JSON on stderr, nothing on stdout."""
        result = self(*args, "--json")
        assert result.exit_code == exit_code, (args, result)
        assert result.stdout == ""
        assert result.stderr.count("\n") == 1
        error: dict[str, Any] = json.loads(result.stderr)["error"]
        return error

    def turn(self, instant: str) -> None:
        """Set the product's "now": ISO with offset."""
        self.clock_file.write_text(instant, encoding="ascii")
