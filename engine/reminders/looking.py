"""When an obligation must be looked at next: the only thing a tick asks the database about."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendar import WorkCalendar
from engine.reminders.ladder import at_local, next_step_at, steps
from engine.reminders.policy import Policy


def next_look(
    due_on: date,
    *,
    subject_kind: str,
    review: bool,
    policy: Policy,
    calendar: WorkCalendar,
    zone: ZoneInfo,
    after: datetime,
    refusal_told: bool = False,
) -> datetime | None:
    """The first instant after `after` at which the obligation asks for something; None = nothing more.

    Beside its rungs: a review is put away on the day after it; an overdue stage is looked at each working day from
    `policy.refused_too_long` working days on, until its curator has heard what is missing (`refusal_told`).

    >>> from datetime import UTC
    >>> nine, moscow = datetime(2025, 9, 1, 6, tzinfo=UTC), ZoneInfo("Europe/Moscow")
    >>> next_look(date(2025, 9, 25), subject_kind="item", review=False, policy=Policy("default", 1),
    ...           calendar=WorkCalendar(), zone=moscow, after=nine).isoformat()
    '2025-09-11T06:00:00+00:00'
    """
    step = next_step_at(steps(due_on, policy=policy, calendar=calendar, zone=zone, review=review), after=after)
    if review:
        put_away = at_local(due_on + timedelta(days=1), time(), zone)
        return min(filter(None, (step, put_away if put_away > after else None)), default=None)
    if subject_kind == "pair" and not refusal_told:
        refused = refused_look(due_on, policy=policy, calendar=calendar, zone=zone, after=after)
        return min(filter(None, (step, refused)))
    return step


def refused_look(due_on: date, *, policy: Policy, calendar: WorkCalendar, zone: ZoneInfo, after: datetime) -> datetime:
    """The first working morning after `after` on which a stage is `policy.refused_too_long` working days late."""
    first = at_local(calendar.add(due_on, policy.refused_too_long), policy.window.moment, zone)
    if first > after:
        return first
    day = after.astimezone(zone).date()
    today = at_local(calendar.on_or_after(day), policy.window.moment, zone)
    if today > after:
        return today
    return at_local(calendar.add(day, 1), policy.window.moment, zone)
