"""Working days: a value built outside (`workflows/calendars.py`) and asked here."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Week = Literal[5, 6]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked, for one organisation.

    `days_off` are weekdays that are not worked (holidays, transfers, regional days); `worked` are weekend days that
    are. `known_until` is the last year with a published production calendar; later years know weekends and fixed
    holidays only.

    >>> spring = WorkCalendar(week=5, days_off=frozenset({date(2026, 5, 1)}))
    >>> spring.add(date(2026, 4, 30), 1)
    datetime.date(2026, 5, 4)
    """

    week: Week = 5
    days_off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    known_until: int | None = None

    def is_working(self, day: date) -> bool:
        if day in self.worked:
            return True
        return day.weekday() < self.week and day not in self.days_off

    def on_or_after(self, day: date) -> date:
        while not self.is_working(day):
            day += _DAY
        return day

    def on_or_before(self, day: date) -> date:
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day after `day` (before it when negative); 0 gives `day` itself.

        Notice on a Monday with 3 working days ends on Thursday (Labour Code 351.8).
        """
        step = _DAY if working_days > 0 else -_DAY
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, after: date, until: date) -> int:
        """Working days in (after, until]; 0 when `until` is not later. This is what «дней просрочки» counts."""
        count, day = 0, after
        while day < until:
            day += _DAY
            count += self.is_working(day)
        return count
