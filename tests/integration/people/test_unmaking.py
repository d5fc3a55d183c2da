"""An administrator's role and address are for administrators only: they end it, as they give it."""

from engine.refusals import Refused
from storage import roles
from storage.database import Database
from tests.support.cast import district, operator
from workflows.change_person import PersonChanged, PersonChanges, change_person
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


def test_nor_does_a_curator_choose_where_an_administrator_is_invited(database: Database) -> None:
    with database.write() as tx:
        made = district(tx, consents=False)
        told = NewGrant(person_id=made.mentor.id, role="administrator", organisation_id=made.school.id)
        assert isinstance(grant_role(tx, by=operator(), told=told), RoleGranted)
        changes = PersonChanges(email="mine@school.example")
        assert isinstance(change_person(tx, by=made.curator.acts(), person_id=made.mentor.id, changes=changes), Refused)
        assert isinstance(
            change_person(tx, by=made.curator.acts(), person_id=made.mentee.id, changes=changes), PersonChanged
        )
