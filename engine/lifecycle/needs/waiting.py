"""Needs that only time can meet: a minimum stay and the notice of an ending."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import ClassVar

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, Member
from engine.lifecycle.needs.need import dated, russian_day
from engine.refusals import Reason
from engine.words import Words


@dataclass(frozen=True, slots=True)
class MinimumDays:
    """The pair has been in its stage for at least this many calendar days (the day of entry does not
    count).
    """

    days: int = field(metadata={"minimum": 1})
    name: ClassVar[str] = "minimum_days"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        ready = facts.entered_on + timedelta(days=self.days)
        if today >= ready:
            return None
        return Reason(
            self.name,
            Words(
                f"С начала этапа прошло дней: {(today - facts.entered_on).days}, нужно не меньше {self.days}",
                f"Days in this stage: {(today - facts.entered_on).days}, at least {self.days} needed",
            ),
            Words(f"Переход возможен с {russian_day(ready)}", f"Possible from {ready.isoformat()}"),
        )

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        return Words(f"На этапе не меньше дней: {self.days}", f"At least so many days in the stage: {self.days}")

    def proof(self, facts: Facts, today: date) -> Words:
        return dated(Words("На этапе с", "In the stage since"), facts.entered_on)


@dataclass(frozen=True, slots=True)
class Notice:
    """The ending was announced at least this many working days ahead, and its day has come (Labour Code
    351.8).

    Notice on Monday with 3 working days: effective on Thursday.

    >>> from engine.lifecycle.facts import Ending
    >>> monday, thursday = date(2025, 10, 6), date(2025, 10, 9)
    >>> pair = Facts("work", date(2025, 9, 1), ending=Ending("by_agreement", monday, thursday))
    >>> Notice().unmet(pair, thursday, WorkCalendar()) is None
    True
    """

    working_days: int = field(default=3, metadata={"minimum": 3})  # the law allows no less
    name: ClassVar[str] = "notice"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        ending = facts.ending
        if ending is None:
            return Reason(
                self.name,
                Words("О прекращении не было уведомления", "No notice of the ending was given"),
                Words("Запишите дату уведомления и исход", "Record the day of the notice and the outcome"),
            )
        earliest = calendar.add(ending.notice_on, self.working_days)
        if ending.effective_on < earliest:
            return self.too_early(earliest)
        if today < ending.effective_on:
            day = ending.effective_on
            return Reason(
                self.name,
                Words(
                    f"Прекращение вступает в силу {russian_day(day)}", f"The ending takes effect on {day.isoformat()}"
                ),
                Words("Дождитесь этого дня: пара закроется сама", "Wait for that day: the pair closes by itself"),
            )
        return None

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        return Words("Уведомление о прекращении", "Notice of the ending")

    def proof(self, facts: Facts, today: date) -> Words:
        told = today if facts.ending is None else facts.ending.notice_on
        return dated(Words("Дано", "Given on"), told)

    def too_early(self, earliest: date) -> Reason:
        """The reason given to an ending that leaves less notice; `earliest` is the first day allowed."""
        ru = russian_day(earliest)
        return Reason(
            self.name,
            Words(
                f"Рабочих дней до прекращения должно пройти не меньше {self.working_days}: не раньше {ru}",
                f"At least {self.working_days} working days of notice are needed: not before {earliest.isoformat()}",
            ),
            Words(f"Укажите дату не раньше {ru}", f"Choose {earliest.isoformat()} or later"),
        )
