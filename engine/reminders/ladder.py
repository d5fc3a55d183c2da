"""The ladder of one obligation: which rung comes at which instant."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.calendar import WorkCalendar
from engine.reminders.policy import Policy, Rung


@dataclass(frozen=True, slots=True)
class Step:
    """A rung at its instant (aware UTC)."""

    rung: Rung
    at: datetime


def steps(
    due_on: date, *, policy: Policy, calendar: WorkCalendar, zone: ZoneInfo, review: bool = False
) -> tuple[Step, ...]:
    """All rungs of a due day in the order of their instants.

    Rungs up to the due day count calendar days and move to the working day before when they fall on a day off; of two
    that meet on one day the nearer to the due day stays. Later rungs count working days. (semantics.md, Reminders)

    >>> moscow, week = ZoneInfo("Europe/Moscow"), WorkCalendar()
    >>> ladder = steps(date(2025, 8, 31), policy=Policy("default", 1), calendar=week, zone=moscow)
    >>> [(step.rung.offset, step.at.date().isoformat()) for step in ladder][:3]
    [(-14, '2025-08-15'), (-7, '2025-08-22'), (0, '2025-08-29')]
    """
    by_day: dict[date, Rung] = {}
    for rung in policy.ladder(review=review):
        # Offsets ascend, so the nearer rung overwrites the farther one of the same day.
        by_day[_day(rung, due_on, policy, calendar)] = rung
    return tuple(Step(rung, at_local(day, policy.window.moment, zone)) for day, rung in sorted(by_day.items()))


def ahead(ladder: tuple[Step, ...], *, after: datetime, until: datetime) -> tuple[Step, ...]:
    """The steps in (after, until]: what came due since the last look."""
    return tuple(step for step in ladder if after < step.at <= until)


def next_step_at(ladder: tuple[Step, ...], *, after: datetime) -> datetime | None:
    """When the next step comes; None = the ladder is climbed."""
    return next((step.at for step in ladder if step.at > after), None)


def at_local(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """The UTC instant of a wall-clock time; a repeated hour means its first pass (none in Russia since 2014)."""
    return datetime.combine(day, clock, tzinfo=zone).astimezone(UTC)


def next_open(at: datetime, *, policy: Policy, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """The first instant from `at` on when a letter may be attempted: inside the window, on a working day.

    >>> late = datetime(2025, 9, 26, 18, 0, tzinfo=UTC)  # Friday, 21:00 in Moscow
    >>> policy, week, moscow = Policy("default", 1), WorkCalendar(), ZoneInfo("Europe/Moscow")
    >>> next_open(late, policy=policy, calendar=week, zone=moscow).isoformat()
    '2025-09-29T05:00:00+00:00'
    """
    local = at.astimezone(zone)
    window = policy.window
    day = local.date()
    worked = calendar.is_working(day) or not window.working_days_only
    if worked and window.is_open_at(local.time()):
        return at
    if not (worked and local.time() < window.opens):
        day += timedelta(days=1)
        if window.working_days_only:
            day = calendar.on_or_after(day)
    return at_local(day, window.opens, zone)


def next_gathering(at: datetime, *, policy: Policy, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """When what waits at `at` is put into letters: at once while letters may go, else with the next day's rungs.

    Something that came due in the night travels with the morning's reminders, not an hour before them.

    >>> night = datetime(2025, 9, 10, 20, 59, tzinfo=UTC)  # 23:59 in Moscow
    >>> policy, week, moscow = Policy("default", 1), WorkCalendar(), ZoneInfo("Europe/Moscow")
    >>> next_gathering(night, policy=policy, calendar=week, zone=moscow).isoformat()
    '2025-09-11T06:00:00+00:00'
    """
    opens = next_open(at, policy=policy, calendar=calendar, zone=zone)
    if opens == at:
        return at
    return max(opens, at_local(opens.astimezone(zone).date(), policy.window.moment, zone))


def _day(rung: Rung, due_on: date, policy: Policy, calendar: WorkCalendar) -> date:
    if rung.offset > 0 and rung.unit == "working":
        return calendar.add(due_on, rung.offset)
    day = calendar.add(due_on, rung.offset) if rung.unit == "working" else due_on + timedelta(days=rung.offset)
    if not policy.window.working_days_only:
        return day
    return calendar.on_or_after(day) if rung.offset > 0 else calendar.on_or_before(day)
