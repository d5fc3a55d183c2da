"""From one school year to the next: which rows come again and when, what was promised, which words are out of date."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.deadlines import Continuous, Deadline, Multi, Recurring, from_key, write
from engine.deadlines.shifting import months_between, shifted_by_months, shifted_day
from engine.periods import Period

YEAR = 12
_LASTING = frozenset({"regulation", "agreement", "programme"})  # papers that hold until somebody replaces them
_YEARS = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SHORT = re.compile(r"(?<!\d)(20\d\d)(\s*[–—/-]\s*)(\d\d)(?!\d)")

Because = Literal["recurs", "again", "carried", "lasting", "from-above", "not-asked"]
"""Why a row is proposed or not: it recurs by itself; was done and comes again; was not done and is carried over; its
paper lasts; it comes from above with the next roadmap; nobody asked for it this year either."""

PairDecision = Literal["close", "prolong", "leave"]


@dataclass(frozen=True, slots=True)
class RowFacts:
    """A row of this year's roadmap. `open_promises`: first days promised of what is not done; `asked`: it was owed."""

    deadline_kind: str
    deadline_value: str
    document_kind: str | None
    done: int
    open_promises: tuple[date, ...]
    asked: bool
    from_above: bool
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row of the next year. `carried`: the earliest day it was promised for this year and not done; `stale`: years
    its words name that lie outside the next period."""

    take: bool
    because: Because
    deadline: Deadline
    deadline_text: str
    redated: bool
    carried: date | None
    stale: tuple[int, ...]


def next_period(period: Period, months: int = YEAR) -> Period:
    """The same stretch of days a year later.

    >>> following = next_period(Period(date(2025, 9, 1), date(2026, 8, 31)))
    >>> following.start, following.end
    (datetime.date(2026, 9, 1), datetime.date(2027, 8, 31))
    """
    return Period(shifted_day(period.start, months), shifted_day(period.end, months))


def months_on(period: Period) -> int:
    """By how many months a roadmap of this length comes again: whole years.

    >>> months_on(Period(date(2025, 9, 1), date(2026, 8, 31))), months_on(Period(date(2022, 4, 1), date(2024, 12, 31)))
    (12, 36)
    """
    length = months_between(period.start, period.end) + 1
    return YEAR * -(-length // YEAR)


def goes_on(period: Period, following: Period) -> bool:
    """Whether a roadmap of several years holds until the end of the next one: nothing is re-dated then.

    >>> goes_on(Period(date(2020, 11, 1), date(2024, 12, 31)), Period(date(2021, 9, 1), date(2022, 5, 31)))
    True
    """
    return period.end >= following.end


def proposed(row: RowFacts, text: str, following: Period, months: int = YEAR) -> Proposal:
    """What is proposed of a row for the next year.

    >>> row = RowFacts("point", "2025-09-20", "consent", 0, (date(2025, 9, 20),), True, False)
    >>> made = proposed(row, "до 20.09.2025", Period(date(2026, 9, 1), date(2027, 8, 31)))
    >>> made.because, made.deadline.value, made.carried
    ('carried', '2026-09-20', datetime.date(2025, 9, 20))
    """
    before = from_key(row.deadline_kind, row.deadline_value)
    after = shifted_by_months(before, months)
    because = _because(row, before)
    return Proposal(
        take=because in ("recurs", "again", "carried"),
        because=because,
        deadline=after,
        deadline_text=text if after == before else write(after),
        redated=after != before,
        carried=min(row.open_promises, default=None) if because == "carried" else None,
        stale=stale_years(row.texts, following),
    )


def _because(row: RowFacts, deadline: Deadline) -> Because:
    if row.from_above:
        return "from-above"
    parts = deadline.parts if isinstance(deadline, Multi) else (deadline,)
    if any(isinstance(part, (Recurring, Continuous)) for part in parts):
        return "recurs"
    if row.open_promises:
        return "carried"
    if not row.asked:
        return "not-asked"
    if row.done and row.document_kind in _LASTING:
        return "lasting"
    return "again"


def stale_years(texts: Iterable[str], following: Period) -> tuple[int, ...]:
    """Years named in the words of a row that lie before its next period.

    >>> stale_years(["Дорожная карта на 2023 год"], Period(date(2026, 9, 1), date(2027, 8, 31)))
    (2023,)
    """
    named = {int(year) for text in texts for year in _YEARS.findall(text)}
    return tuple(sorted(year for year in named if year < following.start.year))


def retitled(title: str, years: int = 1) -> str:
    """The title with its years moved on; one without years stays.

    >>> retitled("Наставничество 2025–2026"), retitled("План на 2025/26 учебный год"), retitled("Школа наставника")
    ('Наставничество 2026–2027', 'План на 2026/27 учебный год', 'Школа наставника')
    """
    short = _SHORT.sub(lambda found: f"{int(found[1]) + years}{found[2]}\0{(int(found[3]) + years) % 100:02d}", title)
    kept = {found.start() for found in re.finditer(r"20\d\d(?=\s*[–—/-]\s*\0)", short)}
    moved = _YEARS.sub(lambda found: found[1] if found.start() in kept else str(int(found[1]) + years), short)
    return moved.replace("\0", "")


def decision(*, may_complete: bool, suspended: bool, ending: bool) -> PairDecision:
    """What is proposed for a live pair: closed when nothing is missing, left alone when its end is announced already.

    >>> decision(may_complete=True, suspended=False, ending=False)
    'close'
    """
    if ending:
        return "leave"
    return "close" if may_complete and not suspended else "prolong"
