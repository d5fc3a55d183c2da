"""Templates of plans: lines whose days are told relative to the term, in a small language of our own.

    {at: start}  {at: end}  {after: start, weeks: 3}  {after: previous, days: 10}  {before: end, months: 1}

`previous` is the line above. A day that falls outside the term stands at its nearer end, one on a day off at the
working day before it (the first one of the term after it).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dateutil.relativedelta import relativedelta

from engine.calendar import WorkCalendar
from engine.periods import Period
from engine.plans.model import PlanLine, Responsible
from engine.words import Words

Anchor = Literal["start", "end", "previous"]
Unit = Literal["days", "weeks", "months"]


@dataclass(frozen=True, slots=True)
class RelativeDay:
    """So many units from an anchor; a negative `count` lies before it.

    >>> RelativeDay("start", 3, "weeks").told().ru
    'через 3 нед. после начала'
    """

    anchor: Anchor
    count: int = 0
    unit: Unit = "days"

    def from_(self, anchor: date) -> date:
        """The day itself, before it is fitted into a term. A month later is the same day of the month, or its last.

        >>> RelativeDay("start", 1, "months").from_(date(2025, 1, 31))
        datetime.date(2025, 2, 28)
        """
        if self.unit == "months":
            return anchor + relativedelta(months=self.count)
        return anchor + timedelta(days=self.count * (7 if self.unit == "weeks" else 1))

    def told(self) -> Words:
        """In words, for a list of a template's lines."""
        of, unit, many = _ANCHORS[self.anchor], _UNITS[self.unit], abs(self.count)
        if not self.count:
            return Words(f"в день {of.ru}", f"on the day of {of.en}")
        if self.count < 0:
            return Words(f"за {many} {unit.ru} до {of.ru}", f"{many} {unit.en} before {of.en}")
        return Words(f"через {many} {unit.ru} после {of.ru}", f"{many} {unit.en} after {of.en}")


_ANCHORS = {
    "start": Words("начала", "the start"),
    "end": Words("окончания", "the end"),
    "previous": Words("предыдущего пункта", "the line above"),
}
_UNITS = {"days": Words("дн.", "days"), "weeks": Words("нед.", "weeks"), "months": Words("мес.", "months")}


@dataclass(frozen=True, slots=True)
class TemplateLine:
    title: str
    due: RelativeDay
    responsible: Responsible = "mentor"


@dataclass(frozen=True, slots=True)
class PlanTemplate:
    """`lifecycles`: the forms of mentoring it is meant for, empty = any. `form` is told in words: «очно»."""

    key: str
    version: int
    title: Words
    lifecycles: tuple[str, ...]
    goal: str
    tasks: tuple[str, ...]
    form: str
    lines: tuple[TemplateLine, ...]

    def fits(self, lifecycle: str) -> bool:
        return not self.lifecycles or lifecycle in self.lifecycles


def filled(template: PlanTemplate, term: Period, calendar: WorkCalendar) -> tuple[PlanLine, ...]:
    """The lines with their days, in the template's order.

    >>> visit = TemplateLine("Открытый урок", RelativeDay("start", 1, "weeks"), "mentee")
    >>> plan = PlanTemplate("p", 1, Words("План", "Plan"), (), "", (), "", (visit,))
    >>> [line] = filled(plan, Period(date(2025, 9, 1), date(2025, 12, 25)), WorkCalendar())
    >>> line.due_on, line.responsible
    (datetime.date(2025, 9, 8), 'mentee')
    """
    found: list[PlanLine] = []
    previous = term.start
    for line in template.lines:
        anchor = {"start": term.start, "end": term.end, "previous": previous}[line.due.anchor]
        previous = min(max(line.due.from_(anchor), term.start), term.end)
        found.append(PlanLine(line.title, _working(previous, term, calendar), line.responsible))
    return tuple(found)


def _working(day: date, term: Period, calendar: WorkCalendar) -> date:
    before = calendar.on_or_before(day)
    if before >= term.start:
        return before
    after = calendar.on_or_after(day)
    return after if after <= term.end else day
