"""The demonstration's mailbox: only there, harmless whatever a letter says, and nothing of an address in its links."""

import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pyotp
import pytest

from notifications.mailbox import MailboxServer
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER
from tests.support.site import Browser, served

HOSTILE = '<script>document.title = "taken"</script><a href="javascript:alert(1)">here</a>'


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    with MailboxServer(maildir=tmp_path / "mail") as box:
        return box.maildir


@pytest.fixture
def reader(sqlite_database: Database, maildir: Path) -> Iterator[Browser]:
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER, mailbox=maildir) as site:
        fill(maildir, site.address)
        yield site.browser()


def fill(maildir: Path, ours: str) -> None:
    """Three letters to two readers."""
    with MailboxServer(maildir=maildir) as box:
        for number, subject in enumerate(("Первое", "Второе", f"Третье {HOSTILE}"), start=1):
            letter = EmailMessage()
            letter["From"] = "nastavnik@school.test"
            letter["To"] = f"reader{number % 2}@school.test"
            letter["Subject"] = subject
            letter["Date"] = FIRST_OF_SEPTEMBER
            letter.set_content(f"Здравствуйте!\nОткрыть: {ours}/m/abc и http://elsewhere.test/x\n{HOSTILE}")
            page = f'<html><head><style>p{{color:red}}</style></head><body><p>{HOSTILE}</p><a href="{ours}/m/abc">'
            letter.add_alternative(f"{page}открыть</a></body></html>", subtype="html")
            box.keep("nastavnik@school.test", str(letter["To"]), letter.as_bytes())


def test_elsewhere_there_is_no_mailbox(sqlite_database: Database) -> None:
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        browser = site.browser()
        assert [browser.get(path).status_code for path in ("/mailbox", "/mailbox/1", "/mailbox/1/html")] == [404] * 3
        assert "/mailbox" not in browser.get("/sign-in").text


def test_letters_are_listed_newest_first_and_by_reader(reader: Browser) -> None:
    page = reader.get("/mailbox").text
    assert page.index("Третье") < page.index("Второе") < page.index("Первое")
    assert "<script>document" not in page
    one = page.split('<option value="')[2].split('"')[0]  # the first reader after «all»
    assert "@" not in one
    assert "Второе" in reader.get(f"/mailbox?to={one}").text
    assert "Первое" not in reader.get(f"/mailbox?to={one}").text


def test_only_links_of_ours_are_links(reader: Browser) -> None:
    page = reader.get("/mailbox/3").text
    assert re.search(r'<a href="/m/abc">http://[^<]+/m/abc</a>', page)
    assert 'href="http://elsewhere.test' not in page
    assert "<script>document" not in page
    assert reader.get("/mailbox/4").status_code == 404
    assert reader.get("/mailbox/x").status_code == 404


def test_a_letter_s_look_is_let_in_and_its_scripts_are_not(reader: Browser) -> None:
    answer = reader.get("/mailbox/3/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; style-src 'sha256-" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "unsafe-inline" not in policy
    assert "allow-scripts" not in policy
    assert 'href="/m/abc"' in answer.text


def test_who_may_sign_in_is_told_with_the_code_of_this_moment(sqlite_database: Database, maildir: Path) -> None:
    secret = pyotp.random_base32()
    told = {"role": "administrator", "name": "Ким Ольга Львовна", "place": "Район", "email": "kim@school.test"}
    (maildir.parent / "sign-ins.json").write_text(json.dumps([told | {"password": "река утром", "totp": secret}]))
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER, mailbox=maildir) as site:
        before = site.parts.elapsed()
        page = site.browser().get("/mailbox").text
        codes = {pyotp.TOTP(secret).at(int(seconds)) for seconds in (before, site.parts.elapsed())}
        assert any(code in page for code in codes)
        assert "река утром" in page
        assert secret not in page
        assert 'href="/mailbox"' in site.browser().get("/sign-in").text
