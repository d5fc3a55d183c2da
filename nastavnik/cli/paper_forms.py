"""`nastavnik paper forms|form-text|form-check|form-publish`: the forms papers are written from, ours and one's own."""

from pathlib import Path
from typing import Annotated

from sqlalchemy import Connection

from engine.papers.model import PaperForm
from engine.words import Words
from nastavnik.cli.arguments import argument, option, read_text
from nastavnik.cli.checked_file import show_faults
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.paper_answers import form_document, forms_table
from nastavnik.cli.whole_file import write_whole
from workflows.answers.plainly import plainly
from workflows.definitions.paper_files import read_paper_form
from workflows.paper_forms import forms_for, text_of
from workflows.publish_paper_form import own_form, publish_paper_form

app = noun()

_File = Annotated[Path, argument("FILE", "Файл формы, YAML", "The form, YAML")]


@reads(app, "forms", "Формы документов", "Forms of papers")
def forms(frame: Frame) -> None:
    with frame.read() as tx:
        offered = forms_for(tx, _path(frame, tx))
    frame.show(
        [form_document(one.form, frame.language) | {"org": one.path or None} for one in offered],
        forms_table([one.form for one in offered], frame.language),
    )


@reads(app, "form-text", "Записать описание формы в файл", "Write the description of a form into a file")
def form_text(
    frame: Frame,
    key: Annotated[str, argument("FORM", "Ключ формы", "Key of the form")],
    out: Annotated[Path, option("--out", "Куда записать файл YAML", "Where the YAML goes")],
) -> None:
    with frame.read() as tx:
        content = text_of(tx, _path(frame, tx), key).encode()
    write_whole(out, content)
    words = Words(f"Описание формы «{key}» записано: {out}", f"The description of “{key}” is written: {out}")
    frame.show({"form": key, "file": str(out), "bytes": len(content)}, words)


@reads(app, "form-check", "Проверить файл формы", "Check the file of a form")
def check(frame: Frame, file: _File) -> int:
    found = read_paper_form(read_text(file, "FILE"), file.name)
    return show_faults(frame, () if isinstance(found, PaperForm) else found)


@changes(app, "form-publish", "Опубликовать форму для организации", "Publish a form for an organisation")
def publish(frame: Frame, file: _File) -> int:
    own = own_form(read_text(file, "FILE"), file.name, field="FILE")
    return frame.change(
        lambda tx, by: publish_paper_form(tx, by=by, organisation=frame.organisation(tx), own=own),
        answer=plainly,
        say=lambda made: Words(
            f"Форма {made['form']} версии {made['version']} опубликована"
            if made["fresh"]
            else "Эта версия уже опубликована",
            f"Form {made['form']} version {made['version']} is published"
            if made["fresh"]
            else "This version is published already",
        ),
    )


def _path(frame: Frame, tx: Connection) -> str:
    """Of the organisation of `--org`; without one only the built-in forms are there."""
    place = frame.organisation_if_named(tx)
    return "" if place is None else place.path
