"""What a deadline phrase can mean. `kind` and `value` are the texts of the answer key: stored, exchanged,
compared."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar, Literal

from engine.words import Words

Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


class Frequency(StrEnum):
    """How often. The last two need a setting (`engine.periods.SchoolTerms`)."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"
    SCHOOL_QUARTERLY = "X-SCHOOLQUARTERLY"
    TWICE_YEARLY = "X-TWICEYEARLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """One iCalendar-like rule of the DUE days.

    `month_days` count from the end when negative; a day the month does not have means its last day.
    `weekdays` may be numbered («-1FR»: the last Friday). A bare YEARLY falls on the end of each plan year.

    >>> Rule(Frequency.YEARLY, months=(8,), month_days=(-1,)).value
    'FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=-1'
    """

    frequency: Frequency
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    weekdays: tuple[str, ...] = ()
    start: date | None = None
    until: date | None = None

    @property
    def value(self) -> str:
        parts = [f"DTSTART={self.start}"] if self.start else []
        parts.append(f"FREQ={self.frequency.value}")
        if self.interval != 1:
            parts.append(f"INTERVAL={self.interval}")
        for name, items in (
            ("BYMONTH", self.months),
            ("BYMONTHDAY", self.month_days),
            ("BYDAY", self.weekdays),
        ):
            if items:
                parts.append(f"{name}={','.join(map(str, items))}")
        if self.until:
            parts.append(f"UNTIL={self.until}")
        return ";".join(parts)


class Unit(StrEnum):
    """Unit of an offset, as ISO 8601 writes it."""

    DAY = "D"
    WEEK = "W"
    MONTH = "M"
    YEAR = "Y"


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from an event, negative before it. `working` counts working days (only with days).

    >>> Offset(3, Unit.DAY, working=True).value
    '+P3D(work)'
    """

    amount: int
    unit: Unit
    working: bool = False

    @property
    def value(self) -> str:
        sign = "-" if self.amount < 0 else "+"
        return f"{sign}P{abs(self.amount)}{self.unit.value}{'(work)' if self.working else ''}"


@dataclass(frozen=True, slots=True)
class Point:
    """One day, inclusive: «до 20 сентября» is due on the 20th."""

    kind: ClassVar[Literal["point"]] = "point"
    day: date

    @property
    def value(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Month:
    """A whole month, due on its last day."""

    kind: ClassVar[Literal["month"]] = "month"
    year: int
    month: int

    @property
    def value(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Range:
    """A span of days, due on `end`; both days belong to it."""

    kind: ClassVar[Literal["range"]] = "range"
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a range ends before it starts: {self.start}..{self.end}")

    @property
    def value(self) -> str:
        return f"{self.start}..{self.end}"


@dataclass(frozen=True, slots=True)
class Recurring:
    """Due again and again; several rules add up."""

    kind: ClassVar[Literal["recurring"]] = "recurring"
    rules: tuple[Rule, ...]

    @property
    def value(self) -> str:
        return "|".join(rule.value for rule in self.rules)


@dataclass(frozen=True, slots=True)
class Continuous:
    """All the time: reviewed, never due. `span` only when the phrase names its own years."""

    kind: ClassVar[Literal["continuous"]] = "continuous"
    span: Range | None = None

    @property
    def value(self) -> str:
        return self.span.value if self.span else ""


@dataclass(frozen=True, slots=True)
class EventBound:
    """Due at a distance from an event whose day somebody must name, e.g. `order-signed +P3D(work)`."""

    kind: ClassVar[Literal["event"]] = "event"
    key: str
    offset: Offset | None = None

    @property
    def value(self) -> str:
        return f"{self.key} {self.offset.value}" if self.offset else self.key


@dataclass(frozen=True, slots=True)
class External:
    """Another plan decides; `key` names that plan (`school-work-plan`)."""

    kind: ClassVar[Literal["external"]] = "external"
    key: str

    @property
    def value(self) -> str:
        return self.key


@dataclass(frozen=True, slots=True)
class Multi:
    """Several deadlines of one item, in the order of the phrase. A Recurring part holds exactly one rule."""

    kind: ClassVar[Literal["multi"]] = "multi"
    parts: tuple["Part", ...]

    @property
    def value(self) -> str:
        return "|".join("continuous" if isinstance(part, Continuous) else part.value for part in self.parts)


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing is written: somebody must set the date."""

    kind: ClassVar[Literal["empty"]] = "empty"
    value: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """More than one meaning, or no border: the curator chooses, possibly one of `candidates`."""

    kind: ClassVar[Literal["ambiguous"]] = "ambiguous"
    why: Words
    candidates: tuple["Candidate", ...] = field(default=())

    @property
    def value(self) -> str:
        choices = " or ".join(candidate.value for candidate in self.candidates)
        return f"why: {self.why.en}" + (f"; {choices}" if choices else "")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Not understood as a deadline. `suggestion` is a Russian phrase that would be understood, or ''."""

    kind: ClassVar[Literal["unreadable"]] = "unreadable"
    why: Words
    suggestion: str = ""

    @property
    def value(self) -> str:
        return f"why: {self.why.en}" + (f"; «{self.suggestion}»" if self.suggestion else "")


Part = Point | Month | Range | Recurring | Continuous
Candidate = Point | Month | Range | Recurring
Deadline = (
    Point | Month | Range | Recurring | Continuous | EventBound | External | Multi | Empty | Ambiguous | Unreadable
)
