"""A role ends."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.permissions import may_give
from engine.refusals import BadInput, Refused
from storage import journal, organisations, roles
from workflows.access import acting, forbidden, sees, unknown


@dataclass(frozen=True, slots=True)
class RoleRevoked:
    """`last_day` is the last day the role holds; before its first day, it never took place."""

    id: int
    last_day: date


def revoke_role(tx: Connection, *, by: By, grant_id: int, last_day: date | None = None) -> RoleRevoked | Refused:
    """End a grant. Without `last_day` it ends at once: yesterday was the last day.

    The row stays, so that what was done in the role stays explained. Whoever may give a role may end it.
    Raises BadInput for an unknown grant and for one that ended before.
    """
    grant = roles.by_id(tx, grant_id)
    if grant is None or not sees(tx, by, grant.organisation_id):
        raise unknown("id", grant_id)
    refused = forbidden(tx, by, "role.revoke", grant.organisation_id)
    if refused is not None:
        return refused
    if (reason := may_give(acting(tx, by, grant.organisation_id), grant.role)) is not None:
        return Refused((reason,))
    last = last_day or _yesterday(tx, by, grant.organisation_id)
    if grant.to_day is not None and grant.to_day <= last:
        raise BadInput(
            "id",
            f"id: роль {grant_id} кончилась {grant.to_day}, отзывать нечего",
            f"id: role {grant_id} ended on {grant.to_day}, there is nothing to revoke",
        )
    roles.end(tx, grant_id, last_day=last)
    journal.append(
        tx,
        organisation_id=grant.organisation_id,
        by=by,
        verb="role.revoke",
        subject=f"role:{grant_id}",
        facts={"role": grant.role, "last_day": last.isoformat()},
        people={"person": grant.person_id},
    )
    return RoleRevoked(grant_id, last)


def _yesterday(tx: Connection, by: By, organisation_id: int) -> date:
    organisation = organisations.by_id(tx, organisation_id)
    assert organisation is not None  # noqa: S101  # the foreign key says so
    return organisation.today(by.at) - timedelta(days=1)
