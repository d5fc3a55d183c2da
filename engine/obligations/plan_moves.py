"""What moving lines of plans asks of the curator: an answer to a wish, a look at a line that was moved too often."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.obligations.deriving import Derived

TOO_OFTEN = 3
"""From this move on the curator decides what becomes of the line."""


@dataclass(frozen=True, slots=True)
class PlanMoveFacts:
    """A wish or a move of a line, the oldest first. `answer_by`: when the curator should have looked at it.

    `wished`: somebody asked for it, so it waited for an answer.
    """

    id: int
    item_id: int
    state: Literal["asked", "moved", "declined", "undone"]
    answer_by: date
    wished: bool


def plan_moves_owe(
    moves: Iterable[PlanMoveFacts], *, item_id: int, position: int, done: bool, pair_id: int, live: bool, held: bool
) -> tuple[Derived, ...]:
    """What the moves of one line ask. Titles carry no words of the plan: they are read above the school too.

    >>> wish = PlanMoveFacts(4, 9, "asked", date(2025, 11, 7), True)
    >>> [one] = plan_moves_owe([wish], item_id=9, position=2, done=False, pair_id=3, live=True, held=False)
    >>> one.occurrence, one.title
    ('move:4', 'Индивидуальный план, пункт 2: просят перенести')
    """
    mine = [one for one in moves if one.item_id == item_id]
    found = [
        (f"move:{one.id}", "просят перенести", one.answer_by, one.state != "asked")
        for one in mine
        if one.wished and one.state != "undone"
    ]
    moved = [one for one in mine if one.state == "moved"]
    if len(moved) >= TOO_OFTEN:
        late = moved[TOO_OFTEN - 1]
        found.append(("moved-often", f"перенесён {TOO_OFTEN} раза, решите, что с ним", late.answer_by, done))
    return tuple(
        Derived(
            subject_kind="plan-item",
            subject_id=item_id,
            occurrence=occurrence,
            title=f"Индивидуальный план, пункт {position}: {words}",
            due_on=due_on,
            status="done" if settled else "open",
            responsible_role="curator",
            pair_id=pair_id,
            held=held,
        )
        for occurrence, words, due_on, settled in found
        if live or settled
    )
