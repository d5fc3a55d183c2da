"""A plan as it is kept beside its present edition."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from storage.plans import PlanItemRow, PlanRow


def body_of(plan: PlanRow, items: Sequence[PlanItemRow]) -> dict[str, Any]:
    """The plan as `plan_edition` keeps it; see `engine.plans.changes.Body`."""
    return {
        "goal": plan.goal,
        "request": plan.request,
        "tasks": list(plan.tasks),
        "form": plan.form,
        "from": _iso(plan.term_from),
        "to": _iso(plan.term_to),
        "template": plan.template,
        "items": [
            {
                "id": one.id,
                "position": one.position,
                "title": one.title,
                "due": _iso(one.due_on),
                "responsible": one.responsible,
                "done": _iso(one.done_on),
                "mark": one.mark,
                "result": one.result,
            }
            for one in items
        ],
    }


def head_in(body: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of the plan's head as a kept body has them."""
    return {
        "goal": body["goal"],
        "request": body["request"],
        "tasks": list(body["tasks"]),
        "form": body["form"],
        "term_from": _day(body["from"]),
        "term_to": _day(body["to"]),
        "template": body["template"],
    }


def items_in(body: Mapping[str, Any], pair_id: int) -> list[PlanItemRow]:
    """The lines of a kept body, with the marks they had then."""
    return [
        PlanItemRow(
            id=one["id"],
            pair_id=pair_id,
            position=one["position"],
            title=one["title"],
            due_on=date.fromisoformat(one["due"]),
            done_on=_day(one["done"]),
            responsible=one["responsible"],
            result=one["result"],
            mark=one["mark"],
        )
        for one in body["items"]
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
