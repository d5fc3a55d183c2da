"""One order approves the plans of many pairs: all of them or, when one may not be approved, none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import plans
from storage.organisations import OrganisationRow
from workflows.approve_plan import PURPOSE, approve_plan
from workflows.register_paper import Entry, register_paper


@dataclass(frozen=True, slots=True)
class PlansApproved:
    """`id` is the order's; `pairs` the pairs whose plans it approved."""

    id: int
    pairs: tuple[int, ...]


def approve_plans(
    tx: Connection, *, by: By, organisation: OrganisationRow, seen: Mapping[int, int], number: str, dated: date
) -> PlansApproved | Refused:
    """Register the order and approve by it. `seen`: pair -> the version of its plan that the head has read.

    Raises BadInput for no pair at all, ChangedMeanwhile when one of the plans is another than the one read.
    """
    if not seen:
        raise BadInput("pair", "Отметьте хотя бы один план", "Tick at least one plan")
    order = register_paper(
        tx,
        by=by,
        organisation=organisation,
        kind="order",
        purpose=PURPOSE,
        number=number,
        dated=dated,
        pair_ids=sorted(seen),
        entry=Entry(close_rows=True),
    )
    if isinstance(order, Refused):
        return order
    for pair_id, version in sorted(seen.items()):
        plan = plans.get(tx, pair_id)
        if plan is not None and plan.version != version:
            raise ChangedMeanwhile(f"plan:{pair_id}")
        approved = approve_plan(tx, by=by, pair_id=pair_id, paper_id=order.id)
        if isinstance(approved, Refused):
            return approved
    return PlansApproved(order.id, tuple(sorted(seen)))
