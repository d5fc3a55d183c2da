"""A browser is signed out: this one, or another one from the list of the own sessions."""

from sqlalchemy import Connection

from engine.actors import By
from storage import sessions
from workflows.access import unknown
from workflows.asking import note
from workflows.own_account import own_account


def sign_out(tx: Connection, *, by: By, token_hash: str) -> bool:
    """End the browser's own session; False = it had ended already."""
    ended = sessions.end(tx, token_hash)
    if ended:
        note(tx, own_account(tx, by), by=by, verb="user.sign-out")
    return ended


def end_session(tx: Connection, *, by: By, number: str) -> int:
    """End one of the own sessions, named by the beginning of its hash. Raises BadInput when there is none."""
    account = own_account(tx, by)
    for one in sessions.of_person(tx, account.person_id, at=by.at):
        if one.token_hash[:16] == number:
            sessions.end(tx, one.token_hash)
            note(tx, account, by=by, verb="user.sign-out", facts={"elsewhere": True})
            return 1
    raise unknown("session")


def end_other_sessions(tx: Connection, *, by: By, keep: str) -> int:
    """End all the own sessions but the one with this hash; how many."""
    account = own_account(tx, by)
    ended = sessions.end_all(tx, account.person_id, but=keep)
    if ended:
        note(tx, account, by=by, verb="user.sign-out", facts={"elsewhere": True, "sessions": ended})
    return ended
