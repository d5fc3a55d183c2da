"""A reminder that a person sent, as a rung of the ledger: its number is its day, 20261123.

So the ledger's own key (obligation, rung, revision, recipient) keeps a person from being reminded of one thing twice
on a day, and what the ladder sends and what people send are told apart by the number alone. No ladder reaches so far:
its offsets are days from the due day.
"""

from datetime import date

_FIRST = 10_000_000


def rung_of(day: date) -> int:
    """The rung of a reminder sent by hand on this local day.

    >>> rung_of(date(2026, 11, 23))
    20261123
    """
    return day.year * 10_000 + day.month * 100 + day.day


def is_by_hand(rung: int) -> bool:
    """Whether a person sent it.

    >>> is_by_hand(20261123), is_by_hand(7), is_by_hand(-14)
    (True, False, False)
    """
    return rung >= _FIRST


def day_of(rung: int) -> date:
    """The local day on which a person sent it."""
    return date(rung // 10_000, rung // 100 % 100, rung % 100)
