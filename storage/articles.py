"""What was written about the programme: articles, posts, rubrics, each with its link."""

from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, tuple_, update

from storage.scope import Scope, visible
from storage.tables.events import articles
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations
from storage.tables.roadmaps import evidences

_article = articles.c


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """`item_id`: the roadmap row it counts for, None = for none; `person_id`: the author."""

    id: int
    organisation_id: int
    item_id: int | None
    person_id: int | None
    kind: str
    title: str
    url: str
    published_on: date
    at: datetime
    withdrawn_at: datetime | None


_COLUMNS = [_article[field.name] for field in fields(ArticleRow)]
_BY_ID = select(*_COLUMNS).where(_article.id == bindparam("key"), _article.withdrawn_at.is_(None))
_GIVEN = (
    select(evidences.c.id)
    .join(obligations, obligations.c.id == evidences.c.obligation_id)
    .where(
        obligations.c.item_id == bindparam("item"),
        evidences.c.kind == "publication",
        evidences.c.reference == bindparam("link"),
    )
    .order_by(evidences.c.id)
)


def get(tx: Connection, article_id: int) -> ArticleRow | None:
    """The article with this id, unless it was taken back."""
    row = tx.execute(_BY_ID, {"key": article_id}).first()
    return None if row is None else ArticleRow(*row)


def add(
    tx: Connection,
    *,
    organisation_id: int,
    item_id: int | None,
    person_id: int | None,
    kind: str,
    title: str,
    url: str,
    published_on: date,
    at: datetime,
) -> int:
    values = {
        "organisation_id": organisation_id,
        "item_id": item_id,
        "person_id": person_id,
        "kind": kind,
        "title": title,
        "url": url,
        "published_on": published_on,
        "at": at,
    }
    return int(tx.execute(insert(articles).values(values).returning(_article.id)).scalar_one())


def withdraw(tx: Connection, article_id: int, *, at: datetime) -> None:
    """It stays in the table and counts for nothing."""
    tx.execute(update(articles).where(_article.id == article_id).values(withdrawn_at=at))


def evidence_of(tx: Connection, article: ArticleRow) -> list[int]:
    """The pieces of evidence by which its row counts it."""
    if article.item_id is None:
        return []
    return list(tx.scalars(_GIVEN, {"item": article.item_id, "link": article.url}))


def same_link(tx: Connection, article: ArticleRow) -> bool:
    """Whether another article of the row has the same link and counts on."""
    other = select(_article.id).where(
        _article.item_id == article.item_id,
        _article.url == article.url,
        _article.id != article.id,
        _article.withdrawn_at.is_(None),
    )
    return tx.execute(other).first() is not None


def listing(
    tx: Connection,
    scope: Scope,
    *,
    organisation_id: int | None = None,
    item_id: int | None = None,
    before: tuple[date, int] | None = None,
    limit: int = 500,
) -> list[tuple[ArticleRow, str]]:
    """What counts, the newest first, each with the path of its organisation; those after the one of day and id
    `before`.
    """
    wanted = (
        select(*_COLUMNS, organisations.c.path)
        .join(organisations, organisations.c.id == _article.organisation_id)
        .where(visible(scope, _article.organisation_id), _article.withdrawn_at.is_(None))
    )
    if organisation_id is not None:
        wanted = wanted.where(_article.organisation_id == organisation_id)
    if item_id is not None:
        wanted = wanted.where(_article.item_id == item_id)
    if before is not None:
        wanted = wanted.where(tuple_(_article.published_on, _article.id) < before)
    rows = tx.execute(wanted.order_by(_article.published_on.desc(), _article.id.desc()).limit(limit))
    wide = len(_COLUMNS)
    return [(ArticleRow(*row[:wide]), row[wide]) for row in rows]
