"""Roadmaps handed down, as programs are told of them: statuses, numbers and papers, never people or their words."""

from typing import Any

from sqlalchemy import Row

from workflows.assemble_reference import COUNTS, Reference
from workflows.below_lines import BelowLine
from workflows.show_below import ItemBelow
from workflows.show_cascade import CascadeShown, PlaceLine
from workflows.show_changes import ChangesShown
from workflows.show_offers import OfferShown


def offer_document(row: Row[Any]) -> dict[str, Any]:
    """A line of the list of offers."""
    return {
        "id": row.id,
        "roadmap": row.roadmap_id,
        "title": row.title,
        "from_org": row.upper_path,
        "org": row.org_path,
        "state": row.state,
        "why": row.reason,
        "own_roadmap": row.lower_roadmap_id,
    }


def shown_offer_document(shown: OfferShown) -> dict[str, Any]:
    return offer_document(shown.offer) | {
        "items": [
            {
                "id": one.upper.id,
                "number": one.upper.words["number"],
                "title": one.upper.words["title"],
                "deadline_text": one.upper.words["deadline_text"],
                "kind": one.upper.words["deadline_kind"],
                "value": one.upper.words["deadline_value"],
                "responsible_text": one.upper.words["responsible_text"],
                "result": one.upper.words["result"],
                "document": one.upper.words["document_kind"],
                "here": None if one.here is None else one.here.id,
                "left": one.left,
            }
            for one in shown.rows
        ]
    }


def line_document(line: BelowLine) -> dict[str, Any]:
    """How a row stands in one organisation."""
    paper = line.paper
    return {
        "org": line.path,
        "name": line.name,
        "answer": line.answer,
        "why": line.why,
        "item": line.item_id,
        "status": None if line.standing is None else line.standing.value,
        "done": line.done,
        "total": line.total,
        "due_on": line.due_on,
        "days_late": line.late_days,
        "paper": None if paper is None else {"kind": paper.kind, "number": paper.number, "date": paper.dated},
        "done_by": line.given_to,
        "below": {"done": line.handed_on[0], "of": line.handed_on[1]},
    }


def below_document(found: ItemBelow) -> dict[str, Any]:
    """A row over the organisations it was handed to."""
    return {
        "id": found.row.id,
        "number": found.row.number,
        "title": found.row.title,
        "done": found.done,
        "of": found.asked,
        "above": None if found.above is None else found.above.item_id,
        "organisations": [line_document(one) for one in found.lines],
    }


def place_document(one: PlaceLine) -> dict[str, Any]:
    return {
        "org": one.offer.org_path,
        "name": one.offer.org_name,
        "publication": one.offer.id,
        "state": one.offer.state,
        "why": one.offer.reason,
        "offered": one.offered,
        "taken": one.taken,
        "done": one.done,
        "overdue": one.late,
        "days_late": one.late_days,
    }


def cascade_document(shown: CascadeShown) -> dict[str, Any]:
    """A roadmap over the organisations it was handed to."""
    return {
        "id": shown.roadmap.id,
        "title": shown.roadmap.title,
        "org": shown.place.path,
        "organisations": [place_document(one) for one in shown.places],
        "items": [_row(one) for one in shown.rows if one.lines],
    }


def reference_document(made: Reference) -> dict[str, Any]:
    """The assembled справка. Counts of people below five are null."""
    return {
        "id": made.item.id,
        "number": made.item.number,
        "title": made.item.title,
        "roadmap": made.item.roadmap_id,
        "org": made.shown.place.path,
        "on": made.on,
        "organisations": [
            place_document(one.line) | {"percent": one.percent} | {key: one.counts[key] for key in COUNTS}
            for one in made.places
        ],
        "totals": {
            "taken": sum(one.line.taken for one in made.places),
            "done": sum(one.line.done for one in made.places),
            "overdue": sum(one.line.late for one in made.places),
        }
        | dict(made.totals),
        "items": [_row(one) for one in made.rows],
    }


def changes_document(shown: ChangesShown) -> dict[str, Any]:
    """What changed above, old and new side by side."""
    return {
        "id": shown.roadmap.id,
        "changed": [
            {
                "item": one.row.id,
                "number": one.row.number,
                "title": one.row.title,
                "kind": one.kind,
                "own_deadline": one.own_deadline,
                "changes": [{"field": each.field, "old": each.old, "new": each.new} for each in one.changes],
            }
            for one in shown.rows
        ],
        "new": [
            {"publication": one.publication_id, "item": one.upper.id, "title": one.upper.words["title"]}
            for one in shown.new
        ],
    }


def _row(one: Any) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "number": one.row.number,
        "title": one.row.title,
        "deadline_text": one.row.deadline_text,
        "done": one.done,
        "of": one.asked,
        "overdue": one.late,
        "organisations": [line_document(line) for line in one.lines],
    }
