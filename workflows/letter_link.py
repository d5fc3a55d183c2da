"""The link of a letter: signed, for one person and one subject, good for two weeks (an invitation's until its event).
It holds numbers and nothing else.

It grants no session: whoever has it may give the few answers its subject knows, and take them back within a day.
"""

import hashlib
import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

Kind = Literal["pair", "obligation", "person", "mute", "event"]
"""What it is about: a pair during one visit of a stage, one obligation, everything a person has to do, a kind of
letter that shall not come any more, an event somebody is invited to. A link holds the place: new ones go last."""

LASTS = timedelta(days=14)
UNSUBSCRIBING_LASTS = timedelta(days=90)
MUTABLE: tuple[str, ...] = ("reminder", "stage_opened")
"""Kinds of letters a person may do without; all others are notices the programme owes."""

_KINDS: tuple[Kind, ...] = get_args(Kind)
_BODY = struct.Struct(">BIIHH")  # kind, person, subject, visit, last day
_SEAL = 16  # bytes of the HMAC: 2^128 guesses against a link that lives two weeks
_FIRST_DAY = date(2020, 1, 1)
_LENGTH = (_BODY.size + _SEAL + 2) // 3 * 4


@dataclass(frozen=True, slots=True)
class Link:
    """`subject_id`: the pair's, obligation's or event's id, for `mute` the place in `MUTABLE`, for `person` 0. `visit`:
    the pair's stay the letter spoke of, else 0. `until` is the last day the link holds.
    """

    kind: Kind
    person_id: int
    subject_id: int
    until: date
    visit: int = 0

    @property
    def subject(self) -> str:
        return f"{self.kind}:{self.subject_id}"


def signed(secret: str, link: Link) -> str:
    """The link as the last part of an address: 40 characters that mail programs do not break.

    >>> link = Link("pair", 7, 17, date(2026, 11, 26), visit=3)
    >>> opened("secret", signed("secret", link)) == link, opened("other", signed("secret", link))
    (True, None)
    """
    days = (link.until - _FIRST_DAY).days
    body = _BODY.pack(_KINDS.index(link.kind), link.person_id, link.subject_id, link.visit, days)
    return urlsafe_b64encode(body + _seal(secret, body)).decode("ascii").rstrip("=")


def opened(secret: str, token: str) -> Link | None:
    """The link of a token that we signed; None for anything else. Whether it still holds is asked by day."""
    if len(token) != len(token.encode()) or not _LENGTH - 2 <= len(token) <= _LENGTH:
        return None
    try:
        packed = urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (Error, ValueError):
        return None
    body, seal = packed[: _BODY.size], packed[_BODY.size :]
    if not hmac.compare_digest(seal, _seal(secret, body)):
        return None
    if token != urlsafe_b64encode(packed).decode("ascii").rstrip("="):  # another spelling of the same bytes
        return None
    kind, person_id, subject_id, visit, days = _BODY.unpack(body)
    return Link(_KINDS[kind], person_id, subject_id, _FIRST_DAY + timedelta(days=days), visit)


def _seal(secret: str, body: bytes) -> bytes:
    return hmac.new(secret.encode(), b"letter-link\n" + body, hashlib.sha256).digest()[:_SEAL]
