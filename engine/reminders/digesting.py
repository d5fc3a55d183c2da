"""One person, one day, one letter: its kind, and whether the week's budget allows it."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.reminders.policy import Audience, Policy

_LATE: dict[Audience, str] = {
    "responsible": "overdue",
    "curator": "escalation_curator",
    "head": "escalation_head",
    "municipality": "escalation_municipality",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A rung that came due for a person."""

    offset: int
    audience: Audience


def letter_kind(waiting: Sequence[Waiting]) -> str:
    """One reminder makes its own kind of letter, several make a digest.

    >>> letter_kind([Waiting(-7, "responsible")]), letter_kind([Waiting(-7, "responsible"), Waiting(1, "curator")])
    ('reminder', 'digest')
    """
    if len(waiting) > 1:
        return "digest"
    [one] = waiting
    if one.offset < 0:
        return "reminder"
    return "due_today" if one.offset == 0 else _LATE[one.audience]


def must_wait(waiting: Sequence[Waiting], *, policy: Policy, spent: int) -> bool:
    """Whether the letter waits for a later digest: `spent` letters of this ISO week have used the budget up.

    Due days and escalations go regardless, and take the rest along.

    >>> must_wait([Waiting(-7, "responsible")], policy=Policy("default", 1), spent=7)
    True
    """
    urgent = any(policy.ignores_budget(one.offset) for one in waiting)
    return not urgent and spent >= policy.limits.weekly_budget
