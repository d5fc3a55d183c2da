"""What an organisation lives in: its zone and week, and the day overrides and policies of itself and its ancestors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.given import among
from storage.tables.organisations import day_overrides, organisations
from storage.tables.programmes import definitions


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`overrides`: the nearest organisation's word on a day wins.

    `policy_body`: canonical JSON of the nearest published policy, None = the product's default.
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


_ORGANISATIONS = select(organisations).where(among(organisations.c.id, "ids"))
_LINE = select(organisations).where(among(organisations.c.path, "paths"))
_OVERRIDES = select(day_overrides).where(among(day_overrides.c.organisation_id, "ids"))
_POLICIES = (
    select(definitions.c.organisation_id, definitions.c.body)
    .where(definitions.c.kind == "policy", among(definitions.c.organisation_id, "ids"))
    .order_by(definitions.c.id)  # the newest publication comes last and wins
)


def surroundings(tx: Connection, organisation_ids: Iterable[int]) -> dict[int, Surroundings]:
    """The surroundings of each organisation, four queries however many there are."""
    wanted = tx.execute(_ORGANISATIONS, {"ids": set(organisation_ids)}).all()
    line = {row.path: row for row in tx.execute(_LINE, {"paths": _ancestor_paths(wanted)}).all()}
    ids = [row.id for row in line.values()]
    overrides: dict[int, dict[date, bool]] = {}
    for row in tx.execute(_OVERRIDES, {"ids": ids}):
        overrides.setdefault(row.organisation_id, {})[row.day] = row.working
    policies = {row.organisation_id: row.body for row in tx.execute(_POLICIES, {"ids": ids})}
    return {row.id: _of(row, line, overrides, policies) for row in wanted}


def line_of(path: str) -> list[str]:
    """The paths of an organisation and its ancestors, the root first: `a/b` -> [`a`, `a/b`]."""
    parts = path.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _ancestor_paths(rows: Iterable[Row[Any]]) -> set[str]:
    return {path for row in rows for path in line_of(row.path)}


def _of(
    row: Row[Any],
    line: dict[str, Row[Any]],
    overrides: dict[int, dict[date, bool]],
    policies: dict[int, str],
) -> Surroundings:
    merged: dict[date, bool] = {}
    policy: str | None = None
    municipality: int | None = None
    for path in line_of(row.path):
        ancestor = line[path]
        merged |= overrides.get(ancestor.id, {})
        policy = policies.get(ancestor.id, policy)
        if ancestor.kind == "municipality":
            municipality = ancestor.id
    return Surroundings(row.id, row.path, row.name, row.kind, row.timezone, row.week, merged, policy, municipality)
