"""`nastavnik plan templates|template-check|template-publish`: templates that fill plans with days."""

from pathlib import Path
from typing import Annotated

from engine.plans.templates import PlanTemplate
from engine.words import Words
from nastavnik.cli.arguments import argument, read_text
from nastavnik.cli.checked_file import show_faults
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from workflows.answers.plainly import plainly
from workflows.answers.plans import template_document
from workflows.definitions.plan_files import read_plan_template
from workflows.plan_templates import templates_for
from workflows.publish_plan_template import publish_plan_template, template_in

app = noun()

_File = Annotated[Path, argument("FILE", "Файл образца, YAML", "The template, YAML")]


@reads(app, "templates", "Образцы планов организации", "The templates of plans an organisation has")
def templates(frame: Frame) -> None:
    with frame.read() as tx:
        organisation = frame.organisation_if_named(tx)
        offered = templates_for(tx, "" if organisation is None else organisation.path)
    headings = (
        Words("Образец", "Template"),
        Words("Название", "Title"),
        Words("Пунктов", "Items"),
        Words("Чей", "Whose"),
    )
    rows = [
        (one.template.key, one.template.title.in_(frame.language), len(one.template.lines), one.organisation)
        for one in offered
    ]
    frame.show([template_document(one, frame.language) for one in offered], Table(headings, rows))


@reads(app, "template-check", "Проверить файл образца", "Check the file of a template")
def check(frame: Frame, file: _File) -> int:
    found = read_plan_template(read_text(file, "FILE"), file.name)
    faults = () if isinstance(found, PlanTemplate) else found
    return show_faults(frame, faults)


@changes(app, "template-publish", "Опубликовать образец для организации", "Publish a template for an organisation")
def publish(frame: Frame, file: _File) -> int:
    wanted = template_in(read_text(file, "FILE"), file.name)
    return frame.change(
        lambda tx, by: publish_plan_template(tx, by=by, organisation=frame.organisation(tx), template=wanted),
        answer=plainly,
        say=lambda made: Words(
            f"Образец {made['key']} версии {made['version']} опубликован"
            if made["fresh"]
            else "Эта версия уже опубликована",
            f"Template {made['key']} version {made['version']} is published"
            if made["fresh"]
            else "This version is published already",
        ),
    )
