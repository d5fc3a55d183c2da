"""A piece of the year as a yearly rule: the day it is due each year."""

from calendar import monthrange
from datetime import date, timedelta

from engine.deadlines.findings import Piece
from engine.deadlines.model import Frequency, Rule
from engine.periods import MonthDay

_LEAP, _COMMON = 2024, 2023


def rule_of(piece: Piece) -> Rule:
    """Due each year on the piece's last day; the last day of a month is written -1, a day said stays a
    day."""
    if piece.weekday:
        return Rule(Frequency.YEARLY, months=(piece.first[0],), weekdays=(piece.weekday,))
    month, day = piece.first if piece.shape == "point" else piece.last
    if piece.edge == "before":
        month, day = _day_before(piece.first)
    ends = piece.shape != "point" or piece.edge
    at_end = ends and day >= monthrange(_COMMON, month)[1]
    return Rule(Frequency.YEARLY, months=(month,), month_days=(-1 if at_end else day,))


def _day_before(day: MonthDay) -> MonthDay:
    there = date(_LEAP, day[0], day[1]) - timedelta(days=1)
    return there.month, there.day
