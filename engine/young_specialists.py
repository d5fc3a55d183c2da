"""Young specialists: staff in the first three years from the day they were hired."""

from datetime import date

from dateutil.relativedelta import relativedelta

YEARS = 3
"""«0–3 года»: the day on which three years are completed is the last one."""


def young_since(day: date) -> date:
    """The first day of hiring that makes somebody young on `day`.

    >>> young_since(date(2026, 9, 1)).isoformat()
    '2023-09-01'
    """
    return day - relativedelta(years=YEARS)


def is_young(kind: str, hired: date | None, day: date) -> bool:
    """Whether somebody is a young specialist on a day; who is hired later is none yet, a day not known tells nothing.

    >>> is_young("staff", date(2023, 9, 1), date(2026, 9, 1)), is_young("staff", date(2023, 8, 31), date(2026, 9, 1))
    (True, False)
    """
    return kind == "staff" and hired is not None and young_since(day) <= hired <= day


def years_of_service(hired: date | None, day: date) -> int | None:
    """Completed years on a day; None when the day of hiring is not known or ahead.

    >>> years_of_service(date(2023, 9, 2), date(2026, 9, 1))
    2
    """
    return None if hired is None or hired > day else relativedelta(day, hired).years
