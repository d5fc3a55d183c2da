"""Published texts of consents: the product's own and those an organisation published for itself and below."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select

from storage.given import among
from storage.hot import Hot
from storage.surroundings import line_of
from storage.tables.organisations import organisations
from storage.tables.programmes import definitions


@dataclass(frozen=True, slots=True)
class TextRow:
    """One version. `org_path` "" = the product's own; `timezone` is the publisher's."""

    id: int
    key: str
    version: int
    hash: str
    body: str
    published_at: datetime
    organisation_id: int | None
    org_path: str
    timezone: str


_COLUMNS = [
    *(definitions.c[name] for name in ("id", "key", "version", "hash", "body", "published_at", "organisation_id")),
    organisations.c.path,
    organisations.c.timezone,
]
_TEXTS = select(*_COLUMNS).outerjoin(organisations, organisations.c.id == definitions.c.organisation_id)
_ALONG = Hot(
    _TEXTS.where(
        definitions.c.kind == "consent",
        or_(definitions.c.organisation_id.is_(None), among(organisations.c.path, "paths")),
    ).order_by(definitions.c.id)
)
_BY_IDS = Hot(_TEXTS.where(definitions.c.kind == "consent", among(definitions.c.id, "ids")))


def along(tx: Connection, path: str) -> list[TextRow]:
    """What was published for everybody, by the organisation or above it; the first published first."""
    return [_row(row) for row in _ALONG.all(tx, {"paths": line_of(path)})]


def by_ids(tx: Connection, ids: list[int]) -> dict[int, TextRow]:
    return {row[0]: _row(row) for row in _BY_IDS.all(tx, {"ids": ids})} if ids else {}


def _row(row: Any) -> TextRow:
    text_id, key, version, digest, body, at, owner, path, timezone = row
    return TextRow(text_id, key, version, digest, body, at, owner, path or "", timezone or "")
