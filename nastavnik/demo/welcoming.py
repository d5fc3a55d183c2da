"""Somebody comes to an organisation of the played district: a person, a role, an account."""

from sqlalchemy import Connection

from engine.actors import By
from nastavnik.demo.cast import Person, Place
from nastavnik.demo.sign_ins import PASSWORD, SignIn
from nastavnik.demo.stage import Stage
from storage import accounts
from workflows.add_person import NewPerson, add_person
from workflows.add_user import add_user
from workflows.grant_role import NewGrant, grant_role
from workflows.set_up_second_step import begin_second_step


def welcome(stage: Stage, place: Place, person: Person) -> None:
    """The operator adds somebody, with the role and the account that the cast gives."""
    if person.surname in stage.people:
        raise ValueError(f"the script calls people by surname, and there are two of {person.surname}")
    told = NewPerson(
        name=person.name,
        email=person.email,
        kind=person.kind,
        position=person.position,
        representative_id=stage.people[person.parent] if person.parent else None,
    )
    home = stage.places[place.slug].id
    made = stage.do(None, add_person, organisation_id=home, told=told)
    stage.people[person.surname] = made.id
    stage.homes[person.surname] = place.slug
    if person.role is not None:
        stage.do(None, grant_role, told=NewGrant(person_id=made.id, role=person.role, organisation_id=home))
        _seat(stage, place, person)
    if person.role is not None or person.shown:
        _let_in(stage, place, person)


def _seat(stage: Stage, place: Place, person: Person) -> None:
    match person.role:
        case "head":
            stage.heads[place.slug] = person.surname
        case "curator":
            stage.curators[place.slug] = person.surname
        case "administrator":  # who does for a district what a curator does for a school
            stage.curators[place.slug] = person.surname
        case _:
            pass


def _let_in(stage: Stage, place: Place, person: Person) -> None:
    stage.do(None, add_user, person_id=stage.people[person.surname], password=PASSWORD)
    totp = stage.do(person.surname, _join_phone) if person.role == "administrator" else ""
    if person.shown:
        role = person.role or "representative"
        stage.sign_ins.append(SignIn(role, person.name, place.name, person.email, PASSWORD, totp))


def _join_phone(tx: Connection, *, by: By) -> str:
    """The administrator's second step, as if a phone had been joined and its first code typed."""
    account = begin_second_step(tx, by=by)
    accounts.change(tx, account, {"totp_since": by.at})
    return account.totp
