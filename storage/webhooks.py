"""Webhooks as an organisation keeps them: where its events go, signed with what, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, RowMapping, bindparam, func, insert, or_, select, update

from storage.hot import Hot
from storage.tables.organisations import organisations
from storage.tables.outward import webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookRow:
    """One address. `org_path` names the organisation it hears of, with everything below.

    `made_at`: what happened before it does not hear of; `stopped_at` None = it lives.
    """

    id: int
    organisation_id: int
    org_path: str
    url: str
    secret: str
    events: tuple[str, ...]
    made_at: datetime
    stopped_at: datetime | None
    version: int


class Listener(NamedTuple):
    """A live webhook that hears of an organisation, with the path of that organisation."""

    id: int
    events: Sequence[str]
    org_path: str


_HOME = organisations.alias("home")
_COLUMNS = (*webhooks.c, organisations.c.path.label("org_path"))
_ALL = select(*_COLUMNS).join_from(webhooks, organisations, organisations.c.id == webhooks.c.organisation_id)
# Asked at every move: with no webhook anywhere it reads one empty table.
_LISTENERS = Hot(
    select(webhooks.c.id, webhooks.c.events, _HOME.c.path)
    .join_from(webhooks, organisations, organisations.c.id == webhooks.c.organisation_id)
    .join(
        _HOME,
        or_(
            _HOME.c.path == organisations.c.path,
            func.substr(_HOME.c.path, 1, func.length(organisations.c.path) + 1) == organisations.c.path + "/",
        ),
    )
    .where(webhooks.c.stopped_at.is_(None), _HOME.c.id == bindparam("organisation"))
    .order_by(webhooks.c.id)
)


def listeners(tx: Connection, organisation_id: int) -> list[Listener]:
    """The live webhooks of an organisation and of those above it."""
    return [Listener(*row) for row in _LISTENERS.all(tx, {"organisation": organisation_id})]


def listing(
    tx: Connection, *, visible: ColumnElement[bool], after: int = 0, most: int | None = None
) -> list[WebhookRow]:
    """Visible webhooks after this id, stopped ones included, in the order they were made."""
    wanted = _ALL.where(visible, webhooks.c.id > after).order_by(webhooks.c.id).limit(most)
    return [_row(row) for row in tx.execute(wanted).mappings()]


def live(tx: Connection, event: str) -> list[WebhookRow]:
    """Every live webhook that wants this event."""
    found = tx.execute(_ALL.where(webhooks.c.stopped_at.is_(None)).order_by(webhooks.c.id)).mappings()
    return [one for one in map(_row, found) if event in one.events]


def by_id(tx: Connection, webhook_id: int) -> WebhookRow | None:
    found = tx.execute(_ALL.where(webhooks.c.id == webhook_id)).mappings().one_or_none()
    return None if found is None else _row(found)


def add(
    tx: Connection, *, organisation_id: int, url: str, secret: str, events: Sequence[str], at: datetime
) -> WebhookRow:
    """Store a new webhook; what happened before `at` it does not hear of."""
    made = tx.execute(
        insert(webhooks)
        .values(organisation_id=organisation_id, url=url, secret=secret, events=list(events), made_at=at, version=1)
        .returning(webhooks.c.id)
    )
    found = by_id(tx, int(made.scalar_one()))
    assert found is not None  # noqa: S101  # it was stored a line above
    return found


def change(
    tx: Connection,
    read: WebhookRow,
    *,
    url: str,
    events: Sequence[str],
    made_at: datetime,
    stopped_at: datetime | None,
) -> bool:
    """Overwrite what people may change; False = somebody else was first."""
    done = tx.execute(
        update(webhooks)
        .where(webhooks.c.id == read.id, webhooks.c.version == read.version)
        .values(url=url, events=list(events), made_at=made_at, stopped_at=stopped_at, version=read.version + 1)
    )
    return done.rowcount == 1


def _row(row: RowMapping) -> WebhookRow:
    told: dict[str, Any] = dict(row)
    told["events"] = tuple(row["events"])
    return WebhookRow(**told)
