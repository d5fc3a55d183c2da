"""How many letters went or wait: for budgets, caps and the breaker."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from storage.tables.letters import letters

_OF_PEOPLE = (
    select(letters.c.recipient_id, func.count())
    .where(
        letters.c.recipient_id.in_(bindparam("people", expanding=True)),
        letters.c.created_at >= bindparam("since"),
        letters.c.state != "cancelled",
    )
    .group_by(letters.c.recipient_id)
)
_SENT = (
    select(letters.c.organisation_id, func.count(), func.min(letters.c.sent_at))
    .where(
        letters.c.organisation_id.in_(bindparam("organisations", expanding=True)),
        letters.c.sent_at > bindparam("since"),
    )
    .group_by(letters.c.organisation_id)
)
_MADE = (
    select(func.count())
    .where(
        letters.c.organisation_id == bindparam("organisation"),
        letters.c.created_at >= bindparam("since"),
        letters.c.created_at < bindparam("until"),
        letters.c.state != "cancelled",
    )
    .select_from(letters)
)


def of_people(tx: Connection, people: Iterable[int], *, since: datetime) -> dict[int, int]:
    """Letters made for each person since an instant; people without any are absent."""
    return {row[0]: row[1] for row in tx.execute(_OF_PEOPLE, {"people": sorted(people), "since": since})}


def sent_since(tx: Connection, organisations: Iterable[int], *, since: datetime) -> dict[int, tuple[int, datetime]]:
    """(how many, the earliest) letters of each organisation sent after an instant."""
    rows = tx.execute(_SENT, {"organisations": sorted(organisations), "since": since})
    return {row[0]: (row[1], row[2]) for row in rows}


def made_between(tx: Connection, organisation: int, *, since: datetime, until: datetime) -> int:
    """Letters of an organisation made in [since, until)."""
    found = tx.execute(_MADE, {"organisation": organisation, "since": since, "until": until})
    return int(found.scalar_one())
