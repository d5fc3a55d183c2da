"""Who acts, with which roles, and whether that is enough. Asked by every flow before anything is stored."""

from sqlalchemy import Connection

from engine.actors import CLOCK, OPERATOR, Actor, By
from engine.permissions import Verb, permitted
from engine.refusals import BadInput, Refused
from storage import organisations, people, roles, turns
from storage.scope import scope_of


def acting(tx: Connection, by: By, organisation_id: int) -> Actor:
    """The actor with the roles that hold today on the organisation or anything above it, deputies included.

    "Today" is the organisation's local day. No role at all gives an actor without roles.
    """
    if by.clock:
        return CLOCK
    if by.person_id is None:
        return OPERATOR
    organisation = organisations.by_id(tx, organisation_id)
    if organisation is None:
        return Actor(person_id=by.person_id)
    held = roles.held(tx, person_id=by.person_id, path=organisation.path, day=organisation.today(by.at))
    return Actor(person_id=by.person_id, roles=held)


def forbidden(tx: Connection, by: By, verb: Verb, organisation_id: int) -> Refused | None:
    """None when the actor may do this there, otherwise the refusal with who may.

    Whoever may write waits here until nobody else decides in that organisation, so that what a flow reads after it has
    asked still holds when it stores. Raises BadInput for somebody who has no role there at all: to an outsider the
    organisation does not exist.
    """
    turns.take(tx, organisation_id)
    actor = acting(tx, by, organisation_id)
    if actor.clock:
        return None
    if not actor.may_everything and not actor.roles:
        raise unknown("organisation")
    reason = permitted(actor, verb)
    return None if reason is None else Refused((reason,))


def sees(tx: Connection, by: By, organisation_id: int) -> bool:
    """Whether the organisation exists for the actor; the clock and the operator see everything."""
    if by.clock or by.person_id is None:
        return True
    organisation = organisations.by_id(tx, organisation_id)
    if organisation is None:
        return False
    return scope_of(tx, by.person_id, today=organisation.today(by.at)).sees(organisation.path)


def acting_person(tx: Connection, email: str) -> int:
    """The person of `--actor`. Raises BadInput when nobody who may act has this address, or several do."""
    found = people.by_email(tx, email.strip())
    match found:
        case [person]:
            return person.id
        case []:
            raise BadInput(
                "--actor",
                f"--actor: участника с адресом {email} нет (список: nastavnik person list)",
                f"--actor: there is nobody with the address {email} (list: nastavnik person list)",
            )
        case _:
            raise BadInput(
                "--actor",
                f"--actor: адрес {email} у нескольких участников; дайте им разные (nastavnik person change)",
                f"--actor: several people have the address {email}; give them different ones (nastavnik person change)",
            )


def unknown(field: str, given: object = "") -> BadInput:
    """The one answer for what does not exist and for what the actor may not know of."""
    what = f"«{given}» " if given != "" else ""
    told = f'"{given}" ' if given != "" else ""
    return BadInput(field, f"{field}: {what}не найдено, проверьте значение", f"{field}: {told}is not found, check it")
