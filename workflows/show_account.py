"""What the page of the own account shows."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from storage import api_tokens, sessions, sign_ins
from storage.accounts import AccountRow
from storage.api_tokens import TokenLine
from storage.sessions import SessionLine
from storage.sign_ins import Attempt
from workflows.own_account import own_account

_HISTORY = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAccount:
    """`tokens` hold now; `calendar` is the address that holds, None = none was made."""

    account: AccountRow
    sessions: tuple[SessionLine, ...]
    history: tuple[Attempt, ...]
    tokens: tuple[TokenLine, ...]
    calendar: TokenLine | None


def show_account(tx: Connection, *, by: By) -> ShownAccount:
    """Raises BadInput for somebody without an account."""
    account = own_account(tx, by)
    holding = [one for one in api_tokens.of_person(tx, account.person_id) if one.holds(by.at)]
    return ShownAccount(
        account=account,
        sessions=tuple(sessions.of_person(tx, account.person_id, at=by.at)),
        history=tuple(sign_ins.of_person(tx, account.person_id, most=_HISTORY)),
        tokens=tuple(one for one in holding if one.kind == "api"),
        calendar=next((one for one in holding if one.kind == "calendar"), None),
    )
