"""Events on their way to webhooks: queued -> sent | failed.

A queued row has its next moment. Taking one counts the attempt and moves the moment behind a lease, so that nobody else
takes it meanwhile and a worker that dies leaves it to the next; the number of the attempt fences the settling.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Integer, Row, bindparam, cast, delete, select, update
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects import postgresql, sqlite

from storage.hot import Hot
from storage.scope import below
from storage.tables.journal import heartbeats
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations
from storage.tables.outward import webhook_deliveries, webhooks
from storage.tables.programmes import pairs

_row = webhook_deliveries.c
OVERDUE = "obligation.overdue"
OVERDUE_LOOK = "overdue-events"
"""The heartbeat of the look for what became overdue."""
_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One event for one webhook, as the log shows it. `status` is the last answer's HTTP code."""

    id: int
    webhook_id: int
    key: str
    event: str
    body: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    status: int | None
    reason: str
    made_at: datetime
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A delivery this worker may try now, with the address and the secret. `attempts` counts this one, too."""

    id: int
    webhook_id: int
    url: str
    secret: str
    key: str
    event: str
    body: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Outside:
    """What the work towards the outside waits for: is there a live webhook, the earliest delivery, the last look."""

    live: bool
    delivery_at: datetime | None
    looked_at: datetime | None


def outside(tx: Connection) -> Outside:
    found = _OUTSIDE.first(tx, {})
    assert found is not None  # noqa: S101  # a question without FROM has one row
    return Outside(found[0] is not None, found[1], found[2])


def enqueue(tx: Connection, rows: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Queue events (`webhook_id`, `key`, `event`, `body`). One that is known to its webhook is not told again."""
    if not rows:
        return
    fresh = (postgresql if tx.dialect.name == "postgresql" else sqlite).insert(webhook_deliveries)
    told = {"state": "queued", "attempts": 0, "reason": "", "made_at": at, "next_attempt_at": at}
    tx.execute(fresh.on_conflict_do_nothing(index_elements=["webhook_id", "key"]), [{**row, **told} for row in rows])


def take(tx: Connection, *, now: datetime, until: datetime, most: int) -> list[Taken]:
    """Take up to `most` events whose moment has come; what is not settled by `until` comes again."""
    taken = tx.execute(_TAKE, {"now": now, "until": until, "most": most}).all()
    if not taken:
        return []
    hooks = {
        row.id: row for row in tx.execute(select(webhooks).where(webhooks.c.id.in_({row.webhook_id for row in taken})))
    }
    found = [
        Taken(
            id=row.id,
            webhook_id=row.webhook_id,
            url=hooks[row.webhook_id].url,
            secret=hooks[row.webhook_id].secret,
            key=row.key,
            event=row.event,
            body=row.body,
            attempts=row.attempts,
        )
        for row in taken
    ]
    return sorted(found, key=lambda one: one.id)


def settle(
    tx: Connection,
    one: Taken,
    *,
    state: str,
    at: datetime,
    next_attempt_at: datetime | None,
    status: int | None,
    reason: str,
) -> bool:
    """Write down what became of an attempt; False = the lease ran out and somebody else tries."""
    done = tx.execute(
        _mine([one]).values(
            state=state,
            next_attempt_at=next_attempt_at,
            status=status,
            reason=reason,
            sent_at=at if state == "sent" else None,
        )
    )
    return done.rowcount == 1


def put_back(tx: Connection, ones: Collection[Taken], *, next_attempt_at: datetime) -> None:
    """Queue taken events again without counting the attempt: it was not made."""
    for attempts in {one.attempts for one in ones}:
        same = [one for one in ones if one.attempts == attempts]
        tx.execute(_mine(same).values(next_attempt_at=next_attempt_at, attempts=attempts - 1))


def silence(tx: Connection, webhook_id: int, *, reason: str) -> int:
    """Give up what still waits for a webhook; how many."""
    done = tx.execute(
        update(webhook_deliveries)
        .where(_row.webhook_id == webhook_id, _row.state == "queued")
        .values(state="failed", next_attempt_at=None, reason=reason)
    )
    return done.rowcount


def again(tx: Connection, delivery_id: int, *, at: datetime) -> bool:
    """Queue a failed delivery anew with all its attempts; False = it did not fail."""
    done = tx.execute(
        update(webhook_deliveries)
        .where(_row.id == delivery_id, _row.state == "failed")
        .values(state="queued", attempts=0, next_attempt_at=at, reason="")
    )
    return done.rowcount == 1


def by_id(tx: Connection, delivery_id: int) -> Delivery | None:
    found = tx.execute(select(webhook_deliveries).where(_row.id == delivery_id)).mappings().one_or_none()
    return None if found is None else Delivery(**found)


def log(tx: Connection, webhook_id: int, *, most: int = 50, before: int | None = None) -> list[Delivery]:
    """The newest deliveries of a webhook, newest first; those with smaller ids than `before`."""
    wanted = select(webhook_deliveries).where(_row.webhook_id == webhook_id).order_by(_row.id.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(_row.id < before)
    return [Delivery(**row) for row in tx.execute(wanted).mappings()]


def forget(tx: Connection, *, before: datetime) -> int:
    """Drop settled deliveries made before an instant; how many. One about something that is overdue to this day stays:
    it is how we know that its webhook has heard.
    """
    gone, after = 0, 0
    old = select(_row.id, _row.event, _row.key).where(_row.state != "queued", _row.made_at < before)
    while page := tx.execute(old.where(_row.id > after).order_by(_row.id).limit(_PAGE)).all():
        after = page[-1].id
        about = {row.id: int(row.key.split(":")[1]) for row in page if row.event == OVERDUE}
        standing = obligations.c.id.in_(about.values()), obligations.c.status == "open"
        kept = set(tx.scalars(select(obligations.c.id).where(*standing))) if about else set[int]()
        dropped = [row.id for row in page if about.get(row.id) not in kept]
        gone += tx.execute(delete(webhook_deliveries).where(_row.id.in_(dropped))).rowcount if dropped else 0
    return gone


def zones_below(tx: Connection, path: str) -> list[str]:
    """The time zones in which an organisation and those below it live."""
    wanted = select(organisations.c.timezone).where(below([path])).distinct().order_by(organisations.c.timezone)
    return list(tx.scalars(wanted))


def newly_overdue(
    tx: Connection, *, webhook_id: int, path: str, zone: str, since: date, today: date, most: int
) -> Sequence[Row[Any]]:
    """Open obligations below a path whose day passed (from `since` on, before `today`) and of whose revision this
    webhook has not heard; `key` names the event."""
    key = f"{OVERDUE}:" + cast(obligations.c.id, SqlText) + ":" + cast(obligations.c.revision, SqlText)
    heard = select(_row.id).where(_row.webhook_id == webhook_id, _row.key == key).exists()
    return tx.execute(
        select(
            obligations,
            key.label("key"),
            organisations.c.path.label("org_path"),
            pairs.c.number.label("pair_number"),
            pairs.c.stage.label("stage"),
        )
        .join(organisations, organisations.c.id == obligations.c.organisation_id)
        .outerjoin(pairs, pairs.c.id == obligations.c.pair_id)
        .where(
            below([path]),
            organisations.c.timezone == zone,
            obligations.c.status == "open",
            obligations.c.ladder != "review",
            obligations.c.due_on >= since,
            obligations.c.due_on < today,
            ~heard,
        )
        .order_by(obligations.c.id)
        .limit(most)
    ).all()


def _mine(ones: Collection[Taken]) -> Any:
    """The rows as this worker took them: an attempt further they are somebody else's."""
    [attempts] = {one.attempts for one in ones}
    return update(webhook_deliveries).where(
        _row.id.in_([one.id for one in ones]), _row.attempts == attempts, _row.state == "queued"
    )


_READY = (
    select(_row.id)
    .where(_row.next_attempt_at <= bindparam("now"))
    .order_by(_row.next_attempt_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
    .cte("ready")
)
_TAKE = (
    update(webhook_deliveries)
    .where(_row.id.in_(select(_READY.c.id)))
    .values(attempts=_row.attempts + 1, next_attempt_at=bindparam("until"))
    .returning(*webhook_deliveries.c)
)
_OUTSIDE = Hot(
    select(
        select(webhooks.c.id).where(webhooks.c.stopped_at.is_(None)).limit(1).scalar_subquery(),
        select(_row.next_attempt_at)
        .where(_row.next_attempt_at.is_not(None))
        .order_by(_row.next_attempt_at)
        .limit(1)
        .scalar_subquery(),
        select(heartbeats.c.at).where(heartbeats.c.name == OVERDUE_LOOK).scalar_subquery(),
    )
)
