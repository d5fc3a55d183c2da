"""Who may do what."""

from typing import get_args

import pytest

from engine.actors import CLOCK, OPERATOR, Actor, Role
from engine.permissions import GIVEN_BY, PARTICIPANTS, PERMISSIONS, ROLE_TITLES, Verb, lacking, may_give, permitted


def person(*roles: Role) -> Actor:
    return Actor(person_id=5, roles=frozenset(roles))


def test_every_verb_is_in_the_table_and_every_role_has_a_title() -> None:
    assert set(PERMISSIONS) == set(get_args(Verb))
    assert set(ROLE_TITLES) == set(get_args(Role))


@pytest.mark.parametrize("verb", PERMISSIONS)
def test_exactly_the_named_roles_may(verb: Verb) -> None:
    for role in get_args(Role):
        assert (permitted(person(role), verb) is None) == (role in PERMISSIONS[verb])
    assert permitted(person(), verb) is not None
    assert permitted(OPERATOR, verb) is None
    assert permitted(CLOCK, verb) is None


@pytest.mark.parametrize("verb", PERMISSIONS)
def test_an_observer_changes_nothing_and_an_administrator_everything(verb: Verb) -> None:
    assert permitted(person("observer"), verb) is not None
    assert permitted(person("administrator"), verb) is None


def test_one_fitting_role_of_several_is_enough() -> None:
    assert permitted(person("observer", "curator"), "pair.form") is None


def test_the_reason_names_the_roles_from_the_top_down() -> None:
    reason = lacking({"curator", "administrator"})
    assert reason.need == "permission"
    assert reason.reason.ru == "Это могут сделать только: администратор, куратор"
    assert reason.reason.en == "Only these may do it: administrator, curator"


def test_every_role_is_given_by_somebody_who_may_give_roles_at_all() -> None:
    assert set(GIVEN_BY) == set(get_args(Role))
    for role, givers in GIVEN_BY.items():
        assert givers <= PERMISSIONS["role.grant"] == PERMISSIONS["role.revoke"]
        assert may_give(OPERATOR, role) is None
        for giver in get_args(Role):
            assert (may_give(person(giver), role) is None) == (giver in givers)


def test_nobody_gives_a_role_that_may_more_than_his_own() -> None:
    """A role nobody could rise by: what the given role may do, each of its givers may do already."""
    for role, givers in GIVEN_BY.items():
        for verb, may in PERMISSIONS.items():
            assert role not in may or givers <= may, (role, verb)
    assert {role for role, givers in GIVEN_BY.items() if "curator" in givers} == PARTICIPANTS
