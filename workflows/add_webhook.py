"""An organisation lets an address hear of its events."""

import re
import secrets
from collections.abc import Sequence

import httpx
from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from notifications.webhooks import is_loopback
from storage import journal, webhooks
from storage.webhooks import WebhookRow
from workflows.access import forbidden
from workflows.announce_event import EVENTS
from workflows.plain_text import one_of, plain_text

_LONGEST = 1000
_WRITTEN = re.compile(r"[!#-;=?-\[\]_a-z~а-яёА-ЯЁ]+")  # as RFC 3986 says, and Russian names


def add_webhook(
    tx: Connection, *, by: By, organisation_id: int, url: str, events: Sequence[str]
) -> WebhookRow | Refused:
    """Store the address with a new secret, which signs every body. It hears of what happens from now on.

    Raises BadInput for an address that is not https (http only to this machine) or for unknown events.
    """
    if (no := forbidden(tx, by, "webhook.add", organisation_id)) is not None:
        return no
    made = webhooks.add(
        tx,
        organisation_id=organisation_id,
        url=hook_url(url),
        secret=secrets.token_urlsafe(32),
        events=hook_events(events),
        at=by.at,
    )
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="webhook.add",
        subject=f"webhook:{made.id}",
        facts={"events": list(made.events)},
    )
    return made


def hook_url(text: str) -> str:
    """The address itself. Raises BadInput when it is none that may be called."""
    shown = plain_text(text, "url", longest=_LONGEST)
    try:
        url = httpx.URL(shown)
        host = url.raw_host.decode("ascii")
    except (httpx.InvalidURL, UnicodeError):
        raise _no_url() from None
    if not _WRITTEN.fullmatch(shown):
        raise _no_url()
    allowed = url.scheme == "https" or (url.scheme == "http" and is_loopback(host))
    if not allowed or not host or url.userinfo or url.fragment:
        raise _no_url()
    return shown


def hook_events(events: Sequence[str]) -> tuple[str, ...]:
    """The events in their own order, each once. Raises BadInput for none or an unknown one."""
    wanted = {one_of(each, EVENTS, "events") for each in events}
    if not wanted:
        raise BadInput("events", "events: выберите хотя бы одно событие", "events: choose at least one event")
    return tuple(event for event in EVENTS if event in wanted)


def _no_url() -> BadInput:
    return BadInput(
        "url",
        "url: нужен адрес https://… без имени и пароля (http только к этой же машине)",
        "url: an address https://… without a name and password is needed (http only to this very machine)",
    )
