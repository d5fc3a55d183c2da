"""The work towards the outside: what became overdue is queued, what is queued is sent, retried, given up.

It has a lane of its own beside the letters. Like the delivery of letters it owns several transactions: a call cannot be
taken back by a rollback. A worker that dies between the call and its note calls again with the same event id.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

from notifications.webhooks import Hooks
from storage import webhook_deliveries
from storage.database import Database
from storage.webhook_deliveries import Outside, Taken
from workflows.announce_event import announce_overdue
from workflows.posting import Clock

RETRIES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=24),
)
"""How long to wait after the first, second, … attempt that failed; after the last one the event is given up."""

_LEASE = timedelta(minutes=5)
_AT_ONCE = 40  # events taken together: all of them to one silent address end within the lease
_LANES = 4  # addresses called at the same moment


def deliver_webhooks(
    database: Database, hooks: Hooks, *, clock: Clock, stopping: Callable[[], bool] = lambda: False
) -> Counter[str]:
    """Send what is ready until nothing is; deliveries by what became of the attempt: sent, retried, failed."""
    done = Counter[str]()
    with database.read() as tx:
        standing = webhook_deliveries.outside(tx)
    if standing.live and _another_hour(standing.looked_at, clock.now()):
        _look(database, clock, stopping)
        with database.read() as tx:
            standing = webhook_deliveries.outside(tx)
    while _is_due(standing, clock.now()) and not stopping():
        now = clock.now()
        with database.write() as tx:
            taken = webhook_deliveries.take(tx, now=now, until=now + _LEASE, most=_AT_ONCE)
        if not taken:
            break
        done += _send_all(database, hooks, taken, clock, stopping)
        with database.read() as tx:
            standing = webhook_deliveries.outside(tx)
    return done


def _look(database: Database, clock: Clock, stopping: Callable[[], bool]) -> None:
    more = True
    while more and not stopping():
        with database.write() as tx:
            more = announce_overdue(tx, at=clock.now()) > 0


def _send_all(
    database: Database, hooks: Hooks, taken: Sequence[Taken], clock: Clock, stopping: Callable[[], bool]
) -> Counter[str]:
    """Each address has a lane of its own, so that a slow one delays only itself; its events go in their order."""
    by_hook: dict[int, list[Taken]] = {}
    for one in taken:
        by_hook.setdefault(one.webhook_id, []).append(one)
    with ThreadPoolExecutor(min(_LANES, len(by_hook)), thread_name_prefix="webhook") as lanes:
        sent = [lanes.submit(_send, database, hooks, ones, clock, stopping) for ones in by_hook.values()]
    return sum((each.result() for each in sent), Counter[str]())


def _send(
    database: Database, hooks: Hooks, ones: Sequence[Taken], clock: Clock, stopping: Callable[[], bool]
) -> Counter[str]:
    """After a failure the rest of the same address waits as long as the failed one: it would fail, too."""
    done = Counter[str]()
    for place, one in enumerate(ones):
        if stopping():
            _put_back(database, ones[place:], clock.now())
            return done
        told = hooks.call(
            one.url, secret=one.secret, key=one.key, event=one.event, body=one.body, at=int(clock.elapsed())
        )
        now = clock.now()
        again = None if told.done else _next_attempt(one.attempts, now)
        state = "sent" if told.done else "failed" if again is None else "queued"
        with database.write() as tx:
            webhook_deliveries.settle(
                tx,
                one,
                state=state,
                at=now,
                next_attempt_at=again,
                status=told.status,
                reason="" if told.reason is None else told.reason.ru,
            )
        done["retried" if state == "queued" else state] += 1
        if again is not None:
            _put_back(database, ones[place + 1 :], again)
            return done
    return done


def _put_back(database: Database, ones: Sequence[Taken], at: datetime) -> None:
    if ones:
        with database.write() as tx:
            webhook_deliveries.put_back(tx, ones, next_attempt_at=at)


def _next_attempt(attempts: int, now: datetime) -> datetime | None:
    """When to try again after so many attempts that failed; None = never.

    >>> from datetime import UTC
    >>> noon = datetime(2025, 9, 1, 12, tzinfo=UTC)
    >>> [str(_next_attempt(count, noon) - noon) for count in (1, 4, 6)], _next_attempt(7, noon)
    (['0:01:00', '2:00:00', '1 day, 0:00:00'], None)
    """
    return now + RETRIES[attempts - 1] if attempts <= len(RETRIES) else None


def _is_due(standing: Outside, now: datetime) -> bool:
    return standing.delivery_at is not None and standing.delivery_at <= now


def _another_hour(looked_at: datetime | None, now: datetime) -> bool:
    """Once an hour is enough: days change at full hours in every zone, and a clock turned back looks as well."""
    if looked_at is None:
        return True
    return looked_at.replace(minute=0, second=0, microsecond=0) != now.replace(minute=0, second=0, microsecond=0)
