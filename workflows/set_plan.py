"""Writes the individual plan of a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import plans
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import began_on, take_pair, write_record
from workflows.plain_text import plain_text

_MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class PlanSet:
    """`id` is the pair's: a pair has one plan. `approval_cleared`: it had been approved and must be again."""

    id: int
    version: int
    items: int
    approval_cleared: bool


def set_plan(tx: Connection, *, by: By, pair_id: int, lines: Sequence[tuple[str, date]]) -> PlanSet | Refused:
    """Makes the plan consist of these (title, due day), in this order; each becomes an obligation.

    A line whose title stays keeps its mark. An approved plan that is written anew must be approved anew.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.set")) is not None:
        return no
    wanted = _checked(lines, since=began_on(tx, hand))
    if hand.pair.closed_on is not None:
        raise BadInput(
            "--pair", "--pair: пара завершена, её план закрыт", "--pair: the pair is closed and so is its plan"
        )
    plan = plans.get(tx, pair_id) or plans.begin(tx, pair_id)
    before = plans.items(tx, pair_id)
    plans.put(tx, pair_id, wanted)
    plans.approve(tx, plan, on=None, paper_id=None)
    cleared = plan.approved_on is not None
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="plan.set",
        facts={"version": plan.version + 1, "due": [due for _, due in wanted], "approval_cleared": cleared},
        words={"items": [title for title, _ in wanted], "before": [item.title for item in before]},
    )
    derive_pair(tx, pair_id, at=by.at)
    return PlanSet(pair_id, plan.version + 1, len(wanted), cleared)


def _checked(lines: Sequence[tuple[str, date]], *, since: date) -> list[tuple[str, date]]:
    if not 1 <= len(lines) <= _MOST_ITEMS:
        raise BadInput(
            "--item",
            f"--item: в плане должно быть от 1 до {_MOST_ITEMS} пунктов",
            f"--item: a plan has 1 to {_MOST_ITEMS} items",
        )
    for _, due in lines:
        if due < since:
            raise BadInput(
                "--item",
                f"--item: срок {due} раньше, чем началась пара ({since})",
                f"--item: {due} is before the pair began ({since})",
            )
    return [(plain_text(title, "--item"), due) for title, due in lines]
