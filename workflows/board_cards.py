"""A card of the board: how a pair stands in one colour, one date and one sentence."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from engine.calendar import WorkCalendar
from engine.words import Words
from workflows.pair_standings import PairStanding

Mark = Literal["ok", "warn", "bad", ""]
"""Ready to go on; something lacks and the day is near; late; in good time."""

SOON_WORKING_DAYS = 3
_ORDER: dict[Mark, int] = {"bad": 0, "warn": 1, "ok": 2, "": 3}
_NBSP = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True)
class Card:
    """`tag` is the one date or word that matters now; `why` the first thing that lacks, None when nothing presses.

    `mine`: the reader curates the pair or belongs to it.
    """

    standing: PairStanding
    mark: Mark
    tag: Words | None
    why: Words | None
    mine: bool

    @property
    def attention(self) -> bool:
        return self.mark in ("bad", "warn")

    @property
    def order(self) -> tuple[int, date, int]:
        """The worst first, then by the day, then by number."""
        return (_ORDER[self.mark], self.standing.due_on or date.max, self.standing.pair.number)


def card_of(standing: PairStanding, *, today: date, soon: date, calendar: WorkCalendar, mine: bool) -> Card:
    """`soon` is the last day that counts as near: `SOON_WORKING_DAYS` ahead of today."""
    mark, tag = _mark(standing, today, soon, calendar)
    return Card(standing, mark, tag, _why(standing, mark, today), mine)


def _mark(of: PairStanding, today: date, soon: date, calendar: WorkCalendar) -> tuple[Mark, Words | None]:
    pair, due_on = of.pair, of.due_on
    if pair.ending_on is not None:
        return "warn", _dated(Words("прекращение", "ends"), pair.ending_on)
    if pair.suspended_from is not None:
        return "", Words("приостановлена", "suspended")
    if due_on is not None and due_on < today:
        return "bad", _late(calendar.between(due_on, today))
    if (silent := days_without_meeting(of, today)) is not None:
        return "bad", Words(f"нет встреч {silent}{_NBSP}дн.", f"no meeting for {silent} days")
    if of.ready and of.forward is not None:
        over = of.definition.stage(of.forward.to).final
        return "ok", Words("готова к закрытию", "ready to close") if over else Words("готова дальше", "ready to go on")
    if due_on is not None and due_on <= soon:
        return "warn", _dated(Words("до", "by"), due_on)
    if of.next_meeting is not None:
        return "", _dated(Words("встреча", "meeting"), of.next_meeting)
    return "", None if due_on is None else _dated(Words("до", "by"), due_on)


def days_without_meeting(of: PairStanding, today: date) -> int | None:
    """Calendar days since the last meeting once its stage finds that too many; None: it does not."""
    watch = of.stage.watch
    if watch is None or of.pair.suspended_from is not None:
        return None
    since = max(of.last_met, of.pair.stage_since) if of.last_met is not None else of.pair.stage_since
    return (today - since).days if today - since > timedelta(days=watch.no_meeting_for_days) else None


def _why(of: PairStanding, mark: Mark, today: date) -> Words | None:
    if mark not in ("bad", "warn") or of.pair.ending_on is not None:
        return None
    late = of.due_on is not None and of.due_on < today
    if not late and days_without_meeting(of, today) is not None:
        if of.last_met is None:
            return Words("Встреч ещё не было", "No meeting yet")
        return _dated(Words("Последняя встреча", "The last meeting was on"), of.last_met)
    if of.ready:
        return Words("Всё готово: переведите дальше", "Everything is there: move it on")
    return next((line.proof for line in of.lines if not line.met), None)


def _late(working_days: int) -> Words:
    if not working_days:
        return Words("срок прошёл", "past its day")
    return Words(
        f"\N{MINUS SIGN}{working_days}{_NBSP}раб.{_NBSP}{_days(working_days)}",
        f"\N{MINUS SIGN}{working_days}{_NBSP}work.{_NBSP}{'day' if working_days == 1 else 'days'}",
    )


def _days(count: int) -> str:
    """«6 дней», «1 день», «2 дня»."""
    if count % 10 == 1 and count % 100 != 11:
        return "день"
    return "дня" if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else "дней"


def _dated(words: Words, day: date) -> Words:
    return Words(f"{words.ru}{_NBSP}{day:%d.%m}", f"{words.en}{_NBSP}{day:%d.%m}")
