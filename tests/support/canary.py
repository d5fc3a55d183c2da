"""A school with somebody in it whose name nobody else has: wherever it turns up, it was carried there."""

import json
from base64 import b64encode
from pathlib import Path

from tests.support.cli import Cli
from tests.support.recorder import Recorder

NAME, MAIL, PHONE = "Канарейкина Павлина Яновна", "kanareika@school.test", "+7 912 000-13-57"
NEEDLES = ("Канарейкин", "kanareika", "КАНАРЕЙКИН", "канарейкин", "000-13-57")


class School:
    """A school told through the commands, with a mail server that answers."""

    def __init__(self, folder: Path, recorder: Recorder) -> None:
        self.cli = Cli(folder)
        self.cli.env |= {
            "NASTAVNIK_SMTP_HOST": "127.0.0.1",
            "NASTAVNIK_SMTP_PORT": str(recorder.port),
            "NASTAVNIK_SMTP_SECURITY": "none",
            "NASTAVNIK_MAIL_FROM": "nastavnik@school.test",
        }
        self.data = folder / "data"
        self.recorder = recorder
        self.cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "s5")
        self.curator = self.person("Белова Анна Сергеевна", "belova@school.test", role="curator")
        self.mentor = self.person("Иванова Мария Петровна", "ivanova@school.test", role="mentor")
        self.canary = self.person(NAME, MAIL, role="mentee", position="учитель-канарейка")

    def person(self, name: str, email: str, *, role: str, position: str = "учитель") -> int:
        told = ("--name", name, "--email", email, "--position", position)
        made = int(self.cli.json("person", "add", "--org", "s5", *told)["id"])
        self.cli.json("role", "grant", "--person", made, "--role", role, "--org", "s5")
        return made

    def play(self) -> int:
        """A pair goes through half of its life; letters go; somebody writes the name everywhere; the pair ends."""
        cli = self.cli
        for person in (self.curator, self.mentor, self.canary):
            cli.json("consent", "record", "--person", person, "--kind", "personal-data", "--signed", "2025-08-31")
        cli.json("consent", "record", "--person", self.mentor, "--kind", "mentoring-duty", "--signed", "2025-08-31")
        cli.json("person", "change", self.canary, "--born", "1999-04-05", "--hired", "2025-08-01")
        roadmap = cli.json("roadmap", "apply", "s1-teachers-2025", "--org", "s5")["id"]
        days = ("--from", "2025-09-01", "--to", "2026-05-31")
        told = ("--title", "Молодым от Канарейкиной", "--lifecycle", "teacher-pair", "--roadmap", roadmap)
        programme = cli.json("programme", "start", "--org", "s5", *told, *days)["id"]
        pair = cli.json("pair", "form", "--programme", programme, "--mentor", self.mentor, "--mentee", self.canary)[
            "id"
        ]
        order = ("--kind", "order", "--purpose", "pairing", "--number", "7", "--date", "2025-09-01")
        cli.json("paper", "register", "--org", "s5", *order, "--pair", pair)
        cli.json("pair", "advance", pair, "acquaint", "--reason", "Канарейкина готова")
        cli.turn("2025-09-03T10:00:00+03:00")
        cli.json("meeting", "record", "--pair", pair, "--kind", "acquaintance", "--held", "2025-09-02")
        cli.json("feedback", "record", "--pair", pair, "--by", self.mentor, "--text", "П. Я. Канарейкина молодец")
        cli.json("plan", "set", "--pair", pair, "--item", "Урок Канарейкиной;2025-10-10")
        cli.json("tick")
        cli.turn("2025-09-25T10:00:00+03:00")
        cli.json("tick")
        ending = ("--outcome", "mentee_left", "--notice", "2025-09-25")
        cli.json("pair", "end", pair, *ending, "--reason", "Канарейкина уезжает")
        cli.turn("2025-10-02T10:00:00+03:00")
        cli.json("tick")
        return int(pair)

    def traces(self) -> list[str]:
        """Files of the data folder in which the person is still named, letters and JSON decoded."""
        return sorted(
            f"{file.name}: {needle}"
            for file in self.data.rglob("*")
            if file.is_file()
            for needle in NEEDLES
            if any(form in file.read_bytes() for form in _forms(needle))
        )


def _forms(needle: str) -> list[bytes]:
    """A word as UTF-8, as JSON's codes, in base64 at each of three places, as a printable quotation."""
    plain = needle.encode()
    shifted = [b64encode(b"\0" * lead + plain)[4 if lead else 0 : -4] for lead in range(3)]
    quoted = "".join(f"={byte:02X}" for byte in plain).encode()
    return [plain, json.dumps(needle)[1:-1].encode(), needle.encode("utf-16-le"), quoted, *shifted]
