"""Imports of roadmaps as programs are told of them."""

from collections.abc import Mapping
from typing import Any

from engine.roadmap_diff import FieldChange
from engine.roadmap_mending import Mended
from engine.words import Language
from workflows.answers.findings import finding_document
from workflows.answers.readings import question_document
from workflows.import_roadmap import Imported
from workflows.roadmap_changes import RoadmapDifference


def imported_document(made: Imported, language: Language) -> dict[str, Any]:
    """What came into force: the roadmap's id first, its questions, and how many lines went into nothing."""
    accepted = made.accepted
    return {
        "id": accepted.roadmap_id,
        "import": accepted.import_id,
        "items": accepted.items,
        "indicators": accepted.indicators,
        "questions": accepted.questions,
        "unused": len(made.review.read.unused),
        "open": open_questions(made.review),
        "findings": [finding_document(one, language) for one in made.findings],
    }


def open_questions(review: Mended) -> list[dict[str, Any]]:
    """What nobody has answered yet, row by row."""
    return [
        {"row": row.name, "number": row.item.number, **question_document(question)}
        for row in review.live
        for question in row.open
    ]


def difference_document(found: RoadmapDifference | None) -> dict[str, Any]:
    """What a corrected file changes; nothing for a new roadmap."""
    if found is None:
        return {}
    return {
        "changes": {
            "head": [_change(one) for one in found.head],
            "added": [{"number": row.item.number, "title": row.item.activity.text} for row, _ in found.added],
            "changed": [
                {
                    "item": one.live.facts.id,
                    "number": one.live.row.number,
                    "fields": [_change(change) for change in one.fields],
                }
                for one in found.changed
            ],
            "gone": [{"item": one.facts.id, "number": one.row.number, "title": one.facts.title} for one in found.gone],
            "same": len(found.same),
        }
    }


def _change(one: FieldChange) -> Mapping[str, str]:
    return {"field": one.field, "before": one.before, "after": one.after}
