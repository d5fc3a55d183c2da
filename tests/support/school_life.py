"""A school that lives a year through the outside alone: commands, pages in a browser, links in letters.

Nothing here reaches into the database: what people know of the program they know from its answers.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx

from storage.database import Database
from tests.support.cli import Cli
from tests.support.recorder import Recorder
from tests.support.site import SECRET, Browser, Site, served

ORG = "s5"
_LINK = re.compile(r"/m/([\w-]+)")
_FORMS = re.compile(r"<form.*?</form>", re.DOTALL)
_HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')


class SchoolLife:
    """`run` is a command, `page` a form sent from somebody's browser, `by_link` an answer from a letter."""

    def __init__(self, cli: Cli, site: Site, recorder: Recorder) -> None:
        self.cli, self.site, self.recorder = cli, site, recorder
        self.people: dict[str, int] = {}
        self.items: dict[str, int] = {}
        self._browsers: dict[int, Browser] = {}

    def at(self, moment: str) -> None:
        """It is this local moment (Moscow time); what people did before is noticed, what has come due happens."""
        self.run("tick")
        instant = f"{moment}:00+03:00"
        self.cli.turn(instant)
        self.site.turn(datetime.fromisoformat(instant))
        self._browsers.clear()  # a session lasts a month: people sign in again
        self.run("tick")

    def run(self, *args: object) -> Any:
        return self.cli.json(*args)

    def person(self, mailbox: str, name: str, position: str, *, role: str | None = None, kind: str = "staff") -> int:
        told = ("--name", name, "--email", f"{mailbox}@school.test", "--position", position, "--kind", kind)
        made = int(self.run("person", "add", "--org", ORG, *told)["id"])
        if role is not None:
            self.run("role", "grant", "--person", made, "--role", role, "--org", ORG)
        self.people[mailbox] = made
        return made

    def apply(self, template: str, *more: object) -> int:
        """The roadmap becomes live; its rows are known by their numbers from now on."""
        roadmap = int(self.run("roadmap", "apply", template, "--org", ORG, *more)["id"])
        shown = self.run("roadmap", "show", roadmap)
        self.items = {item["number"]: item["id"] for item in shown["items"]}
        return roadmap

    def page(self, who: str, url: str, sent: dict[str, Any] | None = None, **how: Any) -> httpx.Response:
        """A form from this person's browser; whatever comes back must not be a refusal."""
        answer = self.browser(who).post(url, sent or {}, **how)
        assert answer.status_code == 200, (url, answer.status_code, _faults(answer.text))
        return answer

    def browser(self, who: str) -> Browser:
        person = self.people[who]
        if person not in self._browsers:
            self._browsers[person] = self.site.browser(person)
        return self._browsers[person]

    def link(self, who: str, *, about: str = "") -> str:
        """The newest link in a letter to this person whose page shows the words."""
        seen: set[str] = set()
        stranger = self.site.browser()
        for letter in reversed(self.recorder.to(f"{who}@school.test")):
            for token in _LINK.findall(letter.words):
                if token in seen:
                    continue
                seen.add(token)
                shown = stranger.get(f"/m/{token}")
                if shown.status_code == 200 and about in shown.text.replace("\N{NO-BREAK SPACE}", " "):
                    return str(token)
        raise AssertionError(f"no letter to {who} leads to {about!r}")

    def by_link(self, token: str, answer: str, **fields: Any) -> None:
        """One button behind a letter's link, pressed by somebody who is not signed in."""
        browser = self.site.browser()
        page = browser.get(f"/m/{token}").text
        [form, *_] = [each for each in _FORMS.findall(page) if f'name="answer" value="{answer}"' in each]
        hidden = dict(_HIDDEN.findall(form))
        done = browser.post(f"/m/{token}/answer", {**hidden, "answer": answer, **fields})
        assert done.status_code == 200, (answer, done.status_code, _faults(done.text))

    def answer_questionnaire(self, who: str, *, about: str) -> None:
        """Every question behind the letter's link is answered somehow."""
        token = self.link(who, about=about)
        form = _Form()
        form.feed(self.site.browser().get(f"/m/{token}").text)
        self.by_link(token, "survey", **form.filled())

    def paper(self, form: str, *more: object, day: str, item: str | None = None, place: bool = True) -> int:
        """A paper written by its form, registered under the next number; closes the row it is named for."""
        where = ("--set", "school.place=г. Киров") if place else ()
        named = ("--item", self.items[item]) if item is not None else ()
        made = self.run(
            *("paper", "issue", "--org", ORG, "--form", form, *where, *more, *named),
            *("--register", "--number", "auto", "--date", day),
        )
        return int(made["id"])

    def rows(self, roadmap: int) -> dict[str, dict[str, Any]]:
        """The roadmap's rows as they stand, by number."""
        return {item["number"]: item for item in self.run("roadmap", "show", roadmap)["items"]}


@contextmanager
def school_life(folder: Path, url: str, *, begins: str) -> Iterator[SchoolLife]:
    """A school with a site, a mail server and a turned clock."""
    database = Database(url)
    with Recorder() as recorder:
        cli = Cli(folder, database_url=url, now=f"{begins}:00+03:00")
        start = datetime.fromisoformat(f"{begins}:00+03:00")
        with served(database, at=start, data_dir=folder / "data") as site:
            cli.env |= {
                "NASTAVNIK_SMTP_HOST": "127.0.0.1",
                "NASTAVNIK_SMTP_PORT": str(recorder.port),
                "NASTAVNIK_SMTP_SECURITY": "none",
                "NASTAVNIK_MAIL_FROM": "nastavnik@school.test",
                "NASTAVNIK_BASE_URL": site.address,
                "NASTAVNIK_SECRET_KEY": SECRET,
            }
            cli.json(
                "org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", ORG, "--timezone", "Europe/Moscow"
            )
            yield SchoolLife(cli, site, recorder)
    database.dispose()


class _Form(HTMLParser):
    """The questions of a questionnaire's page and an answer to each: the last option, a word, the first of a list."""

    def __init__(self) -> None:
        super().__init__()
        self._found: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        hidden = given.get("type") == "hidden" and name not in ("csrf", "answer")
        if tag == "input" and (hidden or given.get("type") in ("radio", "checkbox")):
            self._found[name] = given.get("value", "")
        elif tag == "textarea":
            self._found[name] = "Ответ"
        elif tag == "select":
            self._select = name
        elif tag == "option":
            fresh = self._select and self._select not in self._found
            if fresh and given.get("value") and given["value"] not in self._found.values():
                self._found[self._select] = given["value"]

    def filled(self) -> dict[str, str]:
        return {name: value for name, value in self._found.items() if name}


def _faults(page: str) -> str:
    """What a refused page says, for the reader of a failed test."""
    words = re.sub(r"<(script|style).*?</\1>|<[^>]+>", " ", page.partition("<main")[2], flags=re.DOTALL)
    return json.dumps(" ".join(words.split())[:1200], ensure_ascii=False)
