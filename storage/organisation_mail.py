"""How many letters went or wait: for budgets, caps and the breaker."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.given import among
from storage.tables.letters import letters

_OF_PEOPLE = (
    select(letters.c.recipient_id, func.count())
    .where(
        among(letters.c.recipient_id, "people"),
        letters.c.created_at >= bindparam("since"),
        letters.c.state != "cancelled",
    )
    .group_by(letters.c.recipient_id)
)
_SENT = (
    select(letters.c.organisation_id, func.count(), func.min(letters.c.sent_at))
    .where(
        among(letters.c.organisation_id, "organisations"),
        letters.c.sent_at > bindparam("since"),
    )
    .group_by(letters.c.organisation_id)
)
_UNDER_WAY = (
    select(letters.c.organisation_id, func.count())
    .where(letters.c.lease_until.is_not(None))
    .group_by(letters.c.organisation_id)
)
_MADE_THEN = (
    letters.c.created_at >= bindparam("since"),
    letters.c.created_at < bindparam("until"),
    letters.c.state != "cancelled",
)
_MADE = (
    select(func.count()).where(letters.c.organisation_id == bindparam("organisation"), *_MADE_THEN).select_from(letters)
)
_MADE_BY_EACH = (
    select(letters.c.organisation_id, func.count())
    .where(among(letters.c.organisation_id, "organisations"), *_MADE_THEN)
    .group_by(letters.c.organisation_id)
)


def of_people(tx: Connection, people: Iterable[int], *, since: datetime) -> dict[int, int]:
    """Letters made for each person since an instant; people without any are absent."""
    return {row[0]: row[1] for row in tx.execute(_OF_PEOPLE, {"people": people, "since": since})}


def sent_since(tx: Connection, organisations: Iterable[int], *, since: datetime) -> dict[int, tuple[int, datetime]]:
    """(how many, the earliest) letters of each organisation sent after an instant."""
    rows = tx.execute(_SENT, {"organisations": organisations, "since": since})
    return {row[0]: (row[1], row[2]) for row in rows}


def under_way(tx: Connection) -> dict[int, int]:
    """Letters of each organisation in the hands of workers; organisations without any are absent."""
    return {row[0]: row[1] for row in tx.execute(_UNDER_WAY)}


def made_by_each(tx: Connection, organisations: Iterable[int], *, since: datetime, until: datetime) -> dict[int, int]:
    """Letters of each organisation made in [since, until); organisations without any are absent."""
    rows = tx.execute(_MADE_BY_EACH, {"organisations": organisations, "since": since, "until": until})
    return {row[0]: row[1] for row in rows}


def made_between(tx: Connection, organisation: int, *, since: datetime, until: datetime) -> int:
    """Letters of an organisation made in [since, until)."""
    found = tx.execute(_MADE, {"organisation": organisation, "since": since, "until": until})
    return int(found.scalar_one())
