"""What was answered by the links of letters: a second POST finds the first one's answer."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.given import among
from storage.tables.answers import link_uses

_use = link_uses.c


@dataclass(frozen=True, slots=True)
class LinkUseRow:
    """One answer. `answer` are the ids its undoing needs; never words or names."""

    token_hash: str
    person_id: int
    action: str
    subject: str
    at: datetime
    answer: Mapping[str, Any]
    undone_at: datetime | None


_ROWS = select(*(_use[field.name] for field in fields(LinkUseRow)))
_THESE = _ROWS.where(among(_use.token_hash, "hashes")).order_by(_use.at)
_OF_PERSON = _ROWS.where(
    _use.person_id == bindparam("person"),
    _use.subject == bindparam("about"),
    _use.at >= bindparam("since"),
    _use.undone_at.is_(None),
).order_by(_use.at)
_UNDO = (
    update(link_uses)
    .where(_use.token_hash == bindparam("key"), _use.undone_at.is_(None))
    .values(undone_at=bindparam("when"))
)


def among_hashes(tx: Connection, hashes: list[str]) -> list[LinkUseRow]:
    """Those of these that were used, the earliest first."""
    return [LinkUseRow(*row) for row in tx.execute(_THESE, {"hashes": hashes})] if hashes else []


def of_person(tx: Connection, person_id: int, *, subject: str, since: datetime) -> list[LinkUseRow]:
    """What the person answered about this since then and has not taken back, the earliest first."""
    return [LinkUseRow(*row) for row in tx.execute(_OF_PERSON, {"person": person_id, "about": subject, "since": since})]


def by_hash(tx: Connection, token_hash: str) -> LinkUseRow | None:
    return next(iter(among_hashes(tx, [token_hash])), None)


def add(
    tx: Connection,
    *,
    token_hash: str,
    person_id: int,
    action: str,
    subject: str,
    at: datetime,
    answer: Mapping[str, Any],
) -> None:
    tx.execute(
        insert(link_uses),
        {
            "token_hash": token_hash,
            "person_id": person_id,
            "action": action,
            "subject": subject,
            "at": at,
            "answer": dict(answer),
        },
    )


def undo(tx: Connection, token_hash: str, *, at: datetime) -> bool:
    """Note that the answer was taken back; False = it had been already."""
    return tx.execute(_UNDO, {"key": token_hash, "when": at}).rowcount == 1
