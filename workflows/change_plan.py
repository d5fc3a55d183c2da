"""Changes single lines of a pair's plan: adds, takes out, moves, words anew. The rest stands as it stood."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.plans.model import PlanHead, PlanLine
from engine.refusals import BadInput, Refused
from storage import plans
from workflows.access import unknown
from workflows.pair_at_hand import take_pair
from workflows.set_plan import PlanSet, set_plan

_NOTHING = PlanHead()


def change_plan(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    reason: str,
    add: Sequence[PlanLine] = (),
    drop: Collection[int] = (),
    move: Mapping[int, date] | None = None,
    rename: Mapping[int, str] | None = None,
    head: PlanHead = _NOTHING,
) -> PlanSet | Refused:
    """Lines are named by their positions as they stand. What was approved is kept as an edition with `reason`.

    Raises BadInput for a position that is not there, and when an approved plan is changed without a reason.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.set")) is not None:
        return no
    plan, standing = plans.get(tx, pair_id), plans.items(tx, pair_id)
    if plan is not None and plan.approved_on is not None and not reason.strip():
        raise BadInput(
            "--reason",
            "--reason: план утверждён, скажите, почему он меняется",
            "--reason: the plan is approved, say why it changes",
        )
    moved, renamed = move or {}, rename or {}
    known = {one.position for one in standing}
    for position in (*drop, *moved, *renamed):
        if position not in known:
            raise unknown("--item", position)
    lines = [
        PlanLine(renamed.get(one.position, one.title), moved.get(one.position, one.due_on), item_id=one.id)
        for one in standing
        if one.position not in drop
    ]
    return set_plan(tx, by=by, pair_id=pair_id, lines=[*lines, *add], head=head, reason=reason)
