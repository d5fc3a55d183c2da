"""`nastavnik practice`: the bank of best practices and its way to the regional centre."""

from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import Connection, true

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.words import Words
from nastavnik.cli.arguments import argument, flag, option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage.scope import below
from workflows.answers.plainly import plainly
from workflows.find_practices import find_practices
from workflows.keep_practice import Practice, PracticeKept, keep_practice, publish_practice
from workflows.send_practices import Package, pack_practices, send_practices

app = noun()


@changes(app, "add", "Записать практику в банк", "Keep a practice in the bank")
def add(
    frame: Frame,
    title: Annotated[str, option("--title", "Название", "Title")],
    summary: Annotated[str, option("--summary", "Кратко", "Summary")] = "",
    body: Annotated[str, option("--body", "Описание", "Description")] = "",
    result: Annotated[str, option("--result", "Результат", "Result")] = "",
    url: Annotated[str, option("--url", "Ссылка на материалы", "Link")] = "",
    tags: Annotated[str, option("--tags", "Метки через запятую", "Tags, comma-separated")] = "",
    form: Annotated[str, option("--form", "Форма наставничества", "Form of mentoring")] = "",
    year: Annotated[int, option("--year", "Год, обычно текущий", "Year, usually this one")] = 0,
    author: Annotated[int | None, option("--author", "Номер автора", "Id of the author")] = None,
    pair: Annotated[int | None, option("--pair", "Номер пары", "Id of the pair")] = None,
    publish: Annotated[bool, flag("--publish", "Сразу опубликовать", "Publish at once")] = False,
) -> int:
    told = Practice(title, summary, body, result, url, tags, form, year, author, pair)

    def flow(tx: Connection, by: By) -> PracticeKept | Refused:
        made = keep_practice(tx, by=by, organisation_id=frame.organisation(tx).id, told=told)
        if isinstance(made, Refused) or not publish:
            return made
        return publish_practice(tx, by=by, practice_id=made.id)

    return frame.change(
        flow,
        answer=plainly,
        say=lambda made: Words(f"Практика {made['id']} записана", f"Practice {made['id']} is kept"),
    )


@changes(app, "publish", "Опубликовать практику", "Publish a practice")
def publish_(frame: Frame, practice: Annotated[int, argument("ID", "Номер практики", "Id of the practice")]) -> int:
    return frame.change(
        lambda tx, by: publish_practice(tx, by=by, practice_id=practice),
        answer=plainly,
        say=lambda made: Words(f"Практика {made['id']} опубликована", f"Practice {made['id']} is published"),
    )


@reads(app, "list", "Банк практик", "The bank of practices")
def list_(
    frame: Frame,
    text: Annotated[str, option("--text", "Искать в названии, описании и метках", "Search")] = "",
    year: Annotated[int | None, option("--year", "Год", "Year")] = None,
    form: Annotated[str, option("--form", "Форма наставничества", "Form of mentoring")] = "",
) -> None:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        visible = below([place.path]) if place else true()
        found = find_practices(tx, visible=visible, text=text, form=form, year=year)
    heads = (Words("id", "id"), Words("Год", "Year"), Words("Название", "Title"), Words("Состояние", "State"))
    shown = [(row.id, row.year, row.title, row.state) for row in found]
    table = Table(heads, shown, empty=Words("Практик пока нет", "No practices yet"))
    frame.show([_document(row) for row in found], table)


@changes(app, "send", "Собрать пакет для регионального центра", "Pack practices for the regional centre")
def send(
    frame: Frame,
    out: Annotated[Path, option("--out", "Файл ZIP", "ZIP file")],
    practice: Annotated[
        list[int] | None, option("--practice", "Номер практики, можно несколько; иначе все", "Id, repeatable; else all")
    ] = None,
) -> int:
    def flow(tx: Connection, by: By) -> tuple[Package, str] | Refused:
        place = frame.organisation(tx)
        package = pack_practices(tx, by=by, organisation=place, ids=practice or ())
        if isinstance(package, Refused):
            return package
        sent = send_practices(tx, by=by, organisation=place, ids=package.practices)
        if isinstance(sent, Refused):
            return sent
        if not frame.dry_run:
            try:
                out.write_bytes(package.content)
            except OSError:
                ru, en = f"--out: файл {out} не записывается", f"--out: the file {out} cannot be written"
                raise BadInput("--out", ru, en) from None
        return package, sent.sent_on.isoformat()

    return frame.change(
        flow,
        answer=lambda made: {
            "id": made[0].practices[0],
            "practices": list(made[0].practices),
            "sent_on": made[1],
            "authors_named": made[0].named,
            "file": str(out),
        },
        say=lambda made: Words(
            f"Пакет {made['file']}: практик {len(made['practices'])}",
            f"Package {made['file']}: {len(made['practices'])} practices",
        ),
    )


def _document(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "org": row.org_path,
        "title": row.title,
        "summary": row.summary,
        "year": row.year,
        "form": row.form,
        "tags": row.tags,
        "url": row.url,
        "state": row.state,
        "sent_on": None if row.sent_on is None else row.sent_on.isoformat(),
    }
