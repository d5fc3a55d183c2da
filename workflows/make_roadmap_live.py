"""The rows of a roadmap come into force in an organisation, whatever they were made from: a template, a file."""

from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import Past, wants_a_date
from engine.roadmaps import Approval, IndicatorSeries, RoadmapTemplate, TemplateItem
from storage import roadmaps
from storage.roadmaps import LiveItem
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.local_life import LocalLife

TASKS = ("set-date", "assign", "clarify")
"""What a row may ask of the curator: its day, its responsible, an answer to what the file left unclear."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The new roadmap with its numbers: rows, yearly series, and questions put to the curator."""

    roadmap_id: int
    items: int
    indicators: int
    questions: int


def make_live(
    tx: Connection,
    chosen: RoadmapTemplate,
    *,
    by: By,
    life: LocalLife,
    past: Past,
    past_of: Mapping[str, Past] | None = None,
    beside: Mapping[str, Mapping[str, Any]] | None = None,
    heading: Mapping[str, Any] | None = None,
) -> Applied:
    """Store the roadmap, put its questions to the curator and derive what is due.

    `beside` are further columns of rows by their key (the words of the source, open questions, a person), `heading`
    further columns of the roadmap itself. The caller has asked for permission and writes the journal's line.
    """
    today = life.today(by.at)
    roadmap_id = roadmaps.add(
        tx,
        {
            "organisation_id": life.organisation_id,
            "template": chosen.key,
            "period_start": chosen.period.start,
            "period_end": chosen.period.end,
            "applied_on": today,
            "past": past,
        }
        | head_columns(chosen)
        | dict(heading or {}),
    )
    roadmaps.add_items(tx, _rows(chosen, roadmap_id, life, past_of or {}, beside or {}))
    add_series(tx, roadmap_id, chosen.indicators)
    questions = sum(ask(tx, one, life, on=today, by=by) for one in roadmaps.live_items(tx, roadmap_id))
    derive_roadmap(tx, roadmap_id, at=by.at)
    return Applied(roadmap_id, len(chosen.items), len(chosen.indicators), questions)


def head_columns(chosen: RoadmapTemplate) -> dict[str, Any]:
    """The head of the document as the table of roadmaps keeps it."""
    return {
        "title": chosen.title.ru,
        "approved": _approval(chosen.approved),
        "goal": chosen.goal,
        "aims": list(chosen.tasks),
    }


def item_columns(row: TemplateItem, sections: Mapping[str, str]) -> dict[str, Any]:
    """A row as the table of items keeps it, without its place. `sections`: number → title."""
    title = sections.get(row.section)
    return {
        "number": row.number,
        "key": row.key,
        "section": row.section if title is None else f"{row.section}. {title}",
        "title": row.title,
        "deadline_text": row.deadline_text,
        "source_deadline_text": row.source_deadline_text,
        "deadline_kind": row.deadline.kind,
        "deadline_value": row.deadline.value,
        "responsible_text": row.responsible_text,
        "responsible_role": row.responsible,
        "coexecutors": list(row.coexecutors),
        "result": row.result,
        "document_kind": row.document_kind,
        "thresholds": [asdict(threshold) for threshold in row.thresholds],
        "drives": row.drives,
        "notes": list(row.notes),
    }


def add_series(tx: Connection, roadmap_id: int, series: tuple[IndicatorSeries, ...]) -> None:
    """Store yearly targets of a roadmap."""
    roadmaps.add_indicators(
        tx,
        [
            {
                "roadmap_id": roadmap_id,
                "key": one.key,
                "title": one.title,
                "formula": one.formula,
                "numerator": one.numerator,
                "denominator": one.denominator,
                "targets": {str(year): target for year, target in one.targets},
            }
            for one in series
        ],
    )


def ask(tx: Connection, live: LiveItem, life: LocalLife, *, on: date, by: By, only: Container[str] = TASKS) -> int:
    """Put the questions of a row to the curator, due some working days later; how many there are."""
    kinds = [kind for kind in asked_kinds(live) if kind in only]
    for kind in kinds:
        task_id = roadmaps.add_task(
            tx,
            {
                "organisation_id": life.organisation_id,
                "kind": kind,
                "item_id": live.facts.id,
                "opened_on": on,
                "due_on": life.calendar.add(on, life.policy.task_due),
            },
        )
        derive_task(tx, task_id, at=by.at)
    return len(kinds)


def asked_kinds(live: LiveItem) -> list[str]:
    """What a row asks as it stands."""
    undated = wants_a_date(live.facts)
    unassigned = live.facts.responsible_role is None and live.facts.responsible_id is None
    told = {"deadline", "responsible"} if undated and unassigned else {"deadline"} if undated else {"responsible"}
    unclear = any(question["field"] not in told for question in live.row.questions)
    asked = zip(TASKS, (undated, unassigned, unclear), strict=True)
    return [kind for kind, needed in asked if needed]


def _rows(
    chosen: RoadmapTemplate,
    roadmap_id: int,
    life: LocalLife,
    past_of: Mapping[str, Past],
    beside: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    sections = {section.number: section.title for section in chosen.sections}
    named = {name: None for columns in beside.values() for name in columns}
    return [
        {"source": {}, "questions": []}
        | named
        | item_columns(row, sections)
        | {"position": position, "roadmap_id": roadmap_id, "organisation_id": life.organisation_id}
        | {"past": past_of.get(row.key)}
        | dict(beside.get(row.key, {}))
        for position, row in enumerate(chosen.items, start=1)
    ]


def _approval(approved: Approval | None) -> dict[str, Any] | None:
    return None if approved is None else {"by": approved.by, "number": approved.number, "on": approved.on.isoformat()}
