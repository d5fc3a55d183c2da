"""Webhooks in the settings: the list, a new one with its secret told once, stopping, trying, the log of deliveries."""

from fastapi import APIRouter, Response

from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import webhook_deliveries, webhooks
from storage.scope import below
from storage.webhooks import WebhookRow
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.settings_place import place_of
from web.visit import Visit
from web.went import Went
from workflows.add_webhook import add_webhook
from workflows.announce_event import EVENTS
from workflows.change_webhook import change_webhook, deliver_again, find_webhook, try_webhook

router = APIRouter()

_LOG = 100


@router.get("/settings/webhooks")
def list_webhooks(visit: Entered) -> Response:
    return _listed(visit)


@router.post("/settings/webhooks")
def add(visit: Entered) -> Response:
    """The answer shows the secret, once: it is in no toast and in no remembered answer."""
    place = place_of(visit)
    try:
        with visit.write() as tx:
            made = add_webhook(
                tx,
                by=visit.by,
                organisation_id=place.id,
                url=visit.fields.raw("url"),
                events=visit.fields.every("events"),
            )
    except BadInput as error:
        return _listed(visit, of_bad_input(error))
    if isinstance(made, Refused):
        return _listed(visit, Faults(reasons=made.reasons, status=409))
    return visit.page("webhooks/made.html", place=place, hook=made)


@router.get("/settings/webhooks/{webhook_id}")
def show(visit: Entered, webhook_id: int) -> Response:
    with visit.read() as tx:
        hook = find_webhook(tx, webhook_id, by=visit.by)
        log = webhook_deliveries.log(tx, webhook_id, most=_LOG)
    waiting = any(one.next_attempt_at is not None and one.next_attempt_at <= visit.now for one in log)
    return visit.page(
        "webhooks/webhook.html", hook=hook, log=log, waiting=waiting, zone=visit.home.timezone if visit.home else "UTC"
    )


@router.post("/settings/webhooks/{webhook_id}/stop")
def stop(visit: Entered, webhook_id: int) -> Response:
    return _turned(visit, webhook_id, stopped=True, told=Words("Вебхук остановлен", "The webhook is stopped"))


@router.post("/settings/webhooks/{webhook_id}/start")
def start(visit: Entered, webhook_id: int) -> Response:
    return _turned(visit, webhook_id, stopped=False, told=Words("Вебхук работает", "The webhook is at work"))


@router.post("/settings/webhooks/{webhook_id}/test")
def test(visit: Entered, webhook_id: int) -> Response:
    told = Words("Пробное событие в очереди", "A test event is in the queue")
    return visit.change(
        lambda tx: try_webhook(tx, by=visit.by, webhook_id=webhook_id), done=lambda _: Went(_address(webhook_id), told)
    )


@router.post("/settings/webhooks/{webhook_id}/retry")
def retry(visit: Entered, webhook_id: int) -> Response:
    """Once more what was given up; `delivery` says which."""
    told = Words("Событие снова в очереди", "The event is in the queue again")
    return visit.change(
        lambda tx: deliver_again(tx, by=visit.by, delivery_id=visit.fields.number("delivery"), webhook_id=webhook_id),
        done=lambda _: Went(_address(webhook_id), told),
    )


def _listed(visit: Visit, faults: Faults = NONE) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        found = webhooks.listing(tx, visible=below([place.path]))
    sent = visit.fields.every("events") or EVENTS
    return visit.page("webhooks/list.html", place=place, found=found, faults=faults, events=EVENTS, ticked=sent)


def _turned(visit: Visit, webhook_id: int, *, stopped: bool, told: Words) -> Response:
    version = visit.fields.number_if_given("version")

    def done(_: WebhookRow) -> Went:
        return Went(_address(webhook_id), told)

    return visit.change(
        lambda tx: change_webhook(tx, by=visit.by, webhook_id=webhook_id, stopped=stopped, version=version), done=done
    )


def _address(webhook_id: int) -> str:
    return f"/settings/webhooks/{webhook_id}"
