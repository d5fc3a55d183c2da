"""The letters that open an account: an invitation, and a one-time link to sign in. They go at once, at any hour.

The secret of the link is made when the letter is written and stands nowhere else: the outbox has facts without it, the
database its hash, and the bytes of the letter are dropped as soon as it has gone.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.sign_in import INVITATION_LASTS, LINK_LASTS
from notifications.content import Invitation, SignInLink
from storage import outbox, sign_in_links
from storage.accounts import AccountRow
from storage.outbox import Claimed


def invite(tx: Connection, account: AccountRow, *, at: datetime, again: bool = False) -> None:
    """Queue the letter by which the person chooses a password. Links sent before open nothing any more.

    `again`: the person has an account and asked for a new password.
    """
    sign_in_links.void(tx, account.person_id)
    _queue(tx, account, kind="invitation", facts={"again": again}, at=at)


def send_link(tx: Connection, account: AccountRow, *, browser_hash: str, at: datetime) -> None:
    """Queue a one-time link that works in the browser with this hash only."""
    _queue(tx, account, kind="sign_in_link", facts={"browser": browser_hash}, at=at)


def written(
    tx: Connection, letter: Claimed, common: dict[str, Any], *, base_url: str, address: str, at: datetime
) -> Invitation | SignInLink:
    """What the letter says; its link begins to hold now, because mail may have waited for its server."""
    token = secrets.token_urlsafe(32)
    lasts = INVITATION_LASTS if letter.kind == "invitation" else LINK_LASTS
    sign_in_links.add(
        tx,
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        person_id=letter.recipient_id,
        purpose="invitation" if letter.kind == "invitation" else "sign-in",
        browser_hash=letter.facts.get("browser", ""),
        at=at,
        expires_at=at + lasts,
    )
    if letter.kind == "invitation":
        common["link"] = f"{base_url}/invitation/{token}"
        return Invitation(**common, address=address, days=lasts.days, again=letter.facts["again"])
    common["link"] = f"{base_url}/sign-in/link/{token}"
    return SignInLink(**common, minutes=int(lasts.total_seconds() // 60))


def _queue(tx: Connection, account: AccountRow, *, kind: str, facts: dict[str, Any], at: datetime) -> None:
    outbox.enqueue(
        tx,
        key=f"{kind.replace('_', '-')}/{account.person_id}/{secrets.token_hex(8)}",
        kind=kind,
        organisation_id=account.organisation_id,
        recipient_id=account.person_id,
        facts=facts,
        at=at,
        ready_at=at,
    )
