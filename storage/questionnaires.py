"""Published questionnaires: ours hold everywhere, an organisation's own for itself and everything below it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, or_, select

from storage.given import among
from storage.tables.organisations import organisations
from storage.tables.programmes import definitions

_KIND = "questionnaire"


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    """A published version. `organisation_id` None: it ships with the product. `body` is canonical JSON."""

    id: int
    key: str
    version: int
    hash: str
    body: str
    organisation_id: int | None
    path: str | None
    published_at: datetime


_ALL = (
    select(
        definitions.c.id,
        definitions.c.key,
        definitions.c.version,
        definitions.c.hash,
        definitions.c.body,
        definitions.c.organisation_id,
        organisations.c.path,
        definitions.c.published_at,
    )
    .select_from(definitions.outerjoin(organisations, organisations.c.id == definitions.c.organisation_id))
    .where(definitions.c.kind == _KIND)
)
_ORDER = (definitions.c.key, organisations.c.path, definitions.c.version.desc())
_BY_IDS = _ALL.where(among(definitions.c.id, "ids"))


def by_ids(tx: Connection, definition_ids: Iterable[int]) -> dict[int, QuestionnaireRow]:
    """By their ids; what is no questionnaire is missing."""
    return {row.id: QuestionnaireRow(*row) for row in tx.execute(_BY_IDS, {"ids": set(definition_ids)})}


def versions(tx: Connection, key: str, *, organisation_id: int | None) -> list[QuestionnaireRow]:
    """The versions of a key that an organisation published itself (None: ours), the newest first."""
    owner = (
        definitions.c.organisation_id.is_(None)
        if organisation_id is None
        else definitions.c.organisation_id == organisation_id
    )
    wanted = _ALL.where(definitions.c.key == bindparam("key"), owner).order_by(definitions.c.version.desc())
    return [QuestionnaireRow(*row) for row in tx.execute(wanted, {"key": key})]


def own_of(tx: Connection, paths: Collection[str]) -> list[QuestionnaireRow]:
    """Every version that organisations at these paths published themselves, by key, the newest first."""
    wanted = _ALL.where(organisations.c.path.in_(sorted(paths))).order_by(*_ORDER)
    return [QuestionnaireRow(*row) for row in tx.execute(wanted)]


def own_below(tx: Connection, paths: Sequence[str]) -> list[QuestionnaireRow]:
    """The same for these organisations and everything below them."""
    if not paths:
        return []
    within = [
        or_(organisations.c.path == path, organisations.c.path.startswith(f"{path}/", autoescape=True))
        for path in paths
    ]
    return [QuestionnaireRow(*row) for row in tx.execute(_ALL.where(or_(*within)).order_by(*_ORDER))]
