"""Published definitions: immutable, found by id, by hash or as the newest of a key."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, insert, select

from storage.tables.programmes import definitions

DefinitionKind = Literal["lifecycle", "policy", "roadmap", "plan", "questionnaire", "consent", "paper", "holidays"]


@dataclass(frozen=True, slots=True)
class Published:
    """A row of the register. `body` is canonical JSON and `hash` its SHA-256 in hexadecimal."""

    id: int
    kind: DefinitionKind
    key: str
    version: int
    hash: str
    body: str
    published_at: datetime


_COLUMNS = [definitions.c[field.name] for field in fields(Published)]
_BY_ID = select(*_COLUMNS).where(definitions.c.id == bindparam("id"))
_BY_KEY = (
    select(*_COLUMNS)
    .where(
        definitions.c.kind == bindparam("kind"),
        definitions.c.key == bindparam("key"),
        definitions.c.organisation_id.is_(None),
    )
    .order_by(definitions.c.version.desc())
)

_OF_KIND = (
    select(*_COLUMNS)
    .where(definitions.c.kind == bindparam("kind"), definitions.c.organisation_id.is_(None))
    .order_by(definitions.c.key, definitions.c.version.desc())
)


def by_id(tx: Connection, definition_id: int) -> Published | None:
    row = tx.execute(_BY_ID, {"id": definition_id}).first()
    return None if row is None else Published(*row)


def newest(tx: Connection, kind: DefinitionKind, key: str) -> Published | None:
    """The highest version that holds everywhere (not one an organisation published for itself)."""
    row = tx.execute(_BY_KEY, {"kind": kind, "key": key}).first()
    return None if row is None else Published(*row)


def versions(tx: Connection, kind: DefinitionKind, key: str) -> list[Published]:
    """All versions of a key, the newest first."""
    return [Published(*row) for row in tx.execute(_BY_KEY, {"kind": kind, "key": key})]


def of_kind(tx: Connection, kind: DefinitionKind) -> list[Published]:
    """All versions of all keys that hold everywhere: by key, the newest first."""
    return [Published(*row) for row in tx.execute(_OF_KIND, {"kind": kind})]


def of_organisation(tx: Connection, kind: DefinitionKind, key: str, version: int, organisation_id: int) -> str | None:
    """The body of a version an organisation published for itself; None when there is no such version."""
    wanted = select(definitions.c.body).where(
        definitions.c.kind == kind,
        definitions.c.key == key,
        definitions.c.version == version,
        definitions.c.organisation_id == organisation_id,
    )
    return tx.execute(wanted).scalar_one_or_none()


def add(
    tx: Connection,
    *,
    kind: DefinitionKind,
    key: str,
    version: int,
    digest: str,
    body: str,
    at: datetime,
    organisation_id: int | None = None,
) -> int:
    """Registers one more version and returns its id; with an organisation it holds there and below, else everywhere.

    Published rows are never updated.
    """
    made = tx.execute(
        insert(definitions)
        .values(
            kind=kind,
            key=key,
            version=version,
            hash=digest,
            body=body,
            published_at=at,
            organisation_id=organisation_id,
        )
        .returning(definitions.c.id)
    )
    return int(made.scalar_one())
