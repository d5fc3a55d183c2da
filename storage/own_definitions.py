"""Definitions that organisations published for themselves: each is there for the organisation and everything below."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, func, literal, or_, select

from storage.definitions import DefinitionKind
from storage.tables.organisations import organisations
from storage.tables.programmes import definitions


@dataclass(frozen=True, slots=True)
class OwnDefinition:
    """`body` is canonical JSON, `hash` its SHA-256; rows are never updated. `path` is the organisation's."""

    id: int
    key: str
    version: int
    hash: str
    body: str
    path: str
    organisation: str


_PATH: BindParameter[str] = bindparam("path")
_VISIBLE = (
    select(
        definitions.c.id,
        definitions.c.key,
        definitions.c.version,
        definitions.c.hash,
        definitions.c.body,
        organisations.c.path,
        organisations.c.name,
    )
    .join(organisations, organisations.c.id == definitions.c.organisation_id)
    .where(
        definitions.c.kind == bindparam("kind"),
        or_(
            organisations.c.path == _PATH,
            func.substr(_PATH, 1, func.length(organisations.c.path) + 1) == organisations.c.path + literal("/"),
        ),
    )
    .order_by(func.length(organisations.c.path).desc(), definitions.c.key, definitions.c.version.desc())
)


def visible(tx: Connection, kind: DefinitionKind, path: str) -> list[OwnDefinition]:
    """Every version there is for the organisation at this path: its own before those from above, the newest first."""
    return [OwnDefinition(*row) for row in tx.execute(_VISIBLE, {"kind": kind, "path": path})]
