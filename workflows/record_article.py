"""Something was published about the programme: an article, a post, a rubric, with its link.

One that belongs to a row of the roadmap is given to the row as well, which counts its publications by its links.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.events import ARTICLE_KINDS
from engine.refusals import BadInput, Refused
from storage import articles, events, evidence, figures, journal
from storage.articles import ArticleRow
from workflows.access import forbidden, sees, unknown
from workflows.derive_obligations import derive_roadmap
from workflows.item_at_hand import ItemAtHand, ask_again, take_item
from workflows.keep_evidence import link_proof
from workflows.local_life import local_life
from workflows.plain_text import one_of, plain_text

PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class ArticleRecorded:
    """`evidence_id`: by what its row counts it, None = it belongs to no row."""

    id: int
    title: str
    evidence_id: int | None = None


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn:
    id: int
    title: str


def record_article(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    kind: str,
    link: str,
    title: str = "",
    published_on: date | None = None,
    item_id: int | None = None,
    author_id: int | None = None,
) -> ArticleRecorded | Refused:
    """Keep it; without a title the link is its title. Raises BadInput for what is no link, for a day ahead and for a
    row that owes nothing at all or is another organisation's.
    """
    if (no := forbidden(tx, by, "article.record", organisation_id)) is not None:
        return no
    known, url = one_of(kind, ARTICLE_KINDS, "--kind"), link_proof(link, field="link").reference
    told = plain_text(title, "--title") if title.strip() else url[:200]
    today = local_life(tx, organisation_id).today(by.at)
    day = published_on or today
    if day > today:
        raise BadInput("--published", f"--published: {day} ещё не наступило", f"--published: {day} has not come yet")
    if author_id is not None:
        home = events.homes_of(tx, [author_id]).get(author_id)
        if home is None or not sees(tx, by, home):
            raise unknown("--author", author_id)
    item = None
    if item_id is not None:
        item = take_item(tx, by=by, item_id=item_id, verb="roadmap.complete")
        if item.row.organisation_id != organisation_id:
            raise unknown("--item", item_id)
        if item.refused is not None:
            return item.refused
    made = articles.add(
        tx,
        organisation_id=organisation_id,
        item_id=item_id,
        person_id=author_id,
        kind=known,
        title=told,
        url=url,
        published_on=day,
        at=by.at,
    )
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="article.record",
        subject=f"article:{made}",
        facts={"kind": known, "on": day, "item": item_id},
        people=None if author_id is None else {"author": author_id},
        words={"title": told, "link": url},
    )
    return ArticleRecorded(made, told, None if item is None else give_link(tx, by, item, url))


def withdraw_article(tx: Connection, *, by: By, article_id: int) -> ArticleWithdrawn | Refused:
    """It counts for nothing any more, for its row neither unless another article has the same link."""
    found = articles.get(tx, article_id)
    if found is None or not sees(tx, by, found.organisation_id):
        raise unknown("article", article_id)
    if (no := forbidden(tx, by, "article.record", found.organisation_id)) is not None:
        return no
    articles.withdraw(tx, article_id, at=by.at)
    journal.append(
        tx,
        organisation_id=found.organisation_id,
        by=by,
        verb="article.withdraw",
        subject=f"article:{article_id}",
        facts={"kind": found.kind, "item": found.item_id},
        words={"title": found.title, "link": found.url},
    )
    if found.item_id is not None and not articles.same_link(tx, found):
        _take_from_row(tx, by, found)
    return ArticleWithdrawn(article_id, found.title)


def give_link(tx: Connection, by: By, item: ItemAtHand, url: str) -> int:
    """The row counts the link from now on; the evidence's id. Raises BadInput for a row that owes nothing."""
    owed = figures.owed_by(tx, [item.row.id])
    if not owed:
        raise BadInput("item", "item: у пункта нет сроков", "item: the row has no dates")
    # The first that is open: a figure that falls back has something to hang on to.
    one = next((each for each in owed if each.status == "open"), owed[-1])
    made = evidence.add(tx, obligation_id=one.id, kind=PUBLICATION, reference=url, sha256="", paper_id=None, at=by.at)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="roadmap.publication",
        subject=item.subject,
        facts={"obligation": one.id, "evidence": PUBLICATION},
        words={"reference": url},
    )
    return made


def _take_from_row(tx: Connection, by: By, article: ArticleRow) -> None:
    given = articles.evidence_of(tx, article)
    for evidence_id in given:
        evidence.withdraw(tx, evidence_id)
    if given and article.item_id is not None:
        item = take_item(tx, by=by, item_id=article.item_id, verb="roadmap.complete")
        derive_roadmap(tx, item.row.roadmap_id, at=by.at)
        ask_again(tx, item, by=by)
