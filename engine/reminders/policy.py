"""A reminder policy: when, whom and how to remind, and how much is too much.

The product's default stands as data in `workflows/definitions/policies/default.yaml`, and a test says that
`Policy("default", 1)` equals it.
"""

from dataclasses import dataclass
from datetime import time
from typing import Literal, get_args

Audience = Literal["responsible", "curator", "head", "municipality"]
DayUnit = Literal["calendar", "working"]
RungLetter = Literal[
    "reminder", "due_today", "overdue", "escalation_curator", "escalation_head", "escalation_municipality"
]
AtOnceLetter = Literal["pair_formed", "stage_opened", "date_moved", "move_refused", "pair_closed", "test"]

AUDIENCES: tuple[Audience, ...] = get_args(Audience)
RUNG_LETTERS: tuple[RungLetter, ...] = get_args(RungLetter)
AT_ONCE_LETTERS: tuple[AtOnceLetter, ...] = get_args(AtOnceLetter)


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the ladder. `offset` counts from the due day: negative before, positive after, 0 on it.

    `unit` says which days are counted; 0 is neither, so it is written `calendar`.

    >>> Rung(-14, "calendar", "responsible", "reminder").key
    '-14'
    >>> Rung(1, "working", "curator", "escalation_curator").key
    '+1'
    """

    offset: int
    unit: DayUnit
    audience: Audience
    letter: RungLetter

    @property
    def key(self) -> str:
        """The stable name in the ledger and in `v_reminder.rung`: `-14`, `0`, `+1`."""
        return f"{self.offset:+d}" if self.offset else "0"


DEFAULT_LADDER = (
    Rung(-14, "calendar", "responsible", "reminder"),
    Rung(-7, "calendar", "responsible", "reminder"),
    Rung(-1, "calendar", "responsible", "reminder"),
    Rung(0, "calendar", "responsible", "due_today"),
    Rung(1, "working", "curator", "escalation_curator"),
    Rung(3, "working", "head", "escalation_head"),
    Rung(7, "working", "municipality", "escalation_municipality"),
)


@dataclass(frozen=True, slots=True)
class Window:
    """When letters may leave, by the organisation's clock: from `opens` (included) to `closes` (excluded).

    `moment` is when a day's rungs come due and its digest is put together.
    """

    moment: time = time(9)
    opens: time = time(8)
    closes: time = time(20)
    working_days_only: bool = True

    def is_open_at(self, local: time) -> bool:
        """Whether a letter may be attempted at this time of a day that is itself allowed.

        >>> Window().is_open_at(time(8)), Window().is_open_at(time(20))
        (True, False)
        """
        return self.opens <= local < self.closes


@dataclass(frozen=True, slots=True)
class Limits:
    """How many letters are too many.

    `weekly_budget`: per person and ISO week. `hourly_cap`: per organisation. The breaker stops a day's mail
    at max(`breaker_floor`, `breaker_factor` x the median of the last `breaker_days` working days).

    >>> Limits().breaker([10, 30, 80]), Limits().breaker([])
    (200, 200)
    """

    weekly_budget: int = 7
    hourly_cap: int = 500
    breaker_floor: int = 200
    breaker_factor: int = 5
    breaker_days: int = 20

    def breaker(self, letters_per_day: list[int]) -> int:
        """The most letters of one day before a person is asked. `letters_per_day`: past working days.

        The median of an even number of days is the mean of the middle two, rounded down.
        """
        days = sorted(letters_per_day[-self.breaker_days :])
        if not days:
            return self.breaker_floor
        middle = (days[(len(days) - 1) // 2] + days[len(days) // 2]) // 2
        return max(self.breaker_floor, self.breaker_factor * middle)


@dataclass(frozen=True, slots=True)
class Policy:
    """One published version of a policy. Rungs stand in the order of their offsets, no two share an offset.

    `review_rungs`: the keys that the reviews of continuous items climb. `at_once`: letters that wait for no
    ladder, only `settle_minutes` in which the move may be undone. `refused_too_long` and `task_due` are in
    working days.

    >>> [rung.key for rung in Policy("default", 1).rungs]
    ['-14', '-7', '-1', '0', '+1', '+3', '+7']
    """

    key: str
    version: int
    rungs: tuple[Rung, ...] = DEFAULT_LADDER
    window: Window = Window()
    limits: Limits = Limits()
    review_rungs: tuple[str, ...] = ("0",)
    at_once: tuple[AtOnceLetter, ...] = AT_ONCE_LETTERS
    settle_minutes: int = 10
    refused_too_long: int = 5
    task_due: int = 5

    def rung(self, key: str) -> Rung | None:
        """The rung of this name; None when this version has no such step."""
        return next((rung for rung in self.rungs if rung.key == key), None)

    def ladder(self, *, review: bool = False) -> tuple[Rung, ...]:
        """The steps of an obligation: all of them, or those of a continuous item's review.

        >>> [rung.key for rung in Policy("default", 1).ladder(review=True)]
        ['0']
        """
        return tuple(rung for rung in self.rungs if not review or rung.key in self.review_rungs)

    @staticmethod
    def ignores_budget(offset: int) -> bool:
        """Rung 0 and escalations go over the weekly budget, and still count in it.

        >>> Policy.ignores_budget(-1)
        False
        """
        return offset >= 0
