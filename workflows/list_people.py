"""The people of an organisation and of everything below it. Seen from above only holders of an office are named:
participants are a number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from engine.search_keys import search_key
from storage import overdue_tree, people_list, profiles
from storage.organisations import OrganisationRow
from storage.people_list import OFFICES, Coverage, PersonLine, RoleLine, Wanted


@dataclass(frozen=True, slots=True)
class PersonShown:
    """`named`: the reader may see who it is. `pairs`: live pairs by role; `consents`: kinds in force; `capacity`: how
    many pairs a mentor leads at once, None = nobody asked, or not for this reader."""

    row: PersonLine
    named: bool
    roles: tuple[RoleLine, ...]
    pairs: dict[str, int]
    consents: frozenset[str]
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """`following`: the person after whom the next page begins, 0 = the last. `coverage` None: above a school."""

    lines: tuple[PersonShown, ...]
    following: int
    coverage: Coverage | None


def list_people(
    tx: Connection,
    place: OrganisationRow,
    *,
    wanted: Wanted,
    said: str = "",
    most: int,
    named: Callable[[str], bool],
    at: datetime,
    after: int = 0,
) -> PeoplePage:
    """By name. `said` is what was typed to search for; from above it finds only those whom the reader may name."""
    day = place.today(at)
    wide = bool(overdue_tree.children(tx, place.id))
    key = search_key(said)
    found = people_list.page(tx, place.path, wanted=wanted, said=key, day=day, most=most + 1, after=after, wide=wide)
    rows = found[:most]
    ids = [row.id for row in rows]
    roles = people_list.roles_on(tx, ids, day=day) if ids else {}
    consents = people_list.consents_of(tx, ids, day=day) if ids else {}
    pairs = people_list.pairs_of(tx, ids) if ids else {}
    capacities = profiles.capacities(tx, ids)
    shown = (
        PersonShown(
            row,
            named(row.path) or is_official(roles.get(row.id, ())),
            tuple(roles.get(row.id, ())),
            pairs.get(row.id, {}),
            frozenset(consents.get(row.id, ())),
            capacities.get(row.id) if named(row.path) else None,
        )
        for row in rows
    )
    return PeoplePage(
        tuple(one for one in shown if one.named or not key),
        rows[-1].id if len(found) > most else 0,
        None if wide else people_list.coverage(tx, place.id, day=day),
    )


def is_official(held: Sequence[RoleLine]) -> bool:
    """Whether somebody holds an office today: those are named to readers above, too."""
    return any(one.role in OFFICES for one in held)
