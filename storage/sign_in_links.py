"""One-time links by SHA-256: to sign in, and to choose a password (an invitation)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from storage.tables.accounts import sign_in_links

Purpose = Literal["sign-in", "invitation"]
_link = sign_in_links.c


@dataclass(frozen=True, slots=True)
class LinkRow:
    """`browser_hash`: the browser that asked and alone may use it; "" for an invitation."""

    token_hash: str
    person_id: int
    purpose: Purpose
    browser_hash: str
    expires_at: datetime
    used_at: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.used_at is None and self.expires_at > at


def add(
    tx: Connection,
    *,
    token_hash: str,
    person_id: int,
    purpose: Purpose,
    at: datetime,
    expires_at: datetime,
    browser_hash: str = "",
) -> None:
    tx.execute(
        insert(sign_in_links).values(
            token_hash=token_hash,
            person_id=person_id,
            purpose=purpose,
            browser_hash=browser_hash,
            made_at=at,
            expires_at=expires_at,
        )
    )


def find(tx: Connection, token_hash: str, purpose: Purpose) -> LinkRow | None:
    """Used and expired ones, too."""
    wanted = select(
        _link.token_hash, _link.person_id, _link.purpose, _link.browser_hash, _link.expires_at, _link.used_at
    )
    row = tx.execute(wanted.where(_link.token_hash == token_hash, _link.purpose == purpose)).first()
    return None if row is None else LinkRow(*row)


def use(tx: Connection, token_hash: str, *, at: datetime) -> bool:
    """Only one of two that come at once gets True."""
    unused = (_link.token_hash == token_hash, _link.used_at.is_(None), _link.expires_at > at)
    return tx.execute(update(sign_in_links).where(*unused).values(used_at=at)).rowcount == 1


def void(tx: Connection, person_id: int) -> int:
    """Drop every link of the person; how many there were."""
    return tx.execute(delete(sign_in_links).where(_link.person_id == person_id)).rowcount


def drop_expired(tx: Connection, person_id: int, *, at: datetime) -> int:
    """Forget the person's links that have run out; how many there were."""
    return tx.execute(delete(sign_in_links).where(_link.person_id == person_id, _link.expires_at <= at)).rowcount
