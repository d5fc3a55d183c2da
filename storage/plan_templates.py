"""Templates of plans that organisations published: each is there for the organisation and everything below it."""

from dataclasses import dataclass

from sqlalchemy import BindParameter, Connection, bindparam, func, literal, or_, select

from storage.tables.organisations import organisations
from storage.tables.programmes import definitions

_KIND = "plan"


@dataclass(frozen=True, slots=True)
class PublishedTemplate:
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
        definitions.c.kind == _KIND,
        or_(
            organisations.c.path == _PATH,
            func.substr(_PATH, 1, func.length(organisations.c.path) + 1) == organisations.c.path + literal("/"),
        ),
    )
    .order_by(func.length(organisations.c.path).desc(), definitions.c.key, definitions.c.version.desc())
)


def visible(tx: Connection, path: str) -> list[PublishedTemplate]:
    """Every version there is for the organisation at this path: its own before those from above, the newest first."""
    return [PublishedTemplate(*row) for row in tx.execute(_VISIBLE, {"path": path})]
