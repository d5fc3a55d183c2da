"""What an organisation lives in: its zone and week, and the day overrides and policies of itself and its ancestors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select

from storage.given import among
from storage.hot import Hot
from storage.tables.organisations import day_overrides, organisations
from storage.tables.programmes import definitions


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`overrides`: the nearest organisation's word on a day wins.

    `policy_body`: canonical JSON of the nearest published policy, None = the product's default; `policy_path`: whose.
    `municipality_id`: the nearest municipality above (or the organisation itself).
    """

    organisation_id: int
    path: str
    name: str
    kind: str
    timezone: str
    week: int
    overrides: dict[date, bool]
    policy_body: str | None
    municipality_id: int | None
    policy_path: str | None = None


class _Place(NamedTuple):
    id: int
    path: str
    name: str
    kind: str
    timezone: str
    week: int


_PLACES = select(*(organisations.c[name] for name in _Place._fields))
_ORGANISATIONS = Hot(_PLACES.where(among(organisations.c.id, "ids")))
_LINE = Hot(_PLACES.where(among(organisations.c.path, "paths")))
_OVERRIDES = Hot(
    select(day_overrides.c.organisation_id, day_overrides.c.day, day_overrides.c.working).where(
        among(day_overrides.c.organisation_id, "ids")
    )
)
_POLICIES = Hot(
    select(definitions.c.organisation_id, definitions.c.body)
    .where(definitions.c.kind == "policy", among(definitions.c.organisation_id, "ids"))
    .order_by(definitions.c.id)  # the newest publication comes last and wins
)


def surroundings(tx: Connection, organisation_ids: Iterable[int]) -> dict[int, Surroundings]:
    """The surroundings of each organisation, four queries however many there are."""
    wanted = [_Place._make(row) for row in _ORGANISATIONS.all(tx, {"ids": set(organisation_ids)})]
    found = (_Place._make(row) for row in _LINE.all(tx, {"paths": _ancestor_paths(wanted)}))
    line = {place.path: place for place in found}
    ids = [place.id for place in line.values()]
    overrides: dict[int, dict[date, bool]] = {}
    for organisation_id, day, working in _OVERRIDES.all(tx, {"ids": ids}):
        overrides.setdefault(organisation_id, {})[day] = working
    policies: dict[int, str] = dict(_POLICIES.all(tx, {"ids": ids}))
    return {place.id: _of(place, line, overrides, policies) for place in wanted}


def line_of(path: str) -> list[str]:
    """The paths of an organisation and its ancestors, the root first: `a/b` -> [`a`, `a/b`]."""
    parts = path.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _ancestor_paths(places: Iterable[_Place]) -> set[str]:
    return {path for place in places for path in line_of(place.path)}


def _of(
    place: _Place,
    line: dict[str, _Place],
    overrides: dict[int, dict[date, bool]],
    policies: dict[int, str],
) -> Surroundings:
    merged: dict[date, bool] = {}
    policy: str | None = None
    policy_path: str | None = None
    municipality: int | None = None
    for path in line_of(place.path):
        ancestor = line[path]
        merged |= overrides.get(ancestor.id, {})
        if ancestor.id in policies:
            policy, policy_path = policies[ancestor.id], path
        if ancestor.kind == "municipality":
            municipality = ancestor.id
    return Surroundings(*place, merged, policy, municipality, policy_path)
