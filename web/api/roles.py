"""Who is what, where and when: `nastavnik role`."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import Connection

from engine.actors import Role
from engine.permissions import PARTICIPANTS
from engine.refusals import Refused
from storage import roles
from storage.roles import Grant
from web.api.calling import Caller
from web.api.shapes import Day, Id, In, OrgPath, Out, PathId
from web.api.writing import change
from web.refusing import Missing, TokenTooNarrow
from web.visit import Visit
from workflows.find import find_organisation
from workflows.grant_role import NewGrant, grant_role
from workflows.revoke_role import RoleRevoked, revoke_role

router = APIRouter(prefix="/api/v1", tags=["people"])

RoleWord = Literal["administrator", "head", "curator", "mentor", "mentee", "observer", "representative"]


class GrantIn(In):
    """A role: on `org`, or for `representative` of the person `for`."""

    role: RoleWord
    org: OrgPath | None = None
    from_day: Day | None = Field(default=None, alias="from")
    to_day: Day | None = Field(default=None, alias="to")
    deputy_of: Id | None = None
    for_person: Id | None = Field(default=None, alias="for")


class GrantMade(Out):
    id: int
    person: int
    role: str


class GrantEnded(Out):
    id: int
    last_day: date


@router.post("/people/{person_id}/roles", operation_id="grantRole", response_model=GrantMade, status_code=201)
def grant(visit: Caller, person_id: PathId, sent: GrantIn) -> Response:
    """Give somebody a role from one day to another."""
    _wide_enough(visit, sent.role)
    return change(
        visit,
        lambda tx: grant_role(
            tx,
            by=visit.by,
            told=NewGrant(
                person_id=person_id,
                role=sent.role,
                organisation_id=(sent.org and find_organisation(tx, sent.org, by=visit.by, field="org").id) or None,
                from_day=sent.from_day,
                to_day=sent.to_day,
                deputy_of_id=sent.deputy_of,
                for_person_id=sent.for_person,
            ),
        ),
        answer=lambda made: GrantMade(id=made.id, person=made.person_id, role=made.role),
        sent=sent,
        status=201,
    )


@router.delete("/people/{person_id}/roles/{grant_id}", operation_id="revokeRole", response_model=GrantEnded)
def revoke(
    visit: Caller,
    person_id: PathId,
    grant_id: PathId,
    to: Annotated[Day | None, Query(description="The last day; without it: at once")] = None,
) -> Response:
    """End a role; the row stays, so that what was done in it stays explained."""

    def flow(tx: Connection) -> RoleRevoked | Refused:
        found = _grant_of(tx, person_id, grant_id)
        _wide_enough(visit, found.role)
        return revoke_role(tx, by=visit.by, grant_id=found.id, last_day=to)

    return change(
        visit,
        flow,
        answer=lambda done: GrantEnded(id=done.id, last_day=done.last_day),
    )


def _wide_enough(visit: Visit, role: Role) -> None:
    """An office is given and taken by tokens of the scope `admin` only. Raises TokenTooNarrow."""
    if role not in PARTICIPANTS and "admin" not in visit.who.token_scopes:
        raise TokenTooNarrow("admin")


def _grant_of(tx: Connection, person_id: int, grant_id: int) -> Grant:
    """The grant itself when it is this person's. Raises Missing otherwise."""
    found = roles.by_id(tx, grant_id)
    if found is None or found.person_id != person_id:
        raise Missing
    return found
