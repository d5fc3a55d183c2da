"""No name, address or telephone in the log, an address of a page, a metric, a name of a file: all walked for real."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from tests.acceptance.test_worker_process import Running
from tests.support.canary import MAIL, NEEDLES, School
from tests.support.crawling import crawl, seen
from tests.support.faulty_smtp import FaultyServer, Say
from tests.support.recorder import Recorder

PASSWORD = "лошадь скрепка батарея"


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with Recorder() as recorder:
        yield School(tmp_path, recorder)


def test_nobody_is_named_where_strangers_may_look(school: School, tmp_path: Path) -> None:
    school.play()
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    school.cli.json("role", "grant", "--person", school.curator, "--role", "head", "--org", "s5")
    school.cli.json("user", "add", "--person", school.curator, "--password-file", tmp_path / "password")
    process = subprocess.Popen(
        [sys.executable, "-c", "from nastavnik.cli.main import run; run()", "serve", "--port", "0", "--lang", "en"],
        env={"PATH": "/usr/bin:/bin", **school.cli.env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        address = Running.await_line(process.stdout, "The pages are open")[-1].split(": ")[1].split(" ")[0]
        visitor = Visitor(address)
        with visitor.http:
            visitor.sign_in("belova@school.test")
            addresses, names = visitor.walk(school)
        metrics = httpx.get(f"{address}/metrics").text
    finally:
        process.terminate()
        _, log = process.communicate(timeout=60)
    assert len(addresses) > 60
    assert "route=" in log
    for where, text in {"log": log, "metrics": metrics, "addresses": "\n".join(addresses)}.items():
        assert named_in(text) == [], where
    assert named_in("\n".join(names)) == []
    assert named_in("\n".join(str(file) for file in school.data.rglob("*"))) == []


def named_in(text: str) -> list[str]:
    return [needle for needle in NEEDLES if needle in text or needle in unquote(text)]


class Visitor:
    """A browser over the real process: walks, searches, writes the name into forms that are wrong and right."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, follow_redirects=True, timeout=60)
        self.seen: list[str] = []

    def get(self, url: str) -> httpx.Response:
        return self._noted(self.http.get(url))

    def post(self, url: str, sent: dict[str, str], *, page: str) -> httpx.Response:
        """A form of `page` with its token."""
        token = re.search(r'name="csrf" value="([^"]+)"', self.http.get(page).text)
        assert token is not None
        headers = {"Origin": str(self.http.base_url).rstrip("/")}
        return self._noted(self.http.post(url, data={"csrf": token[1], **sent}, headers=headers))

    def sign_in(self, email: str) -> None:
        answer = self.post("/sign-in", {"email": email, "password": PASSWORD}, page="/sign-in")
        assert answer.status_code == 200
        assert "/sign-out" in answer.text

    def walk(self, school: School) -> tuple[list[str], list[str]]:
        """Every address met, in links, forms and redirects; every name of a file offered for saving."""
        names: list[str] = []
        for _, answer in crawl(self):  # type: ignore[arg-type]  # all it asks of a browser is `get`
            page = seen(answer.text) if answer.headers.get("content-type", "").startswith("text/html") else None
            self.seen += [*page.links, *page.downloads, *(action for _, action in page.forms)] if page else []
            names.append(answer.headers.get("content-disposition", ""))
        self.post("/people/search", {"org": "s5", "show": "all", "q": "Канарейкина"}, page="/people")
        self.post("/pairs/search", {"q": "Канарейкина"}, page="/pairs")
        wrong = {"name": "Канарейкина", "email": f"{MAIL}, x@y", "kind": "staff", "position": "", "version": "1"}
        self.post(f"/people/{school.canary}", wrong, page=f"/people/{school.canary}")
        self.post(f"/people/{school.canary}", {"name": "Канарейкина\0"}, page=f"/people/{school.canary}")
        answer = self.post(f"/people/{school.canary}/export", {}, page=f"/people/{school.canary}/leaving")
        names.append(answer.headers["content-disposition"])
        return [unquote(each) for each in self.seen], [unquote(each) for each in names]

    def _noted(self, answer: httpx.Response) -> httpx.Response:
        self.seen += [str(one.url) for one in (*answer.history, answer)]
        return answer


def test_a_server_that_quotes_the_address_does_not_bring_it_into_the_log(tmp_path: Path) -> None:
    with Recorder() as recorder:
        school = School(tmp_path, recorder)
    with FaultyServer({"rcpt": Say(f"550 <{MAIL}> kanareika: no such user")}) as server:
        school.cli.env["NASTAVNIK_SMTP_PORT"] = str(server.port)
        school.play()
        result = school.cli("tick")
        failed = school.cli.json("outbox", "list", "--state", "failed")
    assert result.exit_code == 0
    assert MAIL in {letter["recipient"] for letter in failed}
    assert named_in(result.stderr) == []
    assert named_in(result.stdout) == []
