"""Somebody signs in with an address and a password.

Three steps, because comparing takes long and must not hold a transaction: `look_up` reads, `passwords.compare`
compares, `sign_in` writes.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from engine.actors import By
from engine.sign_in import WRONG_FROM_ADDRESS, WRONG_OF_ACCOUNT, Limit, opens_at
from storage import accounts, sign_ins
from storage.accounts import AccountRow
from storage.sign_ins import Method, Outcome
from workflows.asking import (
    Asking,
    Limited,
    SignedIn,
    Wrong,
    account_key,
    let_in,
    note,
    remember,
    typed_address,
)


def look_up(tx: Connection, *, email: str, asking: Asking) -> tuple[AccountRow, ...] | Limited:
    """The accounts of the address, to compare the password with; a family may share one address."""
    return over(tx, email, asking=asking) or accounts.of_email(tx, typed_address(email))


def sign_in(tx: Connection, *, email: str, account: AccountRow | None, asking: Asking) -> SignedIn | Wrong | Limited:
    """Begin the session of the account whose password fitted; None = none did."""
    limited = over(tx, email, asking=asking)
    if limited is not None:
        remember(tx, email, None, asking=asking, method="password", outcome="limited")
        return limited
    now = None if account is None else accounts.of_person(tx, account.person_id)
    if account is None or now is None or now.disabled or now.password != account.password:
        _wrong(tx, email, asking=asking)
        return Wrong()
    return let_in(tx, now, asking=asking, method="password")


def over(tx: Connection, email: str, *, asking: Asking, methods: Sequence[Method] = ("password",)) -> Limited | None:
    """Too many wrong attempts for this account or from this network address; None = the next one is heard."""
    return too_often(
        tx,
        email,
        asking=asking,
        methods=methods,
        outcome="wrong",
        of_account=WRONG_OF_ACCOUNT,
        from_address=WRONG_FROM_ADDRESS,
    )


def too_often(
    tx: Connection,
    email: str,
    *,
    asking: Asking,
    methods: Sequence[Method],
    outcome: Outcome,
    of_account: Limit,
    from_address: Limit,
) -> Limited | None:
    """The later of the two waiting times; None when neither limit is reached."""
    counted: list[datetime | None] = [
        opens_at(
            sign_ins.of_account(
                tx,
                account_key(email),
                methods=methods,
                outcome=outcome,
                since=asking.at - of_account.within,
                most=of_account.most,
            ),
            of_account,
            at=asking.at,
        )
    ]
    if asking.address:
        counted.append(
            opens_at(
                sign_ins.from_address(
                    tx,
                    asking.address,
                    methods=methods,
                    outcome=outcome,
                    since=asking.at - from_address.within,
                    most=from_address.most,
                ),
                from_address,
                at=asking.at,
            )
        )
    opens = [one for one in counted if one is not None]
    return Limited(max(opens)) if opens else None


def _wrong(tx: Connection, email: str, *, asking: Asking) -> None:
    """Each account of the address sees it in its history; the attempt that reaches the limit is journalled."""
    concerned = accounts.of_email(tx, typed_address(email))
    # One counted line for the address, whoever shares it: a family is not locked out sooner.
    first = concerned[0].person_id if concerned else None
    remember(tx, email, first, asking=asking, method="password", outcome="wrong")
    if concerned and over(tx, email, asking=asking) is not None:
        for one in concerned:
            note(tx, one, by=By(at=asking.at, clock=True), verb="user.limit", facts={"method": "password"})
