"""`nastavnik paper`: papers written from forms, and the register of papers."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

from sqlalchemy import Connection, true

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, flag, option, reason_option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.paper_answers import (
    lack_document,
    lacks_table,
    paper_document,
    papers_table,
    sheet_document,
    values_document,
    written_document,
)
from nastavnik.cli.paper_forms import app as own_forms
from storage.papers import Wanted
from storage.scope import below
from workflows.annul_paper import annul_paper
from workflows.answers.plainly import plainly
from workflows.copy_paper import copy_paper, keep_copy
from workflows.register_paper import PURPOSES, register_paper
from workflows.show_papers import list_papers, show_paper
from workflows.write_paper import PaperAsked, Written, preview_paper, write_paper

app = noun()
app.registered_commands += own_forms.registered_commands

_Id = Annotated[int, argument("ID", "Номер документа", "Id of the paper")]
_Form = Annotated[str, option("--form", "Форма: nastavnik paper forms", "Form: nastavnik paper forms")]
_Pair = Annotated[list[int] | None, option("--pair", "О какой паре, можно несколько", "Pair, repeatable")]
_Person = Annotated[list[int] | None, option("--person", "О ком, можно несколько", "Person, repeatable")]
_Set = Annotated[list[str] | None, option("--set", "ПОЛЕ=ЗНАЧЕНИЕ, можно несколько", "NAME=VALUE, repeatable")]
_From = Annotated[date | None, day_option("--from", "Период документа: с", "Period of the paper: from")]
_To = Annotated[date | None, day_option("--to", "Период документа: по", "Period of the paper: to")]
_Event = Annotated[int | None, option("--event", "О каком мероприятии", "Event it is about")]


@changes(app, "register", "Зарегистрировать документ", "Register a paper")
def register(
    frame: Frame,
    kind: Annotated[
        str, option("--kind", "order|regulation|plan|report|protocol|reference|register|agreement", "the same")
    ],
    purpose: Annotated[str, option("--purpose", "|".join(PURPOSES), "the same")],
    number: Annotated[str, option("--number", "Номер по журналу школы", "Number in the school's register")],
    dated: Annotated[date, day_option("--date", "Дата документа", "Date of the paper")],
    pair: _Pair = None,
    item: Annotated[int | None, option("--item", "Какой пункт карты закрывает", "Roadmap item it closes")] = None,
) -> int:
    return frame.change(
        lambda tx, by: register_paper(
            tx,
            by=by,
            organisation=frame.organisation(tx),
            kind=kind,
            purpose=purpose,
            number=number,
            dated=dated,
            pair_ids=pair or (),
            item_id=item,
        ),
        answer=plainly,
        say=lambda made: Words(
            f"Документ {made['id']} зарегистрирован: № {made['number']} от {made['dated']}",
            f"Paper {made['id']} is registered: No {made['number']} of {made['dated']}",
        ),
    )


@changes(app, "issue", "Составить документ по форме", "Write a paper from a form")
def issue(
    frame: Frame,
    form: _Form,
    pair: _Pair = None,
    person: _Person = None,
    item: Annotated[int | None, option("--item", "Какой пункт карты закроет", "Roadmap item it will close")] = None,
    said: _Set = None,
    since: _From = None,
    until: _To = None,
    event: _Event = None,
    out: Annotated[Path | None, option("--out", "Файл DOCX", "DOCX file")] = None,
    registered: Annotated[bool, flag("--register", "Сразу зарегистрировать", "Register at once")] = False,
    number: Annotated[str, option("--number", "Номер или auto", "Number or auto")] = "auto",
    dated: Annotated[date | None, day_option("--date", "Дата документа, обычно сегодня", "Date, usually today")] = None,
) -> int:
    asked = PaperAsked(form, pair or (), person or (), _subject(since, until, event), _said(said), item)

    def flow(tx: Connection, by: By) -> Written | Refused:
        organisation = frame.organisation(tx)
        entry = (number, dated or organisation.today(by.at)) if registered else None
        made = write_paper(tx, by=by, organisation=organisation, asked=asked, registered=entry)
        if isinstance(made, Written) and out is not None and not frame.dry_run:
            _keep(out, made.docx)
        return made

    return frame.change(flow, answer=lambda made: written_document(made, out, frame.language), say=_issued)


@reads(app, "missing", "Чего не хватает для документа", "What is missing for a paper")
def missing(
    frame: Frame,
    form: _Form,
    pair: _Pair = None,
    person: _Person = None,
    said: _Set = None,
    since: _From = None,
    until: _To = None,
    event: _Event = None,
) -> int:
    asked = PaperAsked(form, pair or (), person or (), _subject(since, until, event), _said(said))
    with frame.read() as tx:
        found = preview_paper(tx, by=frame.reader, organisation=frame.organisation(tx), asked=asked)
    if isinstance(found, Refused):
        return frame.refuse(found)
    lacks = found.values.lacks
    told = {
        "form": form,
        "missing": [lack_document(one, frame.language) for one in lacks],
        "doubts": [{"placeholder": one.placeholder, "words": one.words} for one in found.values.doubts],
        "values": values_document(found.values),
    }
    frame.show(told, lacks_table(lacks, frame.language))
    return 1 if lacks else 0


@reads(app, "list", "Журнал регистрации документов", "The register of papers")
def list_(
    frame: Frame,
    kind: Annotated[str, option("--kind", "Вид", "Kind")] = "",
    purpose: Annotated[str, option("--purpose", "О чём", "Purpose")] = "",
    text: Annotated[str, option("--text", "Искать в номере и названии", "Search number and title")] = "",
    since: _From = None,
    until: _To = None,
) -> None:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        visible = below([place.path]) if place else true()
        wanted = Wanted(text=text, kind=kind, purpose=purpose, since=since, until=until)
        found = list_papers(tx, visible=visible, wanted=wanted)
    frame.show([paper_document(row) for row in found], papers_table(found, frame.language))


@reads(app, "show", "Показать документ", "Show a paper")
def show(frame: Frame, paper: _Id) -> None:
    with frame.read() as tx:
        found = show_paper(tx, by=frame.reader, paper_id=paper)
    one = found.paper
    said = Words(
        f"{one.title or one.kind} № {one.number} от {one.dated:%d.%m.%Y}, закрыто пунктов: {len(found.proved)}",
        f"{one.title or one.kind} No {one.number} of {one.dated}, rows closed: {len(found.proved)}",
    )
    frame.show(sheet_document(found), said)


@changes(app, "pdf", "Копия документа в PDF", "A PDF copy of a paper")
def pdf(frame: Frame, paper: _Id, out: Annotated[Path, option("--out", "Файл PDF", "PDF file")]) -> int:
    with frame.read() as tx:
        copy = copy_paper(tx, by=frame.reader, paper_id=paper)
    if isinstance(copy, Refused):
        return frame.refuse(copy)
    if not frame.dry_run:
        _keep(out, copy.content)
    return frame.change(
        lambda tx, _by: keep_copy(tx, copy),
        answer=lambda made: {"id": made, "file": str(out), "bytes": len(copy.content)},
        say=lambda made: Words(f"Копия записана: {made['file']}", f"The copy is in {made['file']}"),
    )


@changes(app, "annul", "Аннулировать документ", "Annul a paper")
def annul(frame: Frame, paper: _Id, reason: Annotated[str, reason_option()] = "") -> int:
    return frame.change(
        lambda tx, by: annul_paper(tx, by=by, paper_id=paper, reason=reason),
        answer=plainly,
        say=lambda made: Words(
            f"Документ {made['id']} аннулирован, снова открыто пунктов: {made['freed']}",
            f"Paper {made['id']} is annulled, rows open again: {made['freed']}",
        ),
    )


def _issued(made: Any) -> Words:
    if made["state"] == "registered":
        ru = f"Документ {made['id']} зарегистрирован: № {made['number']} от {made['dated']}"
        en = f"Paper {made['id']} is registered: No {made['number']} of {made['dated']}"
        return Words(f"{ru}, закрыто пунктов: {len(made['closed'])}", f"{en}, rows closed: {len(made['closed'])}")
    lacking = len(made["missing"])
    return Words(
        f"Проект {made['id']} составлен, не заполнено полей: {lacking}",
        f"Draft {made['id']}, fields missing: {lacking}",
    )


def _subject(since: date | None, until: date | None, event: int | None) -> dict[str, Any]:
    told = {"from": since and since.isoformat(), "to": until and until.isoformat(), "event": event}
    return {name: value for name, value in told.items() if value}


def _said(given: list[str] | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given or ():
        name, parted, value = one.partition("=")
        if not parted:
            raise BadInput("--set", f"--set: «{one}» не вида ПОЛЕ=ЗНАЧЕНИЕ", f"--set: `{one}` is not NAME=VALUE")
        found[name.strip()] = value.strip()
    return found


def _keep(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError:
        raise BadInput(
            "--out", f"--out: файл {path} не записывается", f"--out: the file {path} cannot be written"
        ) from None
