"""Where a figure will stand at the end of its year, if it goes on as it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from engine.indicators.share import Share, lacking

FEWEST_DAYS = 14
"""A pace over less than a fortnight says nothing."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure on a day."""

    on: date
    share: Share


@dataclass(frozen=True, slots=True)
class Forecast:
    """`ahead`: the numerator on the last day, whole things only; None: nobody can say, `why` says why.

    `lack`: how many units are missing today to the target on that day, whatever the pace; None without a whole.
    """

    until: date
    now: Share | None
    ahead: Share | None
    why: Literal["", "no figure", "too few points", "over"]
    lack: int | None
    reaches: bool | None


def forecast(points: Sequence[Point], *, today: date, until: date, percent: Fraction | None) -> Forecast:
    """The figure on `until` by the pace between the first and the last point, against a target in percent.

    The pace is whole units of the numerator per day; the whole stays as it is today. A share does not grow over its
    whole, nothing falls below nought.

    >>> points = [Point(date(2025, 9, 1), Share(10, 100)), Point(date(2025, 10, 1), Share(16, 100))]
    >>> forecast(points, today=date(2025, 10, 1), until=date(2025, 12, 30), percent=Fraction(40)).ahead
    Share(numerator=34, denominator=100)
    >>> told = forecast(points[:1], today=date(2025, 9, 2), until=date(2025, 12, 31), percent=Fraction(40))
    >>> told.ahead, told.why, told.lack
    (None, 'too few points', 30)
    """
    known = sorted((one for one in points if one.on <= today), key=lambda one: one.on)
    if not known:
        return Forecast(until, None, None, "no figure", None, None)
    first, last = known[0], known[-1]
    lack = None if percent is None else lacking(last.share, percent)
    if today >= until:
        return Forecast(until, last.share, last.share, "over", lack, _reaches(last.share, percent))
    days = (today - first.on).days
    if days < FEWEST_DAYS:
        return Forecast(until, last.share, None, "too few points", lack, None)
    pace = Fraction(last.share.numerator - first.share.numerator, days)
    expected = int(last.share.numerator + pace * (until - today).days)
    whole = last.share.denominator
    if whole is not None:
        expected = min(expected, max(whole, last.share.numerator))
    ahead = Share(max(expected, 0), whole)
    return Forecast(until, last.share, ahead, "", lack, _reaches(ahead, percent))


def _reaches(share: Share, percent: Fraction | None) -> bool | None:
    return None if percent is None or share.percent is None else share.percent >= percent
