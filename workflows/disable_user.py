"""An account is closed: every browser of it is signed out, its tokens and links open nothing any more."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import accounts, api_tokens, sessions, sign_in_links
from workflows.access import forbidden, unknown
from workflows.add_user import above_oneself
from workflows.asking import note
from workflows.find import find_person


@dataclass(frozen=True, slots=True)
class UserDisabled:
    """How many browsers were signed out and how many tokens revoked."""

    person_id: int
    sessions: int
    tokens: int


def disable_user(tx: Connection, *, by: By, person_id: int) -> UserDisabled | Refused:
    """Raises BadInput for a person without an account, one already closed, and for one's own."""
    person = find_person(tx, person_id, by=by, even_erased=True)
    refused = forbidden(tx, by, "user.disable", person.organisation_id) or above_oneself(tx, by, person)
    if refused is not None:
        return refused
    account = accounts.of_person(tx, person_id)
    if account is None:
        raise unknown("person", person_id)
    if by.person_id == person_id:
        raise BadInput(
            "person",
            "person: свою учётную запись не отключают, попросите другого администратора",
            "person: nobody closes his own account, ask another administrator",
        )
    if account.disabled:
        raise BadInput("person", "person: учётная запись уже отключена", "person: the account is closed already")
    accounts.change(tx, account, {"disabled_at": by.at})
    done = UserDisabled(
        person_id,
        sessions=sessions.end_all(tx, person_id),
        tokens=api_tokens.revoke_all(tx, person_id, at=by.at),
    )
    sign_in_links.void(tx, person_id)
    note(tx, account, by=by, verb="user.disable", facts={"sessions": done.sessions, "tokens": done.tokens})
    return done
