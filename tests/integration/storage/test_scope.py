"""Nobody sees what does not lie below an organisation where a role is held today."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from storage.database import Database
from storage.scope import EVERYTHING, NOTHING, Scope, scope_of, visible
from storage.tables.organisations import organisations
from storage.tables.programmes import pairs
from tests.support import rows

DAY = rows.DAY
YESTERDAY, TOMORROW = DAY - timedelta(days=1), DAY + timedelta(days=1)
# Neighbours whose names begin alike, wildcards of LIKE, letters of either case: whatever a careless prefix confuses.
SLUGS = st.sampled_from(["a", "ab", "A", "a-b", "a_b", "a0", "a%", "школа"])
PATHS = st.lists(SLUGS, min_size=1, max_size=3).map("/".join)


def seen(tx: Connection, scope: Scope) -> set[str]:
    return set(tx.scalars(select(organisations.c.path).where(visible(scope, organisations.c.id))))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=st.sets(PATHS, min_size=1, max_size=8), tops=st.lists(PATHS, max_size=3))
def test_one_sees_exactly_the_subtrees_of_ones_roles(database: Database, tree: set[str], tops: list[str]) -> None:
    wanted = {path for path in tree if any(path.split("/")[: len(top.split("/"))] == top.split("/") for top in tops)}
    with database.write() as tx:
        undone = tx.begin_nested()
        for path in tree:
            rows.organisation(tx, path)
        scope = Scope(paths=tuple(tops))
        assert seen(tx, scope) == wanted
        assert {path for path in tree if scope.sees(path)} == wanted
        undone.rollback()


def test_the_clause_fits_any_table(database: Database) -> None:
    with database.write() as tx:
        mine, theirs = (rows.organisation(tx, path) for path in ("district/one", "district/two"))
        own = rows.pair(tx, mine)
        rows.pair(tx, theirs)
        scope = Scope(paths=("district/one",))
        assert list(tx.scalars(select(pairs.c.id).where(visible(scope, pairs.c.organisation_id)))) == [own]


def test_the_operator_sees_everything_and_a_stranger_nothing(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        stranger = rows.person(tx, school)
        assert scope_of(tx, None, today=DAY) == EVERYTHING
        assert scope_of(tx, stranger, today=DAY) == scope_of(tx, 404, today=DAY) == NOTHING
        assert seen(tx, EVERYTHING) == {"district/school-1"}
        assert seen(tx, NOTHING) == set()


@pytest.mark.parametrize(
    ("from_day", "to_day", "holds"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (None, YESTERDAY, False),
        (TOMORROW, None, False),
        (YESTERDAY, TOMORROW, True),
    ],
)
def test_a_role_opens_its_organisation_within_its_days(
    database: Database, from_day: object, to_day: object, holds: bool
) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        curator = rows.person(tx, school)
        rows.grant(tx, curator, school, from_day=from_day, to_day=to_day)
        assert scope_of(tx, curator, today=DAY).sees("district/school-1") == holds


def test_a_deputy_sees_what_the_role_opens(database: Database) -> None:
    with database.write() as tx:
        district, school = rows.organisation(tx, "district"), rows.organisation(tx, "district/school-1")
        head, deputy = rows.person(tx, district), rows.person(tx, school)
        rows.grant(tx, deputy, district, "head", deputy_of_id=head, from_day=DAY, to_day=DAY)
        assert scope_of(tx, deputy, today=DAY) == Scope(paths=("district",))
        assert scope_of(tx, deputy, today=TOMORROW) == NOTHING


def test_a_role_below_another_adds_nothing(database: Database) -> None:
    with database.write() as tx:
        district, school = rows.organisation(tx, "district"), rows.organisation(tx, "district/school-1")
        person = rows.person(tx, district)
        rows.grant(tx, person, school)
        rows.grant(tx, person, district, "administrator")
        assert scope_of(tx, person, today=DAY).paths == ("district",)


def test_somebody_disabled_sees_nothing(database: Database) -> None:
    with database.write() as tx:
        school = rows.organisation(tx)
        curator = rows.person(tx, school, disabled=True)
        rows.grant(tx, curator, school)
        assert scope_of(tx, curator, today=DAY) == NOTHING
