"""Addresses that hear of events: the same as «Вебхуки» in the settings."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from storage import webhook_deliveries, webhooks
from storage.scope import visible
from storage.tables.outward import webhooks as table
from storage.webhooks import WebhookRow
from web.api.calling import Caller
from web.api.reading import Paging, one, page
from web.api.scoping import Under, under
from web.api.shapes import In, Link, OrgPath, Out, Page, PathId
from web.api.writing import change, expected
from workflows.add_webhook import add_webhook
from workflows.change_webhook import change_webhook, try_webhook
from workflows.find import find_organisation

router = APIRouter(prefix="/api/v1", tags=["webhooks"])

EventWord = Literal["stage.changed", "obligation.overdue"]


class WebhookOut(Out):
    """An address that hears of an organisation and everything below it; `stopped_at` null = it lives."""

    id: int
    org: str
    url: str
    events: list[str]
    made_at: datetime
    stopped_at: datetime | None
    version: int


class WebhookMade(WebhookOut):
    """`secret` signs the bodies. It is told once."""

    secret: str


class WebhookIn(In):
    org: OrgPath
    url: Link
    events: Annotated[list[EventWord], Field(min_length=1, max_length=2)]


class WebhookChange(In):
    """New values; what is left out stays."""

    url: Link | None = None
    events: Annotated[list[EventWord], Field(min_length=1, max_length=2)] | None = None
    stopped: bool | None = None


class DeliveryOut(Out):
    """One event on its way. `status` is the last answer's HTTP code."""

    id: int
    key: str
    event: str
    state: str
    attempts: int
    next_attempt_at: datetime | None
    status: int | None
    reason: str
    made_at: datetime
    sent_at: datetime | None


@router.get("/webhooks", operation_id="listWebhooks", response_model=Page[WebhookOut])
def list_webhooks(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Under = None,
) -> Response:
    """Webhooks, stopped ones included."""
    with visit.read() as tx:
        seen = visible(under(tx, visit, org), table.c.organisation_id)
        found = webhooks.listing(tx, visible=seen, after=paging.after_id or 0, most=paging.more)
    shown, following = paging.part(found)
    return page(visit, [WebhookOut.model_validate(_document(each)) for each in shown], following)


@router.post("/webhooks", operation_id="addWebhook", response_model=WebhookMade, status_code=201)
def add(visit: Caller, sent: WebhookIn) -> Response:
    """Let an address hear of events from now on."""
    return change(
        visit,
        lambda tx: add_webhook(
            tx,
            by=visit.by,
            organisation_id=find_organisation(tx, sent.org, by=visit.by, field="org").id,
            url=sent.url,
            events=sent.events,
        ),
        answer=lambda made: WebhookMade.model_validate(_document(made) | {"secret": made.secret}),
        sent=sent,
        status=201,
        location=lambda made: f"/api/v1/webhooks/{made.id}",
    )


@router.get("/webhooks/{webhook_id}", operation_id="showWebhook", response_model=WebhookOut)
def show(visit: Caller, webhook_id: PathId) -> Response:
    """A webhook."""
    with visit.read() as tx:
        found = webhooks.by_id(tx, webhook_id)
    assert found is not None  # noqa: S101  # the policy found its home
    return one(visit, WebhookOut.model_validate(_document(found)), version=found.version)


@router.patch("/webhooks/{webhook_id}", operation_id="changeWebhook", response_model=WebhookOut)
def change_(visit: Caller, webhook_id: PathId, sent: WebhookChange) -> Response:
    """Change a webhook, stop it or let it go on. Needs `If-Match`."""
    version = expected(visit, required=True)
    return change(
        visit,
        lambda tx: change_webhook(
            tx,
            by=visit.by,
            webhook_id=webhook_id,
            url=sent.url,
            events=sent.events,
            stopped=sent.stopped,
            version=version,
        ),
        answer=lambda done: WebhookOut.model_validate(_document(done)),
        sent=sent,
    )


@router.post("/webhooks/{webhook_id}/test", operation_id="testWebhook", response_model=WebhookOut)
def test(visit: Caller, webhook_id: PathId) -> Response:
    """Send an event that says nothing."""
    return change(
        visit,
        lambda tx: try_webhook(tx, by=visit.by, webhook_id=webhook_id),
        answer=lambda done: WebhookOut.model_validate(_document(done)),
    )


@router.get("/webhooks/{webhook_id}/deliveries", operation_id="listDeliveries", response_model=Page[DeliveryOut])
def deliveries(visit: Caller, webhook_id: PathId, paging: Annotated[Paging, Depends()]) -> Response:
    """The log, the newest first."""
    with visit.read() as tx:
        found = webhook_deliveries.log(tx, webhook_id, most=paging.more, before=paging.after_id)
    shown, following = paging.part(found)
    told = [{name: getattr(each, name) for name in DeliveryOut.model_fields} for each in shown]
    return page(visit, [DeliveryOut.model_validate(each) for each in told], following)


def _document(row: WebhookRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "org": row.org_path,
        "url": row.url,
        "events": list(row.events),
        "made_at": row.made_at,
        "stopped_at": row.stopped_at,
        "version": row.version,
    }
