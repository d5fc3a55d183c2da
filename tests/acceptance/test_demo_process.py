"""`nastavnik demo` as somebody starts it: it plays, says who can sign in and where, lives on, and stops when asked."""

from datetime import datetime
from pathlib import Path

import httpx
import pytest

from nastavnik.demo.cast import PLACES
from nastavnik.demo.sign_ins import PASSWORD
from tests.acceptance.test_worker_process import PATIENCE, House, Post, eventually


@pytest.mark.slow
def test_the_demonstration_lives_on_after_its_play(tmp_path: Path, sqlite_url: str) -> None:
    start = ("demo", "--port", "0")
    with (
        Post() as post,
        House(tmp_path, sqlite_url, post).running(*start, says="Everybody has", patience=10 * PATIENCE) as demo,
    ):
        told = "".join(demo.heard)
        assert PASSWORD in told
        shown = [person.email for place in PLACES for person in place.everybody() if person.shown]
        assert len(shown) > 10
        assert [email for email in shown if email not in told] == []
        address = told.split("The pages are open: ")[1].split(" ")[0]

        assert httpx.get(f"{address}/mailbox").status_code == 200
        clock = tmp_path / "demo" / "clock"
        played_until = datetime.fromisoformat("2026-11-24T10:30+03:00")
        eventually(lambda: datetime.fromisoformat(clock.read_text().strip()) > played_until)
        assert httpx.get(f"{address}/readyz").status_code == 200

        demo.process.terminate()
        assert demo.ended() == 0
