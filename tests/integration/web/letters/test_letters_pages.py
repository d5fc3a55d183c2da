"""Letters: what became of each, its words without its links, an address put right, held letters, a day ahead."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from engine.words import Words
from storage import channel
from storage.database import Database
from storage.tables.letters import letters
from storage.tables.organisations import people
from tests.support import rows
from tests.support.cast import District, district
from tests.support.crawling import seen
from tests.support.site import Site, served

AT = datetime(2025, 9, 26, 9, tzinfo=UTC)
World = tuple[Site, District, dict[str, int]]
WORDS = b"Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nOpen https://localhost/m/secret now, Egor\r\n"


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    with sqlite_database.write() as tx:
        cast = district(tx)
        school = cast.school.id

        def letter(key: str, state: str, **more: Any) -> int:
            told: dict[str, Any] = {"next_attempt_at": None, "created_at": AT} | more
            return rows.letter(tx, school, cast.mentor.id, key=key, state=state, **told)

        made = {
            "failed": letter("f", "failed", reason="550: no such mailbox"),
            "uncertain": letter("u", "uncertain"),
            "held": letter("h", "held"),
            "queued": letter("q", "queued", next_attempt_at=AT + timedelta(hours=1)),
            "sent": letter("s", "sent", sent_at=AT, message=WORDS, subject="Тема"),
        }
        owed = rows.obligation(
            tx, school, title="Провести встречу", due_on=date(2025, 9, 25), responsible_role="curator"
        )
        for rung, key in enumerate(("failed", "held", "queued")):
            told: dict[str, Any] = {"letter_id": made[key], "state": "lettered", "rung": rung}
            rows.reminder(tx, owed, school, cast.mentor.id, **told)
        made["owed"] = owed
    with served(sqlite_database, at=AT) as site:
        yield site, cast, made


def state(site: Site, letter_id: int) -> str:
    with site.parts.database.read() as tx:
        return str(tx.scalars(select(letters.c.state).where(letters.c.id == letter_id)).one())


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"failed", "uncertain", "held", "queued", "sent"}),
        ("state=undelivered", {"failed", "uncertain"}),
        ("state=held", {"held"}),
        ("state=queued", {"queued"}),
        ("state=sent", {"sent"}),
        ("state=cancelled", set()),
    ],
)
def test_letters_by_what_became_of_them(world: World, query: str, shown: set[str]) -> None:
    site, cast, made = world
    for person in (cast.curator, cast.administrator):  # one school, and the tree above it
        links = seen(site.browser(person.id).get(f"/letters?{query}").text).links
        assert {key for key in made if f"/letters/{made[key]}" in links} - {"owed"} == shown


def test_from_above_nobody_is_named_and_nothing_is_read(world: World) -> None:
    site, cast, made = world
    above, inside = site.browser(cast.administrator.id), site.browser(cast.curator.id)
    for url in ("/letters", f"/letters/{made['sent']}", f"/letters/{made['failed']}"):
        for words in ("Иванова", "mentor@", "Тема", "Egor", "no such mailbox"):
            assert words not in above.get(url).text, (url, words)
    assert "Egor" in inside.get(f"/letters/{made['sent']}").text
    assert "no such mailbox" in inside.get("/letters").text


def test_the_words_are_shown_without_their_links(world: World) -> None:
    site, cast, made = world
    page = site.browser(cast.curator.id).get(f"/letters/{made['sent']}").text
    assert "Open […] now, Egor" in page
    assert "/m/secret" not in page


def test_an_address_is_put_right_on_the_spot_and_the_letter_goes_again(world: World) -> None:
    site, cast, made = world
    curator, url = site.browser(cast.curator.id), f"/letters/{made['failed']}"
    same = curator.post(f"{url}/address", {"email": cast.mentor.email, "version": "1"})
    assert (same.status_code, state(site, made["failed"])) == (422, "failed")
    wrong = curator.post(f"{url}/address", {"email": "no address", "version": "1"})
    assert (wrong.status_code, 'value="no address"' in wrong.text) == (422, True)
    done = curator.post(f"{url}/address", {"email": "new@school.test", "version": "1"})
    assert (done.status_code, state(site, made["failed"])) == (200, "queued")
    assert ("post", f"{url}/cancel") in seen(done.text).forms
    with site.parts.database.read() as tx:
        assert tx.scalars(select(people.c.email).where(people.c.id == cast.mentor.id)).one() == "new@school.test"
    stale = curator.post(f"{url}/address", {"email": "newer@school.test", "version": "1"})
    assert stale.status_code == 409


def test_again_and_stop(world: World) -> None:
    site, cast, made = world
    curator = site.browser(cast.curator.id)
    assert "снова в очереди" in curator.post(f"/letters/{made['uncertain']}/retry").text
    assert state(site, made["uncertain"]) == "queued"
    assert curator.post(f"/letters/{made['sent']}/retry").status_code == 409
    assert "Письмо отменено" in curator.post(f"/letters/{made['queued']}/cancel").text
    assert state(site, made["queued"]) == "cancelled"


def test_held_letters_are_let_go_by_leaders_only(world: World) -> None:
    site, cast, made = world
    with site.parts.database.write() as tx:
        channel.trip(tx, organisation_id=cast.school.id, at=AT, waiting=900, limit=200)
    curator, director = site.browser(cast.curator.id), site.browser(cast.director.id)
    assert "отправка остановлена" in curator.get("/letters").text
    assert curator.post("/letters/release", {"org": cast.school.path}).status_code == 404
    assert state(site, made["held"]) == "held"
    director.post("/letters/release", {"org": cast.school.path})
    assert state(site, made["held"]) == "queued"
    assert "отправка остановлена" not in curator.get("/letters").text


def test_a_mail_server_out_of_reach_is_told_after_a_while(world: World) -> None:
    site, cast, _ = world
    with site.parts.database.write() as tx:
        channel.hold(tx, now=AT - timedelta(minutes=20), reason=Words("сервер <b>молчит</b>", "silence"))
    page = site.browser(cast.curator.id).get("/letters").text
    assert "Письма не уходят с" in page
    assert "сервер &lt;b&gt;молчит&lt;/b&gt;" in page


def test_a_day_ahead_by_the_code_of_the_clock(world: World) -> None:
    site, cast, _ = world
    curator = site.browser(cast.curator.id)
    monday = curator.get("/letters/forecast?day=30.09.2025").text  # three working days late
    assert "Провести встречу" in monday
    assert "Белова" in monday
    assert "Белова" not in site.browser(cast.administrator.id).get("/letters/forecast?day=30.09.2025").text
    assert "Этот день прошёл" in curator.get("/letters/forecast?day=01.09.2025").text
    assert curator.get("/letters/forecast?day=nonsense").status_code == 422


def test_the_menu_counts_what_did_not_arrive(world: World) -> None:
    site, cast, _ = world
    page = site.browser(cast.curator.id).get("/letters").text
    assert '<span class="cnt bad">3</span>' in page
