"""Roadmaps, their rows and what is overdue, as programs are told of them."""

from typing import Any

from engine.roadmaps import RoadmapTemplate
from engine.words import Language
from workflows.list_overdue import OverdueLine
from workflows.show_roadmap import ShownItem, ShownRoadmap

_PUBLIC = ("paper", "figure")


def item_document(one: ShownItem, *, words: bool = True) -> dict[str, Any]:
    """`words`: reasons, references and who the source names, too; above the own organisation none of them travels."""
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
        "responsible_text": one.responsible_text if words else "",
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
            {
                "occurrence": row.occurrence,
                "from": row.from_day,
                "to": row.to_day,
                "reason": row.reason if words else "",
            }
            for row in one.postponements
        ],
        "evidence": [
            {"kind": row.kind, "reference": row.reference if words or row.kind in _PUBLIC else ""}
            for row in one.evidence
        ],
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


def roadmap_document(row: Any) -> dict[str, Any]:
    """A line of the list of roadmaps in force."""
    return {
        "id": row.id,
        "org": row.org_path,
        "template": row.template,
        "title": row.title,
        "from": row.period_start,
        "to": row.period_end,
    }


def shown_document(shown: ShownRoadmap, *, words: bool = True) -> dict[str, Any]:
    """A whole roadmap with its rows and indicators."""
    return {
        "id": shown.row.id,
        "title": shown.row.title,
        "template": shown.row.template,
        "from": shown.row.period_start,
        "to": shown.row.period_end,
        "items": [item_document(one, words=words) for one in shown.items],
        "indicators": [
            {"key": one.key, "title": one.title, "formula": one.formula, "targets": one.targets}
            for one in shown.indicators
        ],
    }


def template_document(one: RoadmapTemplate, language: Language) -> dict[str, Any]:
    """A built-in roadmap."""
    return {
        "template": one.key,
        "title": one.title.in_(language),
        "from": one.period.start,
        "to": one.period.end,
        "items": len(one.items),
        "indicators": len(one.indicators),
    }
