"""`nastavnik article`: what was published about the programme."""

from datetime import date
from typing import Annotated

from engine.events import ARTICLE_KINDS
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage.scope import EVERYTHING, Scope
from workflows.answers.events import article_document
from workflows.answers.plainly import plainly
from workflows.record_article import record_article, withdraw_article
from workflows.show_event import list_articles

app = noun()


@changes(app, "record", "Внести публикацию, запись или рубрику", "Record an article, a post or a rubric")
def record(
    frame: Frame,
    link: Annotated[str, option("--link", "Ссылка", "Link")],
    kind: Annotated[str, option("--kind", "|".join(ARTICLE_KINDS), "the same")] = "article",
    title: Annotated[str, option("--title", "Название", "Title")] = "",
    published: Annotated[date | None, day_option("--published", "Когда вышла", "When it came out")] = None,
    item: Annotated[int | None, option("--item", "Пункт дорожной карты (id)", "Id of the row")] = None,
    author: Annotated[int | None, option("--author", "Автор", "The author")] = None,
) -> int:
    return frame.change(
        lambda tx, by: record_article(
            tx,
            by=by,
            organisation_id=frame.organisation(tx).id,
            kind=kind,
            link=link,
            title=title,
            published_on=published,
            item_id=item,
            author_id=author,
        ),
        answer=plainly,
        say=lambda made: Words(f"Публикация {made['id']} внесена", f"Article {made['id']} is recorded"),
    )


@changes(app, "withdraw", "Снять публикацию с учёта", "Take an article back")
def withdraw(frame: Frame, article: Annotated[int, argument("ID", "Номер публикации", "Id of the article")]) -> int:
    return frame.change(
        lambda tx, by: withdraw_article(tx, by=by, article_id=article),
        answer=plainly,
        say=lambda made: Words(f"Публикация {made['id']} снята", f"Article {made['id']} is taken back"),
    )


@reads(app, "list", "Публикации", "Articles")
def list_(
    frame: Frame, item: Annotated[int | None, option("--item", "Пункт дорожной карты (id)", "Id of the row")] = None
) -> None:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        scope = EVERYTHING if place is None else Scope(paths=(place.path,))
        told = [article_document(row, path) for row, path in list_articles(tx, scope, item_id=item)]
    heads = (
        Words("id", "id"),
        Words("День", "Day"),
        Words("Вид", "Kind"),
        Words("Название", "Title"),
        Words("Ссылка", "Link"),
    )
    rows = [(one["id"], one["published_on"], one["kind"], one["title"], one["link"]) for one in told]
    frame.show(told, Table(heads, rows, empty=Words("Публикаций нет", "No articles")))
