"""Who sees what: the one place that says it, for screens, letters, exports and the API alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, false, func, or_, select, true

from storage.tables.organisations import organisations, people, role_grants


@dataclass(frozen=True, slots=True)
class Scope:
    """The organisations whose data somebody may see: everything below these paths. `everything` is the operator's."""

    paths: tuple[str, ...] = ()
    everything: bool = False

    def sees(self, path: str) -> bool:
        """Whether the organisation at this path is visible.

        >>> Scope(paths=("kirov/city",)).sees("kirov/city/school-1"), Scope(paths=("kirov/city",)).sees("kirov/city-2")
        (True, False)
        """
        return self.everything or any(_within(path, top) for top in self.paths)


EVERYTHING = Scope(everything=True)
NOTHING = Scope()


def scope_of(tx: Connection, person_id: int | None, *, today: date) -> Scope:
    """What a person sees today through roles held on organisations, as deputy too; None is the operator.

    Each role opens the whole subtree of its organisation. Somebody disabled or without a role today sees nothing.
    """
    if person_id is None:
        return EVERYTHING
    grant = role_grants.c
    wanted = (
        select(organisations.c.path)
        .distinct()
        .join_from(role_grants, organisations, organisations.c.id == grant.organisation_id)
        .join(people, people.c.id == grant.person_id)
        .where(
            grant.person_id == person_id,
            people.c.disabled.is_(False),
            or_(grant.from_day.is_(None), grant.from_day <= today),
            or_(grant.to_day.is_(None), grant.to_day >= today),
        )
    )
    return Scope(paths=_tops(tx.scalars(wanted)))


def visible(scope: Scope, organisation_id: ColumnElement[int]) -> ColumnElement[bool]:
    """The clause for a query over any table: `.where(visible(scope, pairs.c.organisation_id))`."""
    if scope.everything:
        return true()
    if not scope.paths:
        return false()
    return organisation_id.in_(select(organisations.c.id).where(below(scope.paths)))


def below(paths: Iterable[str]) -> ColumnElement[bool]:
    """The organisations at these paths and under them.

    The beginning is compared, not matched: LIKE would need escaping and means another thing in either database.
    """
    path = organisations.c.path
    clauses = [or_(path == top, func.substr(path, 1, len(top) + 1) == f"{top}/") for top in paths]
    return or_(false(), *clauses)


def _within(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}/")


def _tops(paths: Iterable[str]) -> tuple[str, ...]:
    """Only the highest paths: what lies below another one adds nothing."""
    found: list[str] = []
    for path in sorted(paths, key=len):
        if not any(_within(path, top) for top in found):
            found.append(path)
    return tuple(sorted(found))
