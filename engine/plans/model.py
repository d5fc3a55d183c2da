"""The parts of an individual plan as people write it, and the words its values have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal, NamedTuple, get_args

from engine.words import Words

Responsible = Literal["mentor", "mentee", "both", "curator"]
Mark = Literal["done", "partly", "not_done"]

RESPONSIBLES: tuple[Responsible, ...] = get_args(Responsible)
MARKS: tuple[Mark, ...] = get_args(Mark)
MOST_LINES = 100
MOST_TASKS = 20

RESPONSIBLE_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "mentor": Words("наставник", "mentor"),
        "mentee": Words("наставляемый", "mentee"),
        "both": Words("наставник и наставляемый", "mentor and mentee"),
        "curator": Words("куратор", "curator"),
    }
)
MARK_WORDS: Mapping[str, Words] = MappingProxyType(
    {
        "done": Words("выполнено", "done"),
        "partly": Words("выполнено частично", "partly done"),
        "not_done": Words("не выполнено", "not done"),
    }
)
"""Only `done` closes a line: what was done partly or not at all is still owed until it is done or taken out."""


class PlanLine(NamedTuple):
    """One line as it is written. `responsible` None = as it stands, the mentor for a new one.

    `item_id` names the line it was before, so that other words keep its mark; None = found by its title.
    """

    title: str
    due_on: date
    responsible: Responsible | None = None
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What stands above the lines. In a change None leaves a value as it is."""

    goal: str | None = None
    request: str | None = None
    tasks: Sequence[str] | None = None
    form: str | None = None
    term_from: date | None = None
    term_to: date | None = None
    template: str | None = None


def percent(done: int, of: int) -> int:
    """The whole percents done; a plan without lines is not done at all.

    >>> percent(2, 3), percent(0, 0)
    (66, 0)
    """
    return done * 100 // of if of else 0
