"""Accounts: who may sign in, and with what."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.given import among
from storage.tables.accounts import accounts
from storage.tables.organisations import people


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account with its person. `password` is a hash, "" until one is chosen; `totp` counts since `totp_since`.

    `disabled`: the account or the person is.
    """

    person_id: int
    name: str
    email: str
    organisation_id: int
    password: str
    totp: str
    totp_since: datetime | None
    totp_step: int
    recovery: tuple[str, ...]
    made_at: datetime
    disabled: bool
    version: int


NO_SECOND_STEP: Mapping[str, Any] = {"totp": "", "totp_since": None, "totp_step": 0, "recovery": []}
"""The values of `change` that switch it off."""

_ACCOUNTS = select(
    accounts.c.person_id,
    people.c.name,
    people.c.email,
    people.c.organisation_id,
    accounts.c.password,
    accounts.c.totp,
    accounts.c.totp_since,
    accounts.c.totp_step,
    accounts.c.recovery,
    accounts.c.made_at,
    (accounts.c.disabled_at.is_not(None) | people.c.disabled).label("disabled"),
    accounts.c.version,
).join(people, people.c.id == accounts.c.person_id)
_OF_EMAIL = _ACCOUNTS.where(
    func.lower(people.c.email) == bindparam("email"), accounts.c.disabled_at.is_(None), people.c.disabled.is_(False)
).order_by(accounts.c.person_id)


def of_person(tx: Connection, person_id: int) -> AccountRow | None:
    row = tx.execute(_ACCOUNTS.where(accounts.c.person_id == person_id)).mappings().first()
    return None if row is None else _account(row)


def of_people(tx: Connection, person_ids: Collection[int]) -> dict[int, AccountRow]:
    found = tx.execute(_ACCOUNTS.where(among(accounts.c.person_id, "ids")), {"ids": sorted(set(person_ids))})
    return {row["person_id"]: _account(row) for row in found.mappings()}


def of_email(tx: Connection, email: str) -> tuple[AccountRow, ...]:
    """Every account of the address that may sign in, in any case of letters. A family may share one."""
    return tuple(_account(row) for row in tx.execute(_OF_EMAIL, {"email": email.lower()}).mappings())


def exist(tx: Connection) -> bool:
    """Whether anybody was ever given an account here, a disabled one included."""
    return tx.execute(select(accounts.c.person_id).limit(1)).first() is not None


def add(tx: Connection, person_id: int, *, at: datetime) -> None:
    """Store an account without a password."""
    tx.execute(insert(accounts).values(person_id=person_id, made_at=at, recovery=[]))


def change(tx: Connection, account: AccountRow, values: Mapping[str, Any]) -> None:
    """Store new values of columns. Raises ChangedMeanwhile when the row is not the one that was read."""
    stored = dict(values) | {"version": account.version + 1}
    mine = (accounts.c.person_id == account.person_id, accounts.c.version == account.version)
    if tx.execute(update(accounts).where(*mine).values(stored)).rowcount != 1:
        raise ChangedMeanwhile(f"user:{account.person_id}")


def _account(row: RowMapping) -> AccountRow:
    values: dict[str, Any] = {**row, "recovery": tuple(row["recovery"])}
    return AccountRow(**values)
