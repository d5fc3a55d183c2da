"""An invited person chooses a password. That is all the link can do: one signs in with the password afterwards."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput
from storage import accounts, sessions, sign_in_links
from storage.accounts import AccountRow
from workflows.asking import note
from workflows.passwords import checked_hash


@dataclass(frozen=True, slots=True)
class PasswordChosen:
    person_id: int


def invited(tx: Connection, *, token_hash: str, at: datetime) -> AccountRow | None:
    """Whom the link invites; None when it is unknown, used or too old, or the account is closed."""
    link = sign_in_links.find(tx, token_hash, "invitation")
    if link is None or not link.holds(at):
        return None
    account = accounts.of_person(tx, link.person_id)
    return None if account is None or account.disabled else account


def choose_password(tx: Connection, *, token_hash: str, password: str, at: datetime) -> PasswordChosen:
    """Store the password; every browser of the account is signed out and no other link works any more.

    Raises BadInput: field "" for a link that opens nothing, "password" for a weak one (the link stays good).
    """
    account = invited(tx, token_hash=token_hash, at=at)
    if account is None:
        raise BadInput(
            "",
            "Ссылка уже не действует: ею воспользовались или прошло 7 дней. Попросите новую на странице входа",
            "The link does not work any more: it was used or is over 7 days old. Ask for another on the sign-in page",
        )
    stored = checked_hash(password, account=account)
    sign_in_links.use(tx, token_hash, at=at)
    set_password(tx, account, stored, by=By(at=at, person_id=account.person_id), keep="")
    return PasswordChosen(account.person_id)


def set_password(tx: Connection, account: AccountRow, stored: str, *, by: By, keep: str) -> None:
    """Store a hash. All browsers but the one with the session `keep` are signed out; links sent before are void."""
    accounts.change(tx, account, {"password": stored})
    ended = sessions.end_all(tx, account.person_id, but=keep)
    sign_in_links.void(tx, account.person_id)
    note(tx, account, by=by, verb="user.password", facts={"sessions_ended": ended})
