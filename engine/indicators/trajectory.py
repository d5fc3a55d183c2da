"""The plan of a yearly indicator: what should be there on any day, if it grew evenly between its yearly targets."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction


def planned(targets: Mapping[int, float], on: date) -> Fraction | None:
    """The percent that the plan asks for on a day. A target counts at the end of its year.

    Between two targets the plan is a straight line; the first year begins at nought; after the last target it stays.
    None before the first year and without targets.

    >>> plan = {2020: 10, 2021: 30}
    >>> planned(plan, date(2020, 12, 31)), planned(plan, date(2021, 12, 31)), planned(plan, date(2024, 1, 1))
    (Fraction(10, 1), Fraction(30, 1), Fraction(30, 1))
    >>> planned(plan, date(2021, 7, 2)) == 10 + Fraction(20) * 183 / 365
    True
    >>> planned(plan, date(2019, 12, 31)) is None
    True
    """
    if not targets or on.year < min(targets):
        return None
    reached = date(min(targets) - 1, 12, 31), Fraction(0)
    for year in sorted(targets):
        end, target = date(year, 12, 31), Fraction(targets[year]).limit_denominator(1000)
        if on <= end:
            since, before = reached
            return before + (target - before) * (on - since).days / (end - since).days
        reached = end, target
    return reached[1]
