"""Who is a minor: for him a representative signs and reads."""

from datetime import date

ADULT_AGE = 18


def is_minor(kind: str, born: date | None, day: date) -> bool:
    """A pupil younger than 18 on `day`; a pupil whose birth date is not stored counts as a minor.

    >>> is_minor("pupil", date(2008, 9, 1), date(2026, 8, 31)), is_minor("pupil", date(2008, 9, 1), date(2026, 9, 1))
    (True, False)
    """
    if kind != "pupil":
        return False
    if born is None:
        return True
    return (day.year - born.year) - ((day.month, day.day) < (born.month, born.day)) < ADULT_AGE
