"""A person is given an account: an invitation to choose a password goes out, or the operator sets one at once."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.permissions import lacking
from engine.refusals import BadInput, Refused
from storage import accounts, roles
from storage.accounts import AccountRow
from storage.people import PersonRow
from workflows.access import acting, forbidden
from workflows.account_letters import invite
from workflows.asking import note
from workflows.find import find_person
from workflows.passwords import checked_hash


@dataclass(frozen=True, slots=True)
class UserAdded:
    """`invited`: a letter with a link to choose a password is in the outbox."""

    person_id: int
    invited: bool


def add_user(tx: Connection, *, by: By, person_id: int, password: str | None = None) -> UserAdded | Refused:
    """Make the account, or open a disabled one again as if it were new; an invitation may be repeated.

    Raises BadInput for an unknown or disabled person, one without an address, one who has chosen a password already,
    and for a password that is too weak.
    """
    person = find_person(tx, person_id, by=by)
    refused = forbidden(tx, by, "user.add", person.organisation_id) or above_oneself(tx, by, person)
    if refused is not None:
        return refused
    _check_person(person)
    account = _fresh(tx, person, by)
    if password is not None:
        accounts.change(tx, account, {"password": checked_hash(password, account=account)})
    else:
        invite(tx, account, at=by.at)
    note(tx, account, by=by, verb="user.add", facts={"invited": password is None})
    return UserAdded(person.id, invited=password is None)


def above_oneself(tx: Connection, by: By, person: PersonRow) -> Refused | None:
    """Who may open or close an account could take it over: an administrator's belongs to administrators above it."""
    for grant in roles.of_person(tx, person.id):
        if grant.role == "administrator":
            actor = acting(tx, by, grant.organisation_id)
            if not actor.may_everything and "administrator" not in actor.roles:
                return Refused((lacking(["administrator"]),))
    return None


def _check_person(person: PersonRow) -> None:
    if person.disabled:
        raise BadInput("person", "person: участник отключён", "person: the person is disabled")
    if not person.email:
        raise BadInput(
            "person",
            "person: у участника нет адреса почты, впишите его (person change --email)",
            "person: the person has no mail address, write it (person change --email)",
        )


def _fresh(tx: Connection, person: PersonRow, by: By) -> AccountRow:
    """An account nobody can sign in to yet."""
    found = accounts.of_person(tx, person.id)
    if found is None:
        accounts.add(tx, person.id, at=by.at)
    elif found.disabled:
        # What opened it before opens it no more: not the old password, nor a lost phone.
        accounts.change(tx, found, {"password": "", **accounts.NO_SECOND_STEP, "disabled_at": None})
    elif found.password:
        raise BadInput(
            "person",
            "person: учётная запись уже есть; если пароль забыт, войти можно по ссылке из письма",
            "person: there is an account already; whoever forgot the password signs in by a link in a letter",
        )
    made = accounts.of_person(tx, person.id)
    assert made is not None  # noqa: S101  # just stored
    return made
