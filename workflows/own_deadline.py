"""A deadline in somebody's own words becomes what a row stores of it."""

from datetime import date
from typing import Any

from engine.deadlines import Ambiguous, Deadline, Empty, Point, Unreadable, read, write
from engine.periods import Period
from engine.refusals import BadInput
from engine.typed_days import read_day
from workflows.plain_text import plain_text


def own_deadline(text: str, *, period: Period, today: date, field: str) -> dict[str, Any]:
    """The columns of a row for «25.09.2026», «до 1 ноября», «ежегодно 20 декабря».

    Raises BadInput for words that are not understood.
    """
    shown = plain_text(text, field)
    meant = _meant(shown, period, today)
    if isinstance(meant, (Ambiguous, Empty, Unreadable)):
        raise BadInput(
            field,
            f"Срок «{shown}» не понят: впишите день (25.09.2026) или, например, «ежегодно 20 декабря»",
            f"The deadline “{shown}” is not understood: write a day (25.09.2026) or a phrase such as «ежегодно»",
        )
    typed = isinstance(meant, Point) and shown[:1].isdigit()
    return deadline_columns(meant, write(meant) if typed else shown)


def deadline_columns(deadline: Deadline, text: str) -> dict[str, Any]:
    """A meaning with its words, as a row stores them."""
    return {"deadline_text": text, "deadline_kind": deadline.kind, "deadline_value": deadline.value}


def _meant(text: str, period: Period, today: date) -> Deadline:
    try:
        return Point(read_day(text, today=today, field=""))
    except BadInput:
        return read(text, period).deadline
