"""Whoever has given the password gives the code; only then does anything open."""

from sqlalchemy import Connection

from engine.refusals import BadInput
from engine.sign_in import wait_in_words
from storage import accounts, sessions
from storage.accounts import AccountRow
from workflows.asking import Asking, SignedIn, let_in, tell
from workflows.second_step import step_of, without
from workflows.sign_in import over


def pass_second_step(tx: Connection, *, code: str, seconds: float, asking: Asking) -> SignedIn | BadInput:
    """Begin the session proper under a new id; `asking.old_hash` is the one that waits for the code.

    A wrong code is returned, not raised: it is counted. Raises BadInput after too many of them, and when nothing waits.
    """
    account = waiting(tx, asking)
    limited = over(tx, account.email, asking=asking, methods=("totp", "recovery"))
    if limited is not None:
        words = wait_in_words(limited.opens_at, at=asking.at)
        raise BadInput("code", words.ru, words.en)
    step = step_of(account, code, seconds=seconds)
    if step is not None and account.totp_since is not None:
        accounts.change(tx, account, {"totp_step": step})
        return let_in(tx, account, asking=asking, method="totp", code_given=True)
    rest = without(account, code)
    if rest is not None and account.totp_since is not None:
        accounts.change(tx, account, {"recovery": rest})
        return let_in(tx, account, asking=asking, method="recovery", code_given=True)
    tell(tx, account, asking=asking, method="totp", outcome="wrong")
    return BadInput("code", "Код не подошёл: возьмите новый из приложения", "The code does not fit: take a new one")


def waiting(tx: Connection, asking: Asking) -> AccountRow:
    """The account of the session that waits. Raises BadInput when it has run out."""
    session = sessions.find(tx, asking.old_hash, at=asking.at)
    account = None if session is None else accounts.of_person(tx, session.person_id)
    if account is None:
        raise BadInput("", "Время вышло: войдите ещё раз", "Time is up: sign in once more")
    return account
