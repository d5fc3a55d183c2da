"""By when a pair should leave its stage."""

from collections.abc import Mapping
from datetime import date, timedelta

from engine.calendar import WorkCalendar
from engine.lifecycle.definition import FORMED, AfterEntered, DueRule, ProgrammeEnd, RoadmapDue, Stage

FORMED_DUE = AfterEntered(5, "working_days")


def stage_due(
    stage: Stage,
    entered_on: date,
    roadmap_dates: Mapping[str, date | None],
    programme_end: date | None,
    calendar: WorkCalendar,
    suspended_working_days: int = 0,
) -> date | None:
    """The day to leave `stage` by: of its rules the first that yields a date; None when none does (or the
    stage is final).

    `roadmap_dates` maps the key of a roadmap item to its date; an item that is absent, continuous or unbound
    has no date there (missing or None) and is skipped, and so is a date before `entered_on`.
    `suspended_working_days` were spent suspended during this visit and move dates counted from entry.
    `formed` falls back to 5 working days.

    >>> from engine.words import Words
    >>> rules = (RoadmapDue("first-meeting"), AfterEntered(10))
    >>> first = Stage("acquaintance", Words("Знакомство", "Acquaintance"), rules)
    >>> stage_due(first, date(2025, 9, 1), {"first-meeting": date(2025, 9, 25)}, None, WorkCalendar())
    datetime.date(2025, 9, 25)
    >>> stage_due(first, date(2025, 9, 26), {"first-meeting": date(2025, 9, 25)}, None, WorkCalendar())
    datetime.date(2025, 10, 10)
    """
    if stage.final:
        return None
    rules = (*stage.due, FORMED_DUE) if stage.key == FORMED else stage.due
    for rule in rules:
        day = _yields(rule, entered_on, roadmap_dates, programme_end, calendar, suspended_working_days)
        if day is not None:
            return day
    return None


def _yields(
    rule: DueRule,
    entered_on: date,
    roadmap_dates: Mapping[str, date | None],
    programme_end: date | None,
    calendar: WorkCalendar,
    suspended_working_days: int,
) -> date | None:
    match rule:
        case RoadmapDue(item):
            day = roadmap_dates.get(item)
            return day if day is not None and day >= entered_on else None
        case AfterEntered(count, "working_days"):
            return calendar.add(entered_on, count + suspended_working_days)
        case AfterEntered(count):
            return calendar.add(entered_on + timedelta(days=count), suspended_working_days)
        case ProgrammeEnd():
            return programme_end
