"""What waits for the head's signature: individual plans, and pairs that no order assigns yet, by organisation."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.plans.changes import PlanChange, changes_between
from storage import plan_editions, plans, today
from storage.plan_editions import EditionRow
from storage.plans import PlanItemRow, PlanRow
from storage.scope import Scope
from workflows.plan_at_hand import body_of
from workflows.show_today import names_of_pairs

_MOST = 500


@dataclass(frozen=True, slots=True)
class PlanToApprove:
    """`version` is the plan's as it is shown: what changed since is not approved by an old page. Its words are empty
    where people have no names. `edition` over 1: it had been approved before; `changes` and `reason` say what became
    another since that approval.
    """

    pair_id: int
    number: int
    names: str
    programme: str
    version: int
    lines: tuple[PlanItemRow, ...]
    goal: str
    term: tuple[date | None, date | None]
    edition: int
    changes: tuple[PlanChange, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PairToOrder:
    pair_id: int
    number: int
    names: str
    programme: str
    since: Any


@dataclass(frozen=True, slots=True)
class Approvals:
    """One organisation's list. An order belongs to one organisation, so each has forms of its own."""

    organisation_id: int
    path: str
    name: str
    plans: tuple[PlanToApprove, ...]
    pairs: tuple[PairToOrder, ...]


def list_approvals(tx: Connection, scope: Scope, *, named: Callable[[str], bool]) -> tuple[Approvals, ...]:
    """By organisation; participants are named only where people have names for the reader."""
    to_approve = today.plans_to_approve(tx, scope, most=_MOST)
    to_order = today.pairs_without_order(tx, scope, most=_MOST)
    rows = (*to_approve, *to_order)
    names = names_of_pairs(tx, [row.id for row in rows if named(row.org_path)])
    lines = plans.items_of(tx, [row.id for row in to_approve])
    heads = plans.of_pairs(tx, [row.id for row in to_approve])
    before = plan_editions.last_of(tx, [row.id for row in to_approve])
    places = {row.org_path: (row.organisation_id, row.org_name) for row in rows}
    approving, ordering = _by_path(to_approve), _by_path(to_order)
    return tuple(
        Approvals(
            organisation_id=organisation_id,
            path=path,
            name=name,
            plans=tuple(_plan(row, names, lines, heads, before, shown=named(path)) for row in approving.get(path, ())),
            pairs=tuple(
                PairToOrder(row.id, row.number, names.get(row.id, ""), row.programme, row.stage_since)
                for row in ordering.get(path, ())
            ),
        )
        for path, (organisation_id, name) in sorted(places.items())
    )


def count_approvals(tx: Connection, scope: Scope) -> int:
    """How much waits for a signature."""
    return today.count_to_sign(tx, scope)


def _by_path(rows: Sequence[Row[Any]]) -> dict[str, list[Row[Any]]]:
    found: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        found[row.org_path].append(row)
    return found


def _plan(
    row: Row[Any],
    names: Mapping[int, str],
    lines: Mapping[int, Sequence[PlanItemRow]],
    heads: Mapping[int, PlanRow],
    before: Mapping[int, EditionRow],
    *,
    shown: bool,
) -> PlanToApprove:
    head, items, earlier = heads[row.id], lines.get(row.id, ()), before.get(row.id)
    return PlanToApprove(
        pair_id=row.id,
        number=row.number,
        names=names.get(row.id, ""),
        programme=row.programme,
        version=row.plan_version,
        lines=tuple(one if shown else replace(one, title="", result="") for one in items),
        goal=head.goal if shown else "",
        term=(head.term_from, head.term_to),
        edition=head.number,
        changes=changes_between(earlier.body, body_of(head, items)) if shown and earlier and earlier.body else (),
        reason=earlier.reason if shown and earlier else "",
    )
