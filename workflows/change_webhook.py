"""What people do with a webhook: change it, stop it, let it go on, try it, send an event again."""

from collections.abc import Sequence

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import ChangedMeanwhile, Refused
from storage import journal, webhook_deliveries, webhooks
from storage.webhook_deliveries import Delivery
from storage.webhooks import WebhookRow
from workflows.access import forbidden, sees, unknown
from workflows.add_webhook import hook_events, hook_url
from workflows.announce_event import TEST, body_of
from workflows.carry_out_move import refused

_STOPPED = "вебхук остановлен"


def find_webhook(tx: Connection, webhook_id: int, *, by: By) -> WebhookRow:
    """Raises BadInput when there is none that the actor may see."""
    found = webhooks.by_id(tx, webhook_id)
    if found is None or not sees(tx, by, found.organisation_id):
        raise unknown("webhook", webhook_id)
    return found


def change_webhook(
    tx: Connection,
    *,
    by: By,
    webhook_id: int,
    url: str | None = None,
    events: Sequence[str] | None = None,
    stopped: bool | None = None,
    version: int | None = None,
) -> WebhookRow | Refused:
    """Overwrite what is given. Stopping gives up what still waits for it; one that goes on, or is to hear of more,
    hears of what happens from then on.

    Raises ChangedMeanwhile when it is not the version (None = whatever stands) that was seen.
    """
    found = find_webhook(tx, webhook_id, by=by)
    if (no := forbidden(tx, by, "webhook.change", found.organisation_id)) is not None:
        return no
    if version not in (None, found.version):
        raise ChangedMeanwhile
    stopped_at = found.stopped_at
    if stopped is not None:
        stopped_at = (found.stopped_at or by.at) if stopped else None
    new_url = found.url if url is None else hook_url(url)
    new_events = found.events if events is None else hook_events(events)
    more = set(new_events) > set(found.events) or (stopped_at is None and found.stopped_at is not None)
    since = by.at if more else found.made_at
    if not webhooks.change(tx, found, url=new_url, events=new_events, made_at=since, stopped_at=stopped_at):
        raise ChangedMeanwhile
    if stopped_at is not None and found.stopped_at is None:
        webhook_deliveries.silence(tx, webhook_id, reason=_STOPPED)
    _note(tx, by, found, "webhook.change", {"events": list(new_events), "stopped": stopped_at is not None})
    return find_webhook(tx, webhook_id, by=by)


def try_webhook(tx: Connection, *, by: By, webhook_id: int) -> WebhookRow | Refused:
    """Queue an event that says nothing, so that people see whether the address answers."""
    found = find_webhook(tx, webhook_id, by=by)
    if (no := forbidden(tx, by, "webhook.change", found.organisation_id)) is not None:
        return no
    if found.stopped_at is not None:
        return refused(
            "state",
            "Вебхук остановлен",
            "The webhook is stopped",
            mend_ru="Сначала включите его",
            mend_en="Let it go on first",
        )
    key = f"{TEST}:{found.id}:{by.at:%Y%m%dT%H%M%S%f}"
    body = body_of(key, TEST, org=found.org_path, facts={"webhook": found.id}, at=by.at)
    webhook_deliveries.enqueue(tx, [{"webhook_id": found.id, "key": key, "event": TEST, "body": body}], at=by.at)
    return found


def deliver_again(tx: Connection, *, by: By, webhook_id: int, delivery_id: int) -> Delivery | Refused:
    """Queue an event of this webhook that was given up, with all its attempts."""
    hook = find_webhook(tx, webhook_id, by=by)
    found = webhook_deliveries.by_id(tx, delivery_id)
    if found is None or found.webhook_id != webhook_id:
        raise unknown("delivery", delivery_id)
    if (no := forbidden(tx, by, "webhook.change", hook.organisation_id)) is not None:
        return no
    if hook.stopped_at is not None or not webhook_deliveries.again(tx, delivery_id, at=by.at):
        return refused(
            "state",
            "Ещё раз отправляют то, что не доставлено, и только работающему вебхуку",
            "Only what failed is sent again, and only to a webhook that is not stopped",
            mend_ru="Проверьте состояние доставки",
            mend_en="Check the state of the delivery",
        )
    _note(tx, by, hook, "webhook.retry", {"delivery": delivery_id})
    return found


def _note(tx: Connection, by: By, hook: WebhookRow, verb: str, facts: dict[str, object]) -> None:
    journal.append(
        tx, organisation_id=hook.organisation_id, by=by, verb=verb, subject=f"webhook:{hook.id}", facts=facts
    )
