"""Published reminder policies: each holds for an organisation and everything below it, until a newer one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from storage.tables.programmes import definitions


@dataclass(frozen=True, slots=True)
class PublishedPolicy:
    """`body` is canonical JSON, `hash` its SHA-256; rows are never updated."""

    id: int
    key: str
    version: int
    hash: str
    body: str
    published_at: datetime


_COLUMNS = [definitions.c[name] for name in PublishedPolicy.__slots__]
_OF_ORGANISATION = (
    select(*_COLUMNS)
    .where(definitions.c.kind == "policy", definitions.c.organisation_id == bindparam("organisation"))
    .order_by(definitions.c.id.desc())
)


def of_organisation(tx: Connection, organisation_id: int) -> list[PublishedPolicy]:
    """What the organisation itself published, the one in force first."""
    return [PublishedPolicy(*row) for row in tx.execute(_OF_ORGANISATION, {"organisation": organisation_id})]
