"""A school with somebody in it whose name nobody else has: wherever it turns up, it was carried there."""

import json
from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import organisations
from storage.database import Database
from tests.support.cli import Cli
from tests.support.people_files import workbook
from tests.support.recorder import Recorder
from workflows.certify_event import tell_of_guest
from workflows.check_people import check_people
from workflows.read_people_file import read_people_file
from workflows.set_word_forms import set_word_forms

NAME, MAIL, PHONE = "Канарейкина Павлина Яновна", "kanareika@school.test", "+7 912 000-13-57"
NEEDLES = ("Канарейкин", "kanareika", "КАНАРЕЙКИН", "канарейкин", "000-13-57")
OWN_WORDS = ("выучить цапель", "боится выпи", "второе место у поползня")
"""What stands about her without her name: words of her own record, of her answers, of her part in an event."""
_HEADS = ("Фамилия", "Имя", "Отчество", "Почта", "Должность или класс", "Согласие подписано", "Пол", "Телефон")


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
        self.work(int(programme), int(pair))
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

    def work(self, programme: int, pair: int) -> None:
        """Everything else a school does with her: her profile, a file of people, papers, an event, questionnaires."""
        cli, her = self.cli, self.canary
        told = ("--sex", "ж", "--phone", PHONE, "--request", OWN_WORDS[0], "--needs", "Канарейкиной трудно")
        cli.json("person", "profile", her, *told, *_key("profile"))
        self.load()
        plan = ("--goal", "Канарейкиной освоиться", "--item", "Урок Канарейкиной;2025-10-10", *_key("plan"))
        cli.json("plan", "set", "--pair", pair, *plan, "--request", OWN_WORDS[1])
        approved = ("--kind", "order", "--purpose", "plan-approval", "--number", "8", "--date", "2025-09-03")
        order = cli.json("paper", "register", "--org", "s5", *approved, "--pair", pair)["id"]
        cli.json("plan", "approve", "--pair", pair, "--paper", order)
        changed = ("--item", "Второй урок Канарейкиной;2025-10-11", "--reason", "Просьба Канарейкиной")
        cli.json("plan", "set", "--pair", pair, *changed)
        day = ("--held", "2025-09-03", "--kind", "work", "--topic", "Тревоги Канарейкиной", "--notes", OWN_WORDS[1])
        cli.json("meeting", "record", "--pair", pair, *day, *_key("meeting"))
        self.write_papers(pair)
        self.gather(programme)

    def load(self) -> None:
        """She comes in a file of people that is loaded, and in another that nobody has loaded yet."""
        row = (*NAME.split(), MAIL, "учитель-канарейка", "31.08.2025", "ж", PHONE)
        file = self.data.parent / "people.xlsx"
        file.write_bytes(workbook(("Люди", [_HEADS, row])))
        self.cli.json("person", "import", file, "--org", "s5", "--good-rows", *_key("load"))
        waiting = read_people_file(workbook(("Ждут", [_HEADS, (*row[:-1], "+7 912 000-13-57")])))
        self.flow(lambda tx, org, by: check_people(tx, by=by, organisation_id=org, found=waiting))

    def write_papers(self, pair: int) -> None:
        """An order that names her, registered; drafts about her; the cases of her name, typed in two ways."""
        cli = self.cli
        posts = (f"{post}.{of}={of}" for post in ("head", "curator") for of in ("name", "position"))
        said = [
            part
            for one in (*posts, "school.full=Школа", "school.founder=Город", "school.place=Город")
            for part in ("--set", one)
        ]
        order = ("--form", "order-pairing", "--pair", pair, *said, *_key("order"))
        assert cli.json("paper", "issue", "--org", "s5", "--register", *order)["state"] == "registered"
        consent = ("--form", "consent-photo", "--person", self.canary, "--set", f"consent.text={OWN_WORDS[1]}")
        cli.json("paper", "issue", "--org", "s5", *consent)
        for name in (NAME, "Канарейкина П. Я."):
            self.flow(_cases_of(name))

    def gather(self, programme: int) -> None:
        """A common event with her result, a questionnaire of hers, a practice of hers, pairs proposed with her."""
        cli, her = self.cli, self.canary
        planned = ("--kind", "contest", "--title", "Смотр Канарейкиной", "--place", "у Канарейкиной")
        event = cli.json("event", "plan", "--org", "s5", *planned, "--on", "2025-09-03")["id"]
        cli.json("event", "invite", event, "--invite", "chosen", "--person", her)
        cli.json("event", "record", event, "--held", "2025-09-03", "--everybody")
        self.flow(lambda tx, _, by: tell_of_guest(tx, by=by, event_id=int(event), person_id=her, result=OWN_WORDS[2]))
        opened = ("--programme", programme, "--period", "2025", "--questionnaire", "requests")
        survey = cli.json("survey", "open", *opened)["id"]
        said = (
            "needs=lesson",
            f"request={OWN_WORDS[1]}",
            "urgency=3",
            "partner=any",
            "form=mixed",
            "time=month",
            "psychologist=3",
        )
        answers = [part for one in said for part in ("--answer", one)]
        cli.json("survey", "answer", survey, "--person", her, *answers, *_key("survey"))
        practice = ("--title", "Уроки Канарейкиной", "--body", "Канарейкина придумала", "--author", her)
        cli.json("practice", "add", "--org", "s5", *practice)
        cli.json("match", "exclude", "--programme", programme, "--mentor", self.mentor, "--mentee", her)
        cli.json("match", "propose", programme, *_key("match"))

    def flow(self, flow: Callable[[Connection, int, By], object]) -> None:
        """What has no command of its own, done by the operator in the school."""
        database = Database(f"sqlite:///{self.data / 'nastavnik.db'}")
        with database.write() as tx:
            place = organisations.by_path(tx, "s5")
            assert place is not None
            assert not isinstance(flow(tx, place.id, By(at=datetime(2025, 9, 3, 7, tzinfo=UTC))), Refused)
        database.dispose()

    def traces(self) -> list[str]:
        """Files of the data folder in which the person is still named, letters and JSON decoded."""
        return sorted(
            f"{file.name}: {needle}"
            for file in self.data.rglob("*")
            if file.is_file()
            for needle in (*NEEDLES, *OWN_WORDS)
            if any(form in file.read_bytes() for form in _forms(needle))
        )


def _cases_of(name: str) -> Callable[[Connection, int, By], object]:
    forms = {"dat": "Канарейкиной Павлине"}
    return lambda tx, org, by: set_word_forms(tx, by=by, organisation_id=org, kind="name", nominative=name, forms=forms)


def _key(name: str) -> tuple[str, str]:
    """A remembered answer is one more place where her words may stay."""
    return "--idempotency-key", f"canary-{name}"


def _forms(needle: str) -> list[bytes]:
    """A word as UTF-8, as JSON's codes, in base64 at each of three places, as a printable quotation."""
    plain = needle.encode()
    shifted = [b64encode(b"\0" * lead + plain)[4 if lead else 0 : -4] for lead in range(3)]
    quoted = "".join(f"={byte:02X}" for byte in plain).encode()
    return [plain, json.dumps(needle)[1:-1].encode(), needle.encode("utf-16-le"), quoted, *shifted]
