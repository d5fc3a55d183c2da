"""The hand-made MIME bytes, read back by the standard library."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.refusals import BadInput
from notifications.message import CalendarPart, build, message_id

GIVEN: dict[str, Any] = {
    "key": "reminder:item:17:2026-09-25:0:mentor:4",
    "sender": "school@nastavnik.example",
    "recipient": "mentor@nastavnik.example",
    "subject": "Завтра срок: утвердить планы",
    "text": "Здравствуйте!\n.точка в начале\n",
    "html": "<p>Здравствуйте!</p>\n",
    "date": datetime(2026, 9, 24, 9, 0, tzinfo=timezone(timedelta(hours=3))),
    "domain": "nastavnik.example",
}

# Everything a header may hold: no control characters, no half characters.
HEADER_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=500)


def made(**changes: Any) -> bytes:
    return build(**{**GIVEN, **changes}).data


def read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = (part for part in message.iter_parts())
    return str(cast(EmailMessage, text).get_content()), str(cast(EmailMessage, html).get_content())


def test_the_standard_library_reads_what_was_meant() -> None:
    message = read(made(sender_name="Школа № 5", reply_to="curator@nastavnik.example", language="en"))
    assert message["From"] == "Школа № 5 <school@nastavnik.example>"
    assert message["To"] == "mentor@nastavnik.example"
    assert message["Subject"] == GIVEN["subject"]
    assert message["Date"].datetime == GIVEN["date"]
    assert message["Message-ID"] == message_id(GIVEN["key"], "nastavnik.example")
    assert message["Reply-To"] == "curator@nastavnik.example"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message.get_content_type() == "multipart/alternative"
    assert parts(message) == (as_sent(GIVEN["text"]), as_sent(GIVEN["html"]))
    assert not message.defects
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_golden_bytes() -> None:
    assert made(text="Да\n", html="<p>Да</p>", unsubscribe="https://nastavnik.example/u/1") == (
        b"Date: Thu, 24 Sep 2026 09:00:00 +0300\r\n"
        b"From: school@nastavnik.example\r\n"
        b"To: mentor@nastavnik.example\r\n"
        b"Subject: =?utf-8?B?0JfQsNCy0YLRgNCwINGB0YDQvtC6OiDRg9GC0LLQtdGA0LTQuNGC0Ywg?=\r\n"
        b" =?utf-8?B?0L/Qu9Cw0L3Riw==?=\r\n"
        b"Message-ID: <DIGEST@nastavnik.example>\r\n"
        b"Auto-Submitted: auto-generated\r\n"
        b"Content-Language: ru\r\n"
        b"List-Unsubscribe: <https://nastavnik.example/u/1>\r\n"
        b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        b"MIME-Version: 1.0\r\n"
        b'Content-Type: multipart/alternative; boundary="=_DIGEST"\r\n'
        b"\r\n"
        b"--=_DIGEST\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n"
        b"\r\n"
        b"0JTQsA0K\r\n"
        b"--=_DIGEST\r\n"
        b"Content-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n"
        b"\r\n"
        b"PHA+0JTQsDwvcD4=\r\n"
        b"--=_DIGEST--\r\n"
    ).replace(b"DIGEST", message_id(GIVEN["key"], "x")[1:-3].encode())


def test_every_copy_is_the_same_to_the_last_byte() -> None:
    assert made() == made()
    assert made() != made(key="another")


def test_message_id_is_a_dot_atom_that_names_nobody() -> None:
    identity = message_id("reminder:Иванова@school:1", "nastavnik.example")
    assert re.fullmatch(r"<[a-z0-9]+@[a-z0-9.]+>", identity)
    assert read(made(key="a:b:c"))["Message-ID"] == message_id("a:b:c", "nastavnik.example")


@given(subject=HEADER_TEXT, sender_name=HEADER_TEXT)
def test_any_header_text_survives(subject: str, sender_name: str) -> None:
    data = made(subject=subject, sender_name=sender_name)
    message = read(data)
    assert message["Subject"] == subject
    assert display_name(data) == (" ".join(sender_name.split()), GIVEN["sender"])
    assert_well_formed(data)


@given(text=ANY_TEXT, html=ANY_TEXT)
def test_any_body_survives(text: str, html: str) -> None:
    data = made(text=text, html=html)
    assert parts(read(data)) == (as_sent(text), as_sent(html))
    assert_well_formed(data)


def display_name(data: bytes) -> tuple[str, str]:
    """Name and address of From, by the older reader: the newer one puts a space between two encoded words of a name."""
    coded, address = parseaddr(str(message_from_bytes(data)["From"]).replace("\r\n", ""))
    return str(make_header(decode_header(coded))), address


def as_sent(text: str) -> str:
    return re.sub("\r\n|\r|\n", "\r\n", text)


def assert_well_formed(data: bytes) -> None:
    assert data.isascii()
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 100
    assert len(re.findall(rb"(?m)^(?:To|From|Subject|Date|Message-ID):", data)) == 5


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example, c@d.example",
        "a@b.example;c@d.example",
        "Имя <a@b.example>",
        "<a@b.example>",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example\n",
        "a@b.example\0",
        "a b@c.example",
        "a@",
        "@b.example",
        "",
        "a@b..example",
        "учитель@school.example",
        "a@b@c.example",
        "a@-b.example",
        '"a b"@c.example',
        "a" * 65 + "@b.example",
        "a@[127.0.0.1]",
    ],
)
@pytest.mark.parametrize("field", ["sender", "recipient", "reply_to"])
def test_exactly_one_plain_address_per_field(field: str, address: str) -> None:
    if field == "reply_to" and address == "":
        assert b"Reply-To" not in made(reply_to="")
        return
    with pytest.raises(BadInput):
        made(**{field: address})


@pytest.mark.parametrize("character", ["\r", "\n", "\r\n", "\0", "\x1b", "\ud800"])
@pytest.mark.parametrize("field", ["subject", "sender_name"])
def test_a_header_holds_no_line_ends(field: str, character: str) -> None:
    with pytest.raises(BadInput):
        made(**{field: f"a{character}Bcc: x@y.example"})


def test_half_a_character_in_the_body_is_refused() -> None:
    with pytest.raises(BadInput):
        made(text="\ud83d")


@pytest.mark.parametrize("link", ["javascript:alert(1)", "https://a.example/ b", "https://a.example/>\r\nX: y", "a"])
def test_unsubscribe_is_a_plain_link(link: str) -> None:
    with pytest.raises(BadInput):
        made(unsubscribe=link)


def test_a_cyrillic_domain_goes_in_ascii() -> None:
    assert read(made(recipient="curator@школа.рф"))["To"] == "curator@xn--80atdl2c.xn--p1ai"


def test_the_domain_of_the_message_id_is_checked() -> None:
    with pytest.raises(BadInput):
        made(domain="a b")


def test_date_is_in_its_own_zone() -> None:
    assert b"Date: Thu, 24 Sep 2026 06:00:00 +0000\r\n" in made(date=GIVEN["date"].astimezone(UTC))


def test_a_calendar_part_is_an_alternative_and_a_file() -> None:
    part = CalendarPart("REQUEST", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    data = made(calendar=part)
    assert made(calendar=part) == data
    message = read(data)
    assert message.get_content_type() == "multipart/mixed"
    words, file = (cast(EmailMessage, one) for one in message.iter_parts())
    kinds = [cast(EmailMessage, one) for one in words.iter_parts()]
    assert [one.get_content_type() for one in kinds] == ["text/plain", "text/html", "text/calendar"]
    assert kinds[2].get_param("method") == "REQUEST"
    assert kinds[2].get_payload(decode=True) == file.get_payload(decode=True) == part.data
    assert (file.get_content_disposition(), file.get_filename()) == ("attachment", "invite.ics")
    assert not message.defects
    assert max(map(len, data.split(b"\r\n"))) < 998
