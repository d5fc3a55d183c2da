"""Several rungs came due at once (the server was off): each person hears the latest only."""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.reminders.ladder import Step


@dataclass(frozen=True, slots=True)
class Addressed:
    """A step for one person. `recipient_id` 0 = there is nobody to remind."""

    step: Step
    recipient_id: int


@dataclass(frozen=True, slots=True)
class Collapsed:
    """`kept` go out; `superseded` are written to the ledger with that state and never go."""

    kept: tuple[Addressed, ...]
    superseded: tuple[Addressed, ...]


def collapse(addressed: Iterable[Addressed]) -> Collapsed:
    """The latest step of each recipient stays; one row of a step and person is enough.

    A person who is curator and head hears the head's rung only: the later step is the more pressing one.
    """
    latest: dict[int, Addressed] = {}
    superseded: list[Addressed] = []
    for one in sorted(addressed, key=lambda one: one.step.at):
        earlier = latest.get(one.recipient_id)
        if earlier is not None and earlier.step.rung.offset == one.step.rung.offset:
            continue
        if earlier is not None:
            superseded.append(earlier)
        latest[one.recipient_id] = one
    return Collapsed(tuple(latest.values()), tuple(superseded))
