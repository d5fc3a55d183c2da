"""A browser that asks to come in: who it says it is, whether it asked too often, and what it gets."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput
from engine.sign_in import HALF_WAY_RESTS, second_step_due, session_rests
from notifications.addresses import plain_address
from storage import accounts, journal, sessions, sign_ins
from storage.accounts import AccountRow
from storage.sign_ins import Method, Outcome
from storage.visitors import held_today
from workflows.second_step import fresh_secret

_HISTORY_LASTS = timedelta(days=365)
_STRANGERS_LAST = timedelta(days=30)  # attempts for addresses without an account: the limits look at an hour
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The browser. `address` is its network address, `browser` what it calls itself.

    `token_hash`: the hash of the new cookie it is given when it comes in. `old_hash`: of the one it has, "" = none.
    """

    at: datetime
    address: str
    browser: str
    token_hash: str
    old_hash: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Not let in; the same for an unknown account and for a wrong secret."""


@dataclass(frozen=True, slots=True)
class Limited:
    """Asked too often; heard again from `opens_at` on."""

    opens_at: datetime


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The session has begun. `second_step`: nothing opens before a code is given."""

    person_id: int
    second_step: bool


def typed_address(email: str) -> str:
    """The address as it is stored and compared; what is no address at all becomes a text that no account has."""
    try:
        return plain_address(email.strip(), "email").lower()
    except BadInput:
        return ascii(email.strip().lower())


def account_key(email: str) -> str:
    """What the limits know an account by, whether it exists or not."""
    return hashlib.sha256(typed_address(email).encode()).hexdigest()


def is_administrator(tx: Connection, person_id: int, *, at: datetime) -> bool:
    """Whether the role holds today, anywhere, also as a deputy."""
    return any(one.role == "administrator" for one in held_today(tx, person_id, at=at))


def let_in(
    tx: Connection, account: AccountRow, *, asking: Asking, method: Method, code_given: bool = False
) -> SignedIn:
    """Begin a session under a new id; the browser's old one ends. Written into the history and the journal."""
    administrator = is_administrator(tx, account.person_id, at=asking.at)
    due = second_step_due(administrator=administrator, totp_since=account.totp_since, given=code_given)
    if due and not account.totp:  # the page that shows it may not make it: it is only looked at
        accounts.change(tx, account, {"totp": fresh_secret()})
    sessions.end(tx, asking.old_hash)
    sessions.drop_expired(tx, at=asking.at)
    sessions.begin(
        tx,
        token_hash=asking.token_hash,
        person_id=account.person_id,
        at=asking.at,
        expires_at=asking.at + (HALF_WAY_RESTS if due else session_rests(administrator=administrator)),
        address=asking.address[:_LONGEST_NAME],
        browser=asking.browser[:_LONGEST_NAME],
        second_step=code_given,
    )
    sign_ins.forget_before(tx, account.person_id, at=asking.at - _HISTORY_LASTS)
    sign_ins.forget_before(tx, None, at=asking.at - _STRANGERS_LAST)
    tell(tx, account, asking=asking, method=method, outcome="done")
    by = By(at=asking.at, person_id=account.person_id)
    note(tx, account, by=by, verb="user.sign-in", facts={"method": method, "second_step_due": due})
    return SignedIn(account.person_id, due)


def tell(tx: Connection, account: AccountRow, *, asking: Asking, method: Method, outcome: Outcome) -> None:
    """A line of the person's sign-in history."""
    remember(tx, account.email, account.person_id, asking=asking, method=method, outcome=outcome)


def remember(
    tx: Connection, email: str, person_id: int | None, *, asking: Asking, method: Method, outcome: Outcome
) -> None:
    """A line of the history of a typed address, known or not."""
    sign_ins.note(
        tx,
        at=asking.at,
        account_key=account_key(email),
        person_id=person_id,
        method=method,
        outcome=outcome,
        address=asking.address[:_LONGEST_NAME],
        browser=asking.browser[:_LONGEST_NAME],
    )


def note(tx: Connection, account: AccountRow, *, by: By, verb: str, facts: Mapping[str, object] | None = None) -> None:
    """A security event in the journal of the person's organisation: no secret, no address of any kind."""
    journal.append(
        tx,
        organisation_id=account.organisation_id,
        by=by,
        verb=verb,
        subject=f"user:{account.person_id}",
        facts=facts or {},
        people={"person": account.person_id},
    )
