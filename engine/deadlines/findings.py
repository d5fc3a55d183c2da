"""What the grammar finds in a phrase, before years are settled and findings are put together."""

from dataclasses import dataclass
from typing import Literal

from engine.deadlines.model import Deadline, Offset
from engine.periods import MonthDay
from engine.words import Words

Shape = Literal["point", "month", "range"]
YearKind = Literal["", "school", "calendar"]  # "" when the phrase does not say
Edge = Literal["", "end", "before"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of the year, its year perhaps unsaid.

    `first` and `last` are (month, day); 29 February stands for the month's end. The end lies `more_years`
    later. `school_year` is the first year of a named school year, in which the piece is to be placed.
    """

    shape: Shape
    first: MonthDay
    last: MonthDay
    year: int | None = None
    school_year: int | None = None
    more_years: int = 0
    half: int = 0  # which half-year; its months depend on the plan's kind of year
    week: bool = False  # a week of the month, exact only in months that begin on a Monday
    weekday: str = ""  # «последняя пятница мая»: -1FR
    edge: Edge = ""  # due on its last day, or the day before it starts
    from_year: bool = False  # a bare year or span of years, which may date what stands beside it
    plan_year: bool = False  # «до конца года»: the year of the plan, if it has just one
    doubt: Words | None = None  # no exact border: its dates are only a candidate


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one piece to another: «сентябрь – май»."""

    start: Piece
    end: Piece


@dataclass(frozen=True, slots=True)
class Span:
    """Dates. `throughout` when «в течение» or «весь» stands before them."""

    items: tuple[Piece | Stretch, ...]
    throughout: bool = False


@dataclass(frozen=True, slots=True)
class Begin:
    """«начиная с …»"""

    piece: Piece


@dataclass(frozen=True, slots=True)
class Often:
    """A frequency. `base` is one of day, week, month, quarter, schoolquarter, half, year, trimester."""

    base: str
    interval: int = 1
    times: int = 1
    half_kind: YearKind = ""


@dataclass(frozen=True, slots=True)
class MonthDays:
    """«до 5 числа»; `of` says which month: any («5 числа месяца»), the one
    following the reported month or quarter, the quarter's last one, or unsaid."""

    days: tuple[int, ...]
    of: Literal["", "any", "following", "last"] = ""


@dataclass(frozen=True, slots=True)
class Weekdays:
    """«по пятницам», «последняя пятница». Not `sure`: a bare weekday, perhaps only beside a date."""

    names: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class EachOfMonths:
    """«до 10 числа месяцев: январь, апрель»: one rule for all of them."""

    months: tuple[int, ...]
    day: int


@dataclass(frozen=True, slots=True)
class Always:
    """All the time. `steadily` («постоянно») fills the dates beside it, «при необходимости» only follows them."""

    steadily: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """An event with its offset; key "unspecified" when the phrase does not name it."""

    key: str
    offset: Offset | None = None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another plan decides."""

    key: str


@dataclass(frozen=True, slots=True)
class Then:
    """«далее»"""


@dataclass(frozen=True, slots=True)
class Choice:
    """«или», and a slash between months."""


@dataclass(frozen=True, slots=True)
class Break:
    """A semicolon: what follows is said on its own."""


@dataclass(frozen=True, slots=True)
class Note:
    """Words without a meaning for the date: a place, a label."""

    text: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A deadline already decided by the grammar (a question, a missing date)."""

    deadline: Deadline


@dataclass(frozen=True, slots=True)
class Stray:
    """A word of time or a number that no rule took; `of_time` when it surely speaks of time."""

    text: str
    of_time: bool = False


Finding = (
    Span
    | Begin
    | Often
    | MonthDays
    | Weekdays
    | EachOfMonths
    | Always
    | After
    | Elsewhere
    | Then
    | Choice
    | Break
    | Note
    | Settled
    | Stray
)
