"""The breaker: far more letters than usual stop and ask a person instead of going out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from engine.reminders.ladder import at_local
from storage import channel, letters, organisation_mail
from workflows.local_life import LocalLife

_DAY = timedelta(days=1)


def hold_floods(tx: Connection, lives: Iterable[LocalLife], *, at: datetime) -> None:
    """Hold the unsent letters of every organisation whose day exceeds its limit, until a person releases them."""
    by_day: dict[datetime, list[LocalLife]] = defaultdict(list)
    for life in lives:
        by_day[at_local(life.today(at), time(), life.zone)].append(life)
    for begins, whose in by_day.items():
        made = organisation_mail.made_by_each(
            tx, [life.organisation_id for life in whose], since=begins, until=begins + _DAY
        )
        _hold(tx, whose, made, begins=begins, at=at)


def _hold(
    tx: Connection, lives: Iterable[LocalLife], made: Mapping[int, int], *, begins: datetime, at: datetime
) -> None:
    for life in lives:
        limits = life.policy.limits
        today = made.get(life.organisation_id, 0)
        # Counting twenty days is only worth it when the day is already above the floor.
        if today <= limits.breaker_floor or channel.released_since(tx, life.organisation_id, since=begins):
            continue
        limit = limits.breaker(_working_days(tx, life, at))
        if today > limit:
            channel.trip(tx, organisation_id=life.organisation_id, at=at, waiting=today, limit=limit)
            why = f"писем за день {today}, обычный предел {limit}: проверьте и отпустите командой outbox release"
            letters.hold(tx, reason=why, organisation_id=life.organisation_id)


def _working_days(tx: Connection, life: LocalLife, at: datetime) -> list[int]:
    """Letters of each of the last working days, the oldest first; today is not one of them."""
    counts: list[int] = []
    day = life.today(at)
    for _ in range(life.policy.limits.breaker_days):
        day = life.calendar.add(day, -1)
        begins = at_local(day, time(), life.zone)
        until = begins + _DAY
        counts.append(organisation_mail.made_between(tx, life.organisation_id, since=begins, until=until))
    return counts[::-1]
