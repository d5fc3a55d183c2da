"""A role on an organisation is given to a person for a time, also as a deputy or as a minor's representative."""

from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from sqlalchemy import Connection

from engine.actors import By, Role
from engine.permissions import may_give
from engine.refusals import BadInput, Refused
from storage import journal, roles
from storage.people import PersonRow
from workflows.access import acting, forbidden
from workflows.add_person import check_representative
from workflows.find import find_person
from workflows.plain_text import one_of

_ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGrant:
    """What is granted. `from_day` and `to_day` are both included, None = open.

    `organisation_id` is needed for every role but `representative`, `for_person_id` for that one only.
    """

    person_id: int
    role: str
    organisation_id: int | None = None
    from_day: date | None = None
    to_day: date | None = None
    deputy_of_id: int | None = None
    for_person_id: int | None = None


@dataclass(frozen=True, slots=True)
class RoleGranted:
    id: int
    person_id: int
    role: Role


def grant_role(tx: Connection, *, by: By, told: NewGrant) -> RoleGranted | Refused:
    """Store a grant. Who may give which role: `engine.permissions.GIVEN_BY`.

    Raises BadInput when a person or an organisation is not there, days are turned round, the same role already
    holds at that time, or a deputised person does not hold the role.
    """
    role = cast(Role, one_of(told.role, _ROLES, "role"))
    person = find_person(tx, told.person_id, by=by)
    organisation_id = _place(tx, by, told, role)
    if (refused := forbidden(tx, by, "role.grant", organisation_id)) is not None:
        return refused
    if (reason := may_give(acting(tx, by, organisation_id), role)) is not None:
        return Refused((reason,))
    _check_days(told)
    _check_deputy(tx, by, told, role, organisation_id)
    _check_new(tx, told, role, organisation_id)
    grant_id = roles.add(
        tx,
        person_id=person.id,
        role=role,
        organisation_id=organisation_id,
        days=(told.from_day, told.to_day),
        deputy_of_id=told.deputy_of_id,
        for_person_id=told.for_person_id,
    )
    _note(tx, by, told, role=role, organisation_id=organisation_id, grant_id=grant_id)
    return RoleGranted(grant_id, person.id, role)


def _place(tx: Connection, by: By, told: NewGrant, role: Role) -> int:
    """Where the role holds: a representative's is where the minor is."""
    if role != "representative":
        if told.for_person_id is not None:
            raise BadInput("for", "for: только для роли representative", "for: only with the role representative")
        if told.organisation_id is None:
            raise BadInput("org", "org: укажите организацию (--org ПУТЬ)", "org: name the organisation (--org PATH)")
        return told.organisation_id
    if told.for_person_id is None:
        raise BadInput("for", "for: укажите, чей это представитель", "for: say whom the person represents")
    minor: PersonRow = find_person(tx, told.for_person_id, by=by, field="for")
    check_representative(tx, by=by, representative_id=told.person_id, kind=minor.kind)
    return minor.organisation_id


def _check_days(told: NewGrant) -> None:
    if told.from_day is not None and told.to_day is not None and told.to_day < told.from_day:
        raise BadInput(
            "to",
            f"to: {told.to_day} раньше начала {told.from_day}",
            f"to: {told.to_day} is before the beginning {told.from_day}",
        )


def _check_deputy(tx: Connection, by: By, told: NewGrant, role: Role, organisation_id: int) -> None:
    if told.deputy_of_id is None:
        return
    deputised = find_person(tx, told.deputy_of_id, by=by, field="deputy-of")
    if deputised.id == told.person_id:
        raise BadInput("deputy-of", "deputy-of: нельзя замещать себя", "deputy-of: nobody deputises himself")
    if not any(_same(grant, role, organisation_id) for grant in roles.of_person(tx, deputised.id)):
        raise BadInput(
            "deputy-of",
            f"deputy-of: у участника {deputised.id} нет роли {role} в этой организации",
            f"deputy-of: person {deputised.id} has no role {role} in this organisation",
        )


def _check_new(tx: Connection, told: NewGrant, role: Role, organisation_id: int) -> None:
    for grant in roles.of_person(tx, told.person_id):
        same = (
            _same(grant, role, organisation_id)
            and grant.deputy_of_id == told.deputy_of_id
            and grant.for_person_id == told.for_person_id
        )
        if same and _overlap((grant.from_day, grant.to_day), (told.from_day, told.to_day)):
            raise BadInput(
                "role",
                f"role: эта роль на эти дни уже есть (id {grant.id})",
                f"role: this role is there for these days (id {grant.id})",
            )


def _same(grant: roles.Grant, role: Role, organisation_id: int) -> bool:
    return grant.role == role and grant.organisation_id == organisation_id


def _overlap(one: tuple[date | None, date | None], other: tuple[date | None, date | None]) -> bool:
    start = max(one[0] or date.min, other[0] or date.min)
    return start <= min(one[1] or date.max, other[1] or date.max) and (one[1] or date.max) >= (one[0] or date.min)


def _note(tx: Connection, by: By, told: NewGrant, *, role: Role, organisation_id: int, grant_id: int) -> None:
    named = {"person": told.person_id, "deputy_of": told.deputy_of_id, "for": told.for_person_id}
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="role.grant",
        subject=f"role:{grant_id}",
        facts={
            "role": role,
            "from": told.from_day and told.from_day.isoformat(),
            "to": told.to_day and told.to_day.isoformat(),
        },
        people={key: person_id for key, person_id in named.items() if person_id is not None},
    )
