"""A template becomes an organisation's live roadmap."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import Past, wants_a_date
from engine.refusals import Reason, Refused
from engine.roadmaps import RoadmapTemplate, TemplateItem, shifted
from engine.words import Words
from storage import journal, roadmaps
from workflows.access import forbidden
from workflows.definitions.roadmap_files import template
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.local_life import LocalLife, local_life


@dataclass(frozen=True, slots=True)
class Applied:
    """The new roadmap with its numbers: rows, yearly series, and questions put to the curator."""

    roadmap_id: int
    items: int
    indicators: int
    questions: int


def apply_roadmap(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    template_key: str,
    past: Past = "open",
    start: date | None = None,
    past_of: Mapping[str, Past] | None = None,
) -> Applied | Refused:
    """Make the rows of a built-in template live; `start` re-dates it by whole months to another first day.

    `past` says what becomes of days that have passed already, `past_of` says it for rows by their key.
    Rows without a date and rows nobody is responsible for become questions to the curator, due five working days
    later. Refused when the same plan of the same period is live already. Raises BadInput for an unknown template.
    """
    chosen = template(template_key)
    if (no := forbidden(tx, by, "roadmap.apply", organisation_id)) is not None:
        return no
    if start is not None:
        chosen = shifted(chosen, start)
    life = local_life(tx, organisation_id)
    if (same := roadmaps.same(tx, organisation_id, template_key, starts=chosen.period.start)) is not None:
        return _already_live(same)
    roadmap_id = _stored(tx, chosen, life, past, past_of or {}, applied_on=life.today(by.at))
    questions = _ask(tx, roadmap_id, life, on=life.today(by.at), by=by)
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="roadmap.apply",
        subject=f"roadmap:{roadmap_id}",
        facts={"template": template_key, "past": past, "start": str(chosen.period.start), "items": len(chosen.items)}
        | ({"past_of": dict(past_of)} if past_of else {}),
    )
    derive_roadmap(tx, roadmap_id, at=by.at)
    return Applied(roadmap_id, len(chosen.items), len(chosen.indicators), questions)


def _already_live(roadmap_id: int) -> Refused:
    """Applying a plan twice would remind everybody twice."""
    return Refused(
        (
            Reason(
                "roadmap",
                Words(
                    f"Эта дорожная карта на этот период уже действует (id {roadmap_id})",
                    f"This roadmap is live for this period already (id {roadmap_id})",
                ),
                Words(
                    f"Посмотрите её: nastavnik roadmap show {roadmap_id}; для другого года добавьте --start",
                    f"See it: nastavnik roadmap show {roadmap_id}; for another year add --start",
                ),
            ),
        )
    )


def _stored(
    tx: Connection,
    chosen: RoadmapTemplate,
    life: LocalLife,
    past: Past,
    past_of: Mapping[str, Past],
    *,
    applied_on: date,
) -> int:
    roadmap_id = roadmaps.add(
        tx,
        {
            "organisation_id": life.organisation_id,
            "template": chosen.key,
            "title": chosen.title.ru,
            "period_start": chosen.period.start,
            "period_end": chosen.period.end,
            "applied_on": applied_on,
            "past": past,
        },
    )
    sections = {section.number: section.title for section in chosen.sections}
    rows = [
        _item_row(row, position, sections)
        | {"roadmap_id": roadmap_id, "organisation_id": life.organisation_id, "past": past_of.get(row.key)}
        for position, row in enumerate(chosen.items, start=1)
    ]
    roadmaps.add_items(tx, rows)
    roadmaps.add_indicators(
        tx,
        [
            {
                "roadmap_id": roadmap_id,
                "key": series.key,
                "title": series.title,
                "formula": series.formula,
                "numerator": series.numerator,
                "denominator": series.denominator,
                "targets": {str(year): target for year, target in series.targets},
            }
            for series in chosen.indicators
        ],
    )
    return roadmap_id


def _item_row(row: TemplateItem, position: int, sections: dict[str, str]) -> dict[str, Any]:
    return {
        "position": position,
        "number": row.number,
        "key": row.key,
        "section": f"{row.section}. {sections[row.section]}",
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


def _ask(tx: Connection, roadmap_id: int, life: LocalLife, *, on: date, by: By) -> int:
    """Questions about rows without a date or without a responsible; how many there are."""
    due_on = life.calendar.add(on, life.policy.task_due)
    asked = 0
    for live in roadmaps.live_items(tx, roadmap_id):
        kinds = [
            *(["set-date"] if wants_a_date(live.facts) else []),
            *(["assign"] if live.facts.responsible_role is None else []),
        ]
        for kind in kinds:
            task_id = roadmaps.add_task(
                tx,
                {
                    "organisation_id": life.organisation_id,
                    "kind": kind,
                    "item_id": live.facts.id,
                    "opened_on": on,
                    "due_on": due_on,
                },
            )
            derive_task(tx, task_id, at=by.at)
            asked += 1
    return asked
