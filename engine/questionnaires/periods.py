"""What a survey is about in time: a quarter, a half-year, a month, a year. Keys: `2025-Q4`, `2025-H1`, `2025-11`."""

import re
from datetime import date, timedelta

from engine.words import Words

PERIOD = re.compile(r"\d{4}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])))?")
_MONTHS = (
    Words("январь", "January"),
    Words("февраль", "February"),
    Words("март", "March"),
    Words("апрель", "April"),
    Words("май", "May"),
    Words("июнь", "June"),
    Words("июль", "July"),
    Words("август", "August"),
    Words("сентябрь", "September"),
    Words("октябрь", "October"),
    Words("ноябрь", "November"),
    Words("декабрь", "December"),
)
_ROMAN = ("I", "II", "III", "IV")


def quarter_of(day: date) -> str:
    """The quarter a day lies in.

    >>> quarter_of(date(2025, 11, 21))
    '2025-Q4'
    """
    return f"{day.year}-Q{(day.month + 2) // 3}"


def last_day_of_quarter(day: date) -> date:
    """
    >>> last_day_of_quarter(date(2025, 11, 21))
    datetime.date(2025, 12, 31)
    """
    month = (day.month + 2) // 3 * 3
    following = date(day.year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)


def period_words(period: str) -> Words:
    """A period as people say it.

    >>> period_words("2025-Q4").ru, period_words("2025-11").en, period_words("2025-H1").ru
    ('IV квартал 2025', 'November 2025', 'I полугодие 2025')
    """
    if not PERIOD.fullmatch(period):
        return Words(period, period)  # written before periods had a form
    year, _, part = period.partition("-")
    if part.startswith("Q"):
        number = _ROMAN[int(part[1]) - 1]
        return Words(f"{number} квартал {year}", f"quarter {number} of {year}")
    if part.startswith("H"):
        number = _ROMAN[int(part[1]) - 1]
        return Words(f"{number} полугодие {year}", f"half-year {number} of {year}")
    if part:
        month = _MONTHS[int(part) - 1]
        return Words(f"{month.ru} {year}", f"{month.en} {year}")
    return Words(f"{year} год", year)
