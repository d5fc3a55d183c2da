"""`nastavnik roadmap`: templates, live roadmaps, what is overdue, and what people do about a row."""

from datetime import date
from pathlib import Path
from typing import Annotated, cast, get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import Past
from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option, read_file, reason_option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from nastavnik.cli.roadmap_answers import overdue_table, roadmap_table
from nastavnik.cli.roadmap_cascade import app as cascade
from nastavnik.cli.roadmap_files import app as files
from nastavnik.cli.roadmap_lint import app as findings
from storage import evidence_files, roadmaps
from storage.scope import EVERYTHING, Scope, visible
from storage.tables.roadmaps import roadmaps as table
from workflows.answers.roadmaps import (
    overdue_document,
    roadmap_document,
    shown_document,
    template_document,
)
from workflows.apply_roadmap import apply_roadmap
from workflows.assign_item import assign_item
from workflows.bind_item import bind_item
from workflows.complete_item import Proof, complete_item, reason_proof
from workflows.definitions.roadmap_files import template, templates
from workflows.find_paper import find_paper
from workflows.keep_evidence import link_proof
from workflows.list_overdue import list_overdue
from workflows.plain_text import one_of
from workflows.reschedule_item import reschedule_item
from workflows.show_roadmap import show_roadmap

app = noun()
app.registered_commands += files.registered_commands  # the verbs about a school's own file
app.registered_commands += cascade.registered_commands  # … about handing it down the tree
app.registered_commands += findings.registered_commands  # … and about what the linter says of it

_FOUND = 1
_DIGITS = 9  # of a paper's id: no database here holds a longer one
_Item = Annotated[int, argument("ITEM", "Номер пункта (id)", "Id of the row")]
_Occurrence = Annotated[
    str | None, option("--occurrence", "Какой из открытых сроков: день или часть", "Which open date: day or part")
]
_Pair = Annotated[
    int | None, option("--pair", "Пара, если пункт выполняет каждая", "The pair, for a row of every pair")
]


@changes(app, "apply", "Ввести в действие встроенную дорожную карту", "Make a built-in roadmap live")
def apply(
    frame: Frame,
    name: Annotated[str, argument("TEMPLATE", "Шаблон (roadmap list --templates)", "Template")],
    past: Annotated[str, option("--past", "Что с прошедшими сроками: open|done|not-ours", "Past items")] = "open",
    start: Annotated[date | None, day_option("--start", "Новый первый день", "Another first day")] = None,
) -> int:
    chosen = cast(Past, one_of(past, get_args(Past), "--past"))
    return frame.change(
        lambda tx, by: apply_roadmap(
            tx, by=by, organisation_id=frame.organisation(tx).id, template_key=name, past=chosen, start=start
        ),
        answer=lambda made: {
            "id": made.roadmap_id,
            "items": made.items,
            "indicators": made.indicators,
            "questions": made.questions,
        },
        say=lambda made: Words(
            f"Дорожная карта {made['id']}: пунктов {made['items']}, вопросов куратору {made['questions']}",
            f"Roadmap {made['id']}: {made['items']} rows, {made['questions']} questions to the curator",
        ),
    )


@reads(app, "list", "Дорожные карты в действии или шаблоны", "Live roadmaps, or templates")
def list_(
    frame: Frame,
    built_in: Annotated[bool, option("--templates", "Встроенные шаблоны", "Built-in templates")] = False,
) -> None:
    if built_in:
        _list_templates(frame)
        return
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        scope = EVERYTHING if top is None else Scope(paths=(top.path,))
        found = roadmaps.listing(tx, visible=visible(scope, table.c.organisation_id))
    frame.show(
        [roadmap_document(row) for row in found],
        roadmap_table(found),
    )


@reads(app, "show", "Показать дорожную карту", "Show a roadmap")
def show(frame: Frame, roadmap_id: Annotated[int, argument("ID", "Номер карты", "Id of the roadmap")]) -> None:
    with frame.read() as tx:
        shown = show_roadmap(tx, by=frame.reader, roadmap_id=roadmap_id)
    frame.show(
        shown_document(shown),
        Table(
            (
                Words("id", "id"),
                Words("№", "No"),
                Words("Пункт", "Row"),
                Words("Срок", "Deadline"),
                Words("Когда", "Due"),
            ),
            [(one.id, one.number, one.title, one.deadline_text, ", ".join(one.due_days[:3])) for one in shown.items],
        ),
    )


@reads(app, "overdue", "Что просрочено, по всему дереву", "What is overdue over the tree")
def overdue(
    frame: Frame, on: Annotated[date | None, day_option("--at", "На какой день", "On which day")] = None
) -> int:
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        scope = EVERYTHING if top is None else Scope(paths=(top.path,))
        seen_from = None if top is None else top.path
        found = list_overdue(tx, scope, seen_from=seen_from, at=frame.clock.now(), on=on)
    frame.show([overdue_document(one) for one in found], overdue_table(found))
    return _FOUND if found else 0


@changes(app, "complete", "Отметить пункт выполненным", "Mark a row as done")
def complete(
    frame: Frame,
    item: _Item,
    evidence: Annotated[str | None, option("--evidence", "Файл, ссылка или paper:ID", "File, link or paper:ID")] = None,
    reason: Annotated[str, reason_option()] = "",
    occurrence: _Occurrence = None,
    pair: _Pair = None,
) -> int:
    return frame.change(
        lambda tx, by: complete_item(
            tx,
            by=by,
            item_id=item,
            proof=_given(frame, evidence, reason, tx, by),
            occurrence=occurrence,
            pair_id=pair,
        ),
        answer=lambda done: {"id": done.obligation_id, "occurrence": done.occurrence},
        say=lambda done: Words("Пункт отмечен выполненным", "The row is done"),
    )


@changes(app, "reschedule", "Перенести срок с причиной", "Move a date with a reason")
def reschedule(
    frame: Frame,
    item: _Item,
    to_day: Annotated[date, day_option("--to", "Новый день", "The new day")],
    reason: Annotated[str, reason_option()],
    occurrence: _Occurrence = None,
    pair: _Pair = None,
) -> int:
    return frame.change(
        lambda tx, by: reschedule_item(
            tx, by=by, item_id=item, to_day=to_day, reason=reason, occurrence=occurrence, pair_id=pair
        ),
        answer=lambda moved: {"id": moved.postponement_id, "from": moved.from_day, "to": moved.to_day},
        say=lambda moved: Words(
            f"Срок перенесён с {moved['from'] or '—'} на {moved['to']}",
            f"Moved from {moved['from'] or '—'} to {moved['to']}",
        ),
    )


@changes(app, "assign", "Назначить ответственного", "Make somebody responsible")
def assign(
    frame: Frame, item: _Item, person: Annotated[int, option("--person", "Участник (id)", "The person's id")]
) -> int:
    return frame.change(
        lambda tx, by: assign_item(tx, by=by, item_id=item, person_id=person),
        answer=lambda made: {"id": made.item_id, "person": made.person_id},
        say=lambda _: Words("Ответственный назначен", "The responsible is set"),
    )


@changes(app, "bind", "Назначить день пункту, который его ждал", "Give a waiting row its day")
def bind(frame: Frame, item: _Item, on: Annotated[date, day_option("--on", "День", "The day")]) -> int:
    return frame.change(
        lambda tx, by: bind_item(tx, by=by, item_id=item, on=on),
        answer=lambda made: {"id": made.item_id, "on": made.on},
        say=lambda made: Words(f"Срок назначен: {made['on']}", f"Due on {made['on']}"),
    )


def _list_templates(frame: Frame) -> None:
    found = [template(key) for key in templates()]
    frame.show(
        [template_document(one, frame.language) for one in found],
        Table(
            (Words("Шаблон", "Template"), Words("Название", "Title"), Words("Пунктов", "Rows")),
            [(one.key, one.title.in_(frame.language), len(one.items)) for one in found],
        ),
    )


def _given(frame: Frame, evidence: str | None, reason: str, tx: Connection, by: By) -> Proof:
    """Evidence, or without any the reason why the row is done."""
    if (evidence is None) is (not reason):
        raise BadInput(
            "--evidence",
            "--evidence: нужно одно из двух: подтверждение или --reason с причиной",
            "--evidence: give one of the two, evidence or --reason",
        )
    return reason_proof(reason, field="--reason") if evidence is None else _proof(frame, evidence, tx, by)


def _proof(frame: Frame, evidence: str, tx: Connection, by: By) -> Proof:
    """A registered paper (`paper:7`), a link (`https://…`), or a file of this machine, which is copied."""
    if evidence.startswith("paper:"):
        number = evidence.removeprefix("paper:")
        if not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
            raise BadInput("--evidence", f"--evidence: «{evidence}»: нужно paper:7", "--evidence: write paper:7")
        paper = find_paper(tx, by=by, paper_id=int(number))
        return Proof("paper", number, paper_id=paper.id)
    if evidence.startswith(("http://", "https://")):
        return link_proof(evidence, field="--evidence")
    content = read_file(Path(evidence), "--evidence")
    if frame.dry_run:
        return Proof("file", Path(evidence).name)
    name, digest = evidence_files.keep(frame.settings.data_dir, content, suffix=Path(evidence).suffix)
    return Proof("file", name, sha256=digest)
