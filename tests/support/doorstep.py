"""Helpers for the tests of accounts: an account with a password, a browser that knocks, a phone that shows codes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyotp.totp import TOTP
from sqlalchemy import Connection

from engine.refusals import Refused
from storage import accounts, journal
from storage.accounts import AccountRow
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, Player, operator
from web.cookies import hashed, new_token
from workflows.add_user import add_user
from workflows.asking import Asking, Limited, SignedIn, Wrong
from workflows.passwords import HASHER, compare
from workflows.sign_in import look_up, sign_in

PASSWORD = "лошадь скрепка батарея"  # of nobody
OTHER_PASSWORD = "семь зелёных чайников"  # of nobody


def with_account(tx: Connection, who: Player, *, at: datetime = FIRST_OF_SEPTEMBER) -> Player:
    """Somebody of the cast gets an account with `PASSWORD`."""
    assert not isinstance(add_user(tx, by=operator(at), person_id=who.id, password=PASSWORD), Refused)
    return who


def account_of(tx: Connection, who: Player) -> AccountRow:
    found = accounts.of_person(tx, who.id)
    assert found is not None
    return found


def knock(
    at: datetime = FIRST_OF_SEPTEMBER, *, address: str = "203.0.113.7", token: str | None = None, old: str = ""
) -> Asking:
    """A browser that asks; `token` is the cookie it will get, `old` the one it has."""
    return Asking(
        at=at,
        address=address,
        browser="Firefox, Linux",
        token_hash=hashed(token or new_token()),
        old_hash=hashed(old) if old else "",
    )


def enters(
    database: Database,
    email: str,
    password: str,
    *,
    asking: Asking | None = None,
    hasher: Any = HASHER,
) -> SignedIn | Wrong | Limited:
    """The three steps of signing in, as the page takes them."""
    who = asking or knock()
    with database.read() as tx:
        known = look_up(tx, email=email, asking=who)
    if isinstance(known, Limited):
        return known
    account = compare(known, password, hasher=hasher)
    with database.write() as tx:
        return sign_in(tx, email=email, account=account, asking=who)


def events(tx: Connection, organisation_id: int) -> list[str]:
    """The verbs of security events of an organisation, the oldest first."""
    lines = journal.entries(tx, organisation_id)
    return [line.verb for line in reversed(lines) if line.verb.startswith(("user.", "token."))]


@dataclass
class Phone:
    """An authenticator; each code is of the next half minute, as a person waits for a fresh one."""

    seconds: float = 1_000_000.0
    shown: list[str] = field(default_factory=list)

    def code(self, account: AccountRow) -> str:
        self.seconds += 30
        self.shown.append(TOTP(account.totp).at(int(self.seconds)))
        return self.shown[-1]


@dataclass
class CountingHasher:
    """The real hasher; remembers how often it compared."""

    compared: int = 0

    def hash(self, password: str) -> str:
        return HASHER.hash(password)

    def verify(self, password: str, hash: str) -> bool:  # the library's name of it
        self.compared += 1
        return HASHER.verify(password, hash)
