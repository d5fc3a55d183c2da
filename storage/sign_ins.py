"""Attempts to sign in: the history people see, and what the limits count."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, Connection, delete, insert, select

from storage.tables.accounts import sign_ins

Method = Literal["password", "link", "invitation", "totp", "recovery"]
Outcome = Literal["done", "asked", "wrong", "limited", "disabled", "expired"]
_attempt = sign_ins.c


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt as the person sees it."""

    at: datetime
    method: Method
    outcome: Outcome
    address: str
    browser: str


def note(
    tx: Connection,
    *,
    at: datetime,
    account_key: str,
    person_id: int | None,
    method: Method,
    outcome: Outcome,
    address: str,
    browser: str,
) -> None:
    tx.execute(
        insert(sign_ins).values(
            person_id=person_id,
            account_key=account_key,
            at=at,
            method=method,
            outcome=outcome,
            address=address,
            browser=browser,
        )
    )


def of_account(
    tx: Connection, account_key: str, *, methods: Collection[Method], outcome: Outcome, since: datetime, most: int
) -> list[datetime]:
    """When attempts for this typed address ended so since then, the newest `most` of them."""
    return _times(tx, _attempt.account_key == account_key, methods, outcome, since=since, most=most)


def from_address(
    tx: Connection, address: str, *, methods: Collection[Method], outcome: Outcome, since: datetime, most: int
) -> list[datetime]:
    """The same for one network address."""
    return _times(tx, _attempt.address == address, methods, outcome, since=since, most=most)


def of_person(tx: Connection, person_id: int, *, most: int = 20) -> list[Attempt]:
    """The newest attempts of the person."""
    wanted = select(_attempt.at, _attempt.method, _attempt.outcome, _attempt.address, _attempt.browser)
    found = tx.execute(wanted.where(_attempt.person_id == person_id).order_by(_attempt.at.desc()).limit(most))
    return [Attempt(*row) for row in found]


def forget_before(tx: Connection, person_id: int | None, *, at: datetime) -> int:
    """Drop the person's attempts older than that, None: those for unknown addresses; how many."""
    whose = _attempt.person_id.is_(None) if person_id is None else _attempt.person_id == person_id
    old = (whose, _attempt.at < at)
    return tx.execute(delete(sign_ins).where(*old)).rowcount


def _times(
    tx: Connection,
    whose: ColumnElement[bool],
    methods: Collection[Method],
    outcome: Outcome,
    *,
    since: datetime,
    most: int,
) -> list[datetime]:
    wanted = (
        select(_attempt.at)
        .where(whose, _attempt.at > since, _attempt.method.in_(methods), _attempt.outcome == outcome)
        .order_by(_attempt.at.desc())
        .limit(most)
    )
    return list(tx.scalars(wanted))
