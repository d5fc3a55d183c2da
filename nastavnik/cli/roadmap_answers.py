"""How roadmap rows and overdue items are answered: the contract's documents and the tables for people."""

from collections.abc import Iterable, Sequence
from typing import Any

from engine.words import Words
from nastavnik.cli.output import Table
from workflows.list_overdue import OverdueLine
from workflows.show_roadmap import ShownItem


def item_document(one: ShownItem) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "key": one.key,
        "section": one.section,
        "title": one.title,
        "deadline_text": one.deadline_text,
        "kind": one.kind,
        "value": one.value,
        "responsible": one.responsible_role,
        "responsible_text": one.responsible_text,
        "person": one.responsible_id,
        "result": one.result,
        "document": one.document_kind,
        "thresholds": one.thresholds,
        "drives": one.drives,
        "bound_on": one.bound_on,
        "obligations": [
            {
                "id": row.id,
                "occurrence": row.occurrence,
                "pair": row.pair_id,
                "due_on": row.due_on,
                "first_due_on": row.first_due_on,
                "revision": row.revision,
                "status": row.status,
                "reason": row.reason,
            }
            for row in one.obligations
        ],
        "postponements": [
            {"occurrence": row.occurrence, "from": row.from_day, "to": row.to_day, "reason": row.reason}
            for row in one.postponements
        ],
        "evidence": [{"kind": row.kind, "reference": row.reference} for row in one.evidence],
    }


def overdue_document(one: OverdueLine) -> dict[str, Any]:
    return {
        "obligation": one.obligation,
        "item": one.item,
        "number": one.number,
        "pair": one.pair,
        "pair_number": one.pair_number,
        "org": one.org,
        "title": one.title,
        "due_on": one.due_on,
        "first_due_on": one.first_due_on,
        "days_late": one.days_late,
        "holder": one.holder,
    }


def overdue_table(found: Iterable[OverdueLine]) -> Table:
    return Table(
        (
            Words("Организация", "Organisation"),
            Words("№", "No"),
            Words("Что", "What"),
            Words("Пара", "Pair"),
            Words("Срок", "Due"),
            Words("Раб. дней", "Working days"),
            Words("У кого", "Holder"),
        ),
        [
            (
                one.organisation,
                one.number,
                one.title,
                "" if one.pair_number is None else f"№ {one.pair_number}",
                f"{one.due_on:%d.%m.%Y}",
                one.days_late,
                one.holder,
            )
            for one in found
        ],
        empty=Words("Просроченного нет", "Nothing is overdue"),
    )


def roadmap_table(found: Sequence[Any]) -> Table:
    return Table(
        (
            Words("id", "id"),
            Words("Организация", "Organisation"),
            Words("Название", "Title"),
            Words("Период", "Period"),
        ),
        [(row.id, row.org_path, row.title, f"{row.period_start} — {row.period_end}") for row in found],
        empty=Words(
            "Дорожных карт пока нет: nastavnik roadmap apply s1-teachers-2025 --org …",
            "No roadmaps yet: nastavnik roadmap apply s1-teachers-2025 --org …",
        ),
    )
