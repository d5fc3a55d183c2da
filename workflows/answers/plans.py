"""Individual plans and their templates, as programs are told of them."""

from typing import Any

from engine.plans.templates import PlanTemplate
from engine.words import Language
from storage.plans import PlanItemRow, PlanRow
from workflows.plan_templates import TemplateOffered
from workflows.show_plan import EditionShown, PlanShown


def plan_shown_document(shown: PlanShown, language: Language) -> dict[str, Any]:
    """What `plan show --json` tells: `plan` None = nobody has written one."""
    return {
        "id": shown.hand.pair.id,
        "plan": None if shown.plan is None else plan_of(shown.plan, shown.items),
        "done": shown.done,
        "late": shown.late,
        "percent": shown.percent,
        "editions": [_edition(one, language) for one in shown.editions],
    }


def plan_of(plan: PlanRow, items: tuple[PlanItemRow, ...], *, words: bool = True) -> dict[str, Any]:
    """A plan with its lines; `item` is the line's number in the plan. Without `words`, which may name people, only
    numbers, days and states: what a reader above the organisation gets.
    """
    return {
        "approved_on": plan.approved_on,
        "paper": plan.paper_id,
        "version": plan.version,
        "edition": plan.number,
        "goal": plan.goal if words else "",
        "request": plan.request if words else "",
        "tasks": list(plan.tasks) if words else [],
        "form": plan.form,
        "from": plan.term_from,
        "to": plan.term_to,
        "template": plan.template,
        "items": [
            {
                "id": item.id,
                "item": item.position,
                "title": item.title if words else "",
                "due": item.due_on,
                "done": item.done_on,
                "responsible": item.responsible,
                "mark": item.mark or ("done" if item.done_on else ""),
                "result": item.result if words else "",
            }
            for item in items
        ],
    }


def template_document(one: TemplateOffered, language: Language) -> dict[str, Any]:
    """A template with its lines, their days in words."""
    made: PlanTemplate = one.template
    return {
        "template": made.key,
        "version": made.version,
        "title": made.title.in_(language),
        "organisation": one.organisation,
        "lifecycles": list(made.lifecycles),
        "goal": made.goal,
        "items": [
            {"title": line.title, "due": line.due.told().in_(language), "responsible": line.responsible}
            for line in made.lines
        ],
    }


def _edition(one: EditionShown, language: Language) -> dict[str, Any]:
    return {
        "edition": one.number,
        "approved_on": one.approved_on,
        "paper": one.paper,
        "reason": one.reason,
        "changed_at": one.changed_at,
        "items": one.lines,
        "changes": [
            {"kind": each.kind, "words": each.words.in_(language), "before": each.before, "after": each.after}
            for each in one.changes
        ],
    }
