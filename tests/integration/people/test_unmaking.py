"""An administrator's role is ended by administrators only, as it is given by them only."""

from engine.refusals import Refused
from storage import roles
from storage.database import Database
from tests.support.cast import district, operator
from workflows.grant_role import NewGrant, RoleGranted, grant_role
from workflows.revoke_role import RoleRevoked, revoke_role


def test_a_head_does_not_unmake_an_administrator_of_the_school(database: Database) -> None:
    with database.write() as tx:
        made = district(tx, consents=False)
        told = NewGrant(person_id=made.mentor.id, role="administrator", organisation_id=made.school.id)
        given = grant_role(tx, by=operator(), told=told)
        assert isinstance(given, RoleGranted)
        assert isinstance(revoke_role(tx, by=made.director.acts(), grant_id=given.id), Refused)
        standing = roles.by_id(tx, given.id)
        assert standing is not None
        assert standing.to_day is None
        assert isinstance(revoke_role(tx, by=made.administrator.acts(), grant_id=given.id), RoleRevoked)
