"""Somebody joins a phone to the account: a secret is made, shown as a picture, and confirmed by the first code."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput
from engine.sign_in import HALF_WAY_RESTS, wait_in_words
from storage import accounts, sessions
from storage.accounts import AccountRow
from workflows.asking import Asking, Limited, SignedIn, is_administrator, let_in, note, tell
from workflows.own_account import own_account
from workflows.passwords import fits
from workflows.second_step import fresh_codes, fresh_secret, kept, step_of
from workflows.sign_in import over


@dataclass(frozen=True, slots=True)
class Joined:
    """The second step is on. `codes` are shown now and never again."""

    session: SignedIn
    codes: tuple[str, ...]


def begin_second_step(tx: Connection, *, by: By) -> AccountRow:
    """Make the secret unless one waits to be confirmed. Raises BadInput when the second step is on already."""
    account = own_account(tx, by)
    _check_off(account)
    if not account.totp:
        accounts.change(tx, account, {"totp": fresh_secret(), "totp_step": 0})
    return own_account(tx, by)


def confirm_second_step(tx: Connection, *, by: By, code: str, seconds: float, asking: Asking) -> Joined | BadInput:
    """Switch it on by the first code; the session goes on under a new id. A wrong code is returned, not raised."""
    account = own_account(tx, by)
    _check_off(account)
    _check_often(tx, account, asking)
    step = step_of(account, code, seconds=seconds)
    if step is None:
        tell(tx, account, asking=asking, method="totp", outcome="wrong")
        return BadInput(
            "code",
            "Код не подошёл. Проверьте, что на телефоне верное время, и возьмите новый код",
            "The code does not fit. Check the time of the phone and take a new code",
        )
    codes = fresh_codes()
    accounts.change(tx, account, {"totp_since": by.at, "totp_step": step, "recovery": kept(codes)})
    note(tx, account, by=by, verb="user.second-step", facts={"on": True})
    return Joined(let_in(tx, own_account(tx, by), asking=asking, method="totp", code_given=True), codes)


def renew_codes(tx: Connection, *, by: By, code: str, seconds: float, asking: Asking) -> tuple[str, ...] | BadInput:
    """Ten new recovery codes; the old ones are void. Asks for a code of the phone."""
    account = own_account(tx, by)
    _check_often(tx, account, asking)
    step = step_of(account, code, seconds=seconds) if account.totp_since else None
    if step is None:
        tell(tx, account, asking=asking, method="totp", outcome="wrong")
        return BadInput("code", "Код не подошёл: возьмите новый из приложения", "The code does not fit: take a new one")
    codes = fresh_codes()
    accounts.change(tx, account, {"totp_step": step, "recovery": kept(codes)})
    note(tx, account, by=by, verb="user.recovery-codes")
    return codes


def drop_second_step(tx: Connection, *, by: By, password: str, asking: Asking) -> AccountRow | BadInput:
    """Switch it off, to do without it or to join another phone; the other browsers of the person are signed out.

    For an administrator nothing opens then until another phone is joined. A wrong password is returned, not raised.
    """
    account = own_account(tx, by)
    if account.totp_since is None:
        raise BadInput("", "Второй шаг и так выключен", "The second step is off already")
    limited = over(tx, account.email, asking=asking)
    if limited is not None:
        raise _too_often(limited, "confirm", asking)
    if not fits(account, password):
        tell(tx, account, asking=asking, method="password", outcome="wrong")
        return BadInput("confirm", "confirm: пароль не тот", "confirm: this is not the password")
    accounts.change(tx, account, accounts.NO_SECOND_STEP)
    half_way = by.at + HALF_WAY_RESTS if is_administrator(tx, account.person_id, at=by.at) else None
    sessions.forget_second_step(tx, asking.old_hash, expires_at=half_way)
    sessions.end_all(tx, account.person_id, but=asking.old_hash)
    note(tx, account, by=by, verb="user.second-step", facts={"on": False})
    return own_account(tx, by)


def _check_off(account: AccountRow) -> None:
    if account.totp_since is not None:
        raise BadInput("", "Второй шаг уже включён", "The second step is on already")


def _check_often(tx: Connection, account: AccountRow, asking: Asking) -> None:
    limited = over(tx, account.email, asking=asking, methods=("totp", "recovery"))
    if limited is not None:
        raise _too_often(limited, "code", asking)


def _too_often(limited: Limited, field: str, asking: Asking) -> BadInput:
    words = wait_in_words(limited.opens_at, at=asking.at)
    return BadInput(field, words.ru, words.en)
