"""`nastavnik template`: the DOCX templates papers are made from."""

from pathlib import Path
from typing import Annotated, Any

from documents.papers.building import built_in_template
from documents.papers.checking import CheckedTemplate, check_template
from engine.words import Words
from nastavnik.cli.arguments import argument, flag, option, read_file
from nastavnik.cli.frame import REFUSED, Frame, changes, noun, reads
from nastavnik.cli.output import Table
from nastavnik.cli.whole_file import write_whole
from storage import paper_templates
from workflows.answers.plainly import plainly
from workflows.paper_forms import form_for, forms_for
from workflows.template_in_force import template_in_force
from workflows.try_template import try_template
from workflows.upload_template import upload_template
from workflows.withdraw_template import withdraw_template

app = noun()

_Form = Annotated[str, argument("FORM", "Ключ формы документа, например order-pairing", "Key of the form")]
_File = Annotated[Path, argument("FILE", "Шаблон DOCX", "The template, a DOCX")]
_Out = Annotated[Path, option("--out", "Куда записать файл DOCX", "Where the DOCX goes")]


@reads(app, "list", "Список форм и чьи шаблоны действуют", "List the forms and whose templates count")
def list_(frame: Frame) -> None:
    with frame.read() as tx:
        path = frame.organisation(tx).path
        found, offered = paper_templates.in_force(tx, path), forms_for(tx, path)
    rows: list[dict[str, Any]] = []
    for form in (one.form for one in offered):
        owner, row = found.get(form.key, ("", None))
        version = row.version if row is not None else None
        rows.append(
            {
                "form": form.key,
                "title": form.title.in_(frame.language),
                "template": row.id if row is not None else None,
                "org": owner or None,
                "version": version,
            }
        )
    frame.show(
        rows,
        Table(
            (Words("Форма", "Form"), Words("Документ", "Paper"), Words("Чей шаблон", "Whose template")),
            [
                (row["form"], row["title"], row["org"] or Words("встроенный", "built in").in_(frame.language))
                for row in rows
            ],
        ),
    )


@reads(app, "get", "Записать действующий шаблон в файл", "Write the template that counts into a file")
def get(
    frame: Frame,
    form: _Form,
    out: _Out,
    built_in: Annotated[bool, flag("--built-in", "Встроенный образец", "The built-in one")] = False,
    tried: Annotated[bool, flag("--filled", "Заполненный данными организации", "Filled with real data")] = False,
) -> None:
    with frame.read() as tx:
        organisation = frame.organisation(tx)
        known = form_for(tx, organisation.path, form)
        content = built_in_template(known) if built_in else template_in_force(tx, organisation, form).docx
        if tried:
            content = try_template(tx, by=frame.reader, organisation=organisation, form=form, template=content)
    write_whole(out, content)
    words = Words(f"Шаблон «{known.title.ru}» записан: {out}", f"The template of “{known.title.en}” is written: {out}")
    frame.show({"form": form, "file": str(out), "bytes": len(content)}, words)


@reads(app, "check", "Проверить шаблон, ничего не записывая", "Check a template, store nothing")
def check(frame: Frame, form: _Form, file: _File) -> int:
    checked = _checked(frame, form, file)
    lines = "\n".join(f"{one.level}: {one.words.in_(frame.language)}" for one in checked.findings)
    sound = Words("Шаблон подходит", "The template fits")
    frame.show(_findings(frame, checked), Words(lines, lines) if lines else sound)
    return 0 if checked.accepted else REFUSED


@changes(app, "upload", "Загрузить свой шаблон", "Upload a template of one's own")
def upload(frame: Frame, form: _Form, file: _File) -> int:
    checked = _checked(frame, form, file)
    return frame.change(
        lambda tx, by: upload_template(
            tx, by=by, organisation_id=frame.organisation(tx).id, form=form, checked=checked
        ),
        answer=lambda made: {
            "id": made.id,
            "form": made.form,
            "version": made.version,
            "again": made.again,
            "findings": _findings(frame, checked)["findings"],
        },
        say=lambda made: Words(
            f"Шаблон {made['id']} действует, версия {made['version']}",
            f"Template {made['id']} counts, version {made['version']}",
        ),
    )


@changes(app, "withdraw", "Убрать свой шаблон", "Withdraw a template of one's own")
def withdraw(frame: Frame, template_id: Annotated[int, argument("TEMPLATE", "Номер шаблона", "Its id")]) -> int:
    return frame.change(
        lambda tx, by: withdraw_template(tx, by=by, template_id=template_id),
        answer=plainly,
        say=lambda made: Words(f"Шаблон {made['id']} больше не действует", f"Template {made['id']} counts no more"),
    )


def _checked(frame: Frame, form: str, file: Path) -> CheckedTemplate:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        known = form_for(tx, "" if place is None else place.path, form)
    return check_template(known, read_file(file, "FILE"))


def _findings(frame: Frame, checked: CheckedTemplate) -> dict[str, Any]:
    listed = [{"level": one.level, "message": one.words.in_(frame.language)} for one in checked.findings]
    return {"accepted": checked.accepted, "placeholders": list(checked.placeholders), "findings": listed}
