"""How papers are answered: documents for programs, tables for people."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from engine.lifecycle.needs.papers import PAPER_TITLES
from engine.papers.model import PaperForm
from engine.words import Language, Words
from nastavnik.cli.output import Table
from workflows.answers.plainly import plain
from workflows.papers.collecting import Lack, PaperValues
from workflows.show_papers import PaperSheet
from workflows.write_paper import Written


def form_document(form: PaperForm, language: Language) -> dict[str, Any]:
    return {
        "id": form.key,
        "title": form.title.in_(language),
        "kind": form.kind,
        "purpose": form.purpose,
        "about": form.about,
        "fields": [{"name": name, "of": one.of, "title": one.title.in_(language)} for name, one in form.every_field()],
    }


def forms_table(forms: Iterable[PaperForm], language: Language) -> Table:
    heads = (Words("Форма", "Form"), Words("Документ", "Paper"), Words("Вид", "Kind"), Words("О чём", "About"))
    return Table(heads, [(one.key, one.title.in_(language), one.kind, one.about) for one in forms])


def lack_document(one: Lack, language: Language) -> dict[str, Any]:
    return {
        "field": one.field.name,
        "title": one.field.title.in_(language),
        "why": one.why.in_(language),
        "url": one.url,
    }


def lacks_table(lacks: Sequence[Lack], language: Language) -> Table:
    heads = (Words("Поле", "Field"), Words("Что", "What"), Words("Почему пусто", "Why"))
    rows = [(one.field.name, one.field.title.in_(language), one.why.in_(language)) for one in lacks]
    return Table(heads, rows, empty=Words("Всё есть, документ можно регистрировать", "Nothing is missing"))


def values_document(values: PaperValues) -> dict[str, Any]:
    """By placeholder; a list as its rows."""
    return {name: plain(value) for name, value in values.values.items()}


def written_document(made: Written, file: Path | None, language: Language) -> dict[str, Any]:
    issued = made.issued
    return {
        "id": issued.id if issued else made.draft_id,
        "state": "registered" if issued else "draft",
        "draft": made.draft_id,
        "form": made.form.key,
        "kind": made.form.kind,
        "purpose": made.form.purpose,
        "number": issued.number if issued else None,
        "dated": issued.dated if issued else None,
        "pairs": list(issued.pairs) if issued else [],
        "closed": plain(issued.closed) if issued else [],
        "approved": list(issued.approved) if issued else [],
        "same_number": list(issued.same_number) if issued else [],
        "missing": [] if issued else [lack_document(one, language) for one in made.values.lacks],
        "doubts": [{"placeholder": one.placeholder, "words": one.words} for one in made.values.doubts],
        "file": None if file is None else str(file),
    }


def papers_table(rows: Sequence[Any], language: Language) -> Table:
    heads = (
        Words("id", "id"),
        Words("Дата", "Date"),
        Words("Номер", "Number"),
        Words("Документ", "Paper"),
        Words("О чём", "Purpose"),
        Words("Организация", "Organisation"),
        Words("Аннулирован", "Annulled"),
    )
    shown = [
        (
            row.id,
            f"{row.dated:%d.%m.%Y}",
            row.number,
            row.title or PAPER_TITLES[row.kind].in_(language),
            row.purpose,
            row.org_path,
            "" if row.annulled_on is None else f"{row.annulled_on:%d.%m.%Y}",
        )
        for row in rows
    ]
    return Table(heads, shown, empty=Words("Документов нет", "There are no papers"))


def paper_document(row: Any) -> dict[str, Any]:
    return {
        "id": row.id,
        "org": row.org_path,
        "kind": row.kind,
        "purpose": row.purpose,
        "number": row.number,
        "dated": row.dated.isoformat(),
        "title": row.title,
        "form": row.form,
        "annulled_on": None if row.annulled_on is None else row.annulled_on.isoformat(),
    }


def sheet_document(sheet: PaperSheet) -> dict[str, Any]:
    paper = sheet.paper
    return {
        "id": paper.id,
        "org": sheet.path,
        "kind": paper.kind,
        "purpose": paper.purpose,
        "number": paper.number,
        "dated": paper.dated.isoformat(),
        "title": paper.title,
        "form": paper.form,
        "annulled_on": None if paper.annulled_on is None else paper.annulled_on.isoformat(),
        "pairs": [one.id for one in sheet.pairs],
        "closed": [{"item": one.item_id, "number": one.number, "pair": one.pair_id} for one in sheet.proved],
        "offers": [
            {"obligation": one.obligation_id, "item": one.item_id, "number": one.number, "fit": one.fit}
            for one in sheet.offered
        ],
        "file": sheet.filed,
        "scan": bool(sheet.scan),
    }
