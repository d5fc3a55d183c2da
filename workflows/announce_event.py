"""Tells webhooks what happened: an event is queued in the transaction that made it, ids and dates only, no names."""

import json
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from storage import heartbeats, webhook_deliveries, webhooks
from storage.pairs import PairRow
from storage.types import as_text
from storage.webhook_deliveries import OVERDUE, OVERDUE_LOOK
from storage.webhooks import WebhookRow

STAGE_CHANGED = "stage.changed"
EVENTS = (STAGE_CHANGED, OVERDUE)
TEST = "test"

KEPT = timedelta(days=90)
"""How long the log of a webhook remembers what was sent or given up."""

_BATCH = 500


def announce_stage(tx: Connection, *, pair: PairRow, move: str, seq: int, from_stage: str | None, at: datetime) -> None:
    """A pair stands in another stage (`from_stage` None: it was formed). `seq` numbers its journal line."""
    hearing = [one for one in webhooks.listeners(tx, pair.organisation_id) if STAGE_CHANGED in one.events]
    if not hearing:
        return
    key = f"{STAGE_CHANGED}:{pair.id}:{seq}"
    facts = {
        "pair": pair.id,
        "number": pair.number,
        "programme": pair.programme_id,
        "move": move,
        "from": from_stage,
        "to": pair.stage,
        "since": pair.stage_since,
        "outcome": pair.outcome,
        "closed_on": pair.closed_on,
    }
    body = body_of(key, STAGE_CHANGED, org=hearing[0].org_path, facts=facts, at=at)
    rows = [{"webhook_id": one.id, "key": key, "event": STAGE_CHANGED, "body": body} for one in hearing]
    webhook_deliveries.enqueue(tx, rows, at=at)


def announce_overdue(tx: Connection, *, at: datetime) -> int:
    """Queue what became overdue since each webhook was made, once per revision of an obligation; how many.

    The day is that of each organisation. What had passed before the webhook was made it does not hear of.
    One call queues a batch per webhook and zone; call again until it returns 0, which also notes the look and lets go
    of what was settled long ago.
    """
    told = 0
    for hook in webhooks.live(tx, OVERDUE):
        for zone in webhook_deliveries.zones_below(tx, hook.org_path):
            told += _announce_zone(tx, hook, ZoneInfo(zone), at=at)
    if not told:
        webhook_deliveries.forget(tx, before=at - KEPT)
        heartbeats.beat(tx, OVERDUE_LOOK, at=at)
    return told


def body_of(key: str, event: str, *, org: str, facts: Mapping[str, object], at: datetime) -> str:
    """The JSON that is signed and sent; `id` is stable over retries."""
    told = {"id": key, "event": event, "at": as_text(at), "org": org, **facts}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _announce_zone(tx: Connection, hook: WebhookRow, zone: ZoneInfo, *, at: datetime) -> int:
    rows = webhook_deliveries.newly_overdue(
        tx,
        webhook_id=hook.id,
        path=hook.org_path,
        zone=zone.key,
        since=hook.made_at.astimezone(zone).date(),
        today=at.astimezone(zone).date(),
        most=_BATCH,
    )
    told = [{"webhook_id": hook.id, "key": row.key, "event": OVERDUE, "body": _overdue_body(row, zone)} for row in rows]
    webhook_deliveries.enqueue(tx, told, at=at)
    return len(told)


def _overdue_body(row: Any, zone: ZoneInfo) -> str:
    """`at` is the midnight after the due day: the same however often and late it is asked."""
    since = datetime.combine(row.due_on + timedelta(days=1), time(), tzinfo=zone)
    facts = {
        "obligation": row.id,
        "subject": f"{row.subject_kind}:{row.subject_id}",
        "occurrence": row.occurrence,
        "revision": row.revision,
        "item": row.item_id,
        "pair": row.pair_id,
        "number": row.pair_number,
        "stage": row.stage,
        "due_on": row.due_on,
        "first_due_on": row.first_due_on,
    }
    return body_of(row.key, OVERDUE, org=row.org_path, facts=facts, at=since)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"an event cannot hold a {type(value).__name__}")
