"""Where a deadline stands today, in words for people."""

from datetime import date
from enum import StrEnum

from engine.words import Words


class Standing(StrEnum):
    """Five words for the screen; what is stored (`open`, `done`, …) belongs to the obligation."""

    UPCOMING = "upcoming"
    UNDERWAY = "underway"
    DONE = "done"
    OVERDUE = "overdue"
    NEEDS_DATE = "needs_date"

    @property
    def words(self) -> Words:
        return _WORDS[self]


_WORDS = {
    Standing.UPCOMING: Words("впереди", "upcoming"),
    Standing.UNDERWAY: Words("идёт", "under way"),
    Standing.DONE: Words("выполнено", "done"),
    Standing.OVERDUE: Words("просрочено", "overdue"),
    Standing.NEEDS_DATE: Words("нужна дата", "needs a date"),
}


def standing(
    *,
    due_on: date | None,
    today: date,
    starts_on: date | None = None,
    done: bool = False,
    review: bool = False,
) -> Standing:
    """`today` is the organisation's local day. The due day itself is still in time; a review is never
    overdue.

    Without `starts_on` the thing is ahead until its due day.

    >>> standing(due_on=date(2026, 5, 31), starts_on=date(2026, 5, 1), today=date(2026, 5, 20)).words.ru
    'идёт'
    """
    if done:
        return Standing.DONE
    if due_on is None:
        return Standing.NEEDS_DATE
    if due_on < today and not review:
        return Standing.OVERDUE
    return Standing.UPCOMING if today < (starts_on or due_on) else Standing.UNDERWAY
