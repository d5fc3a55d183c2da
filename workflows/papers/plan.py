"""The individual plan of a pair, its meetings, and what a report says of both."""

from engine.names import short_name
from storage import pair_reports, paper_values
from workflows.papers import pairs
from workflows.papers.ground import Found, Ground

MEETINGS = {
    "acquaintance": "знакомство",
    "trial": "пробная",
    "planning": "планирование",
    "work": "рабочая",
    "final": "итоговая",
}
_WHO = {"mentor": "наставник", "mentee": "наставляемый", "both": "оба", "curator": "куратор"}
_MARKS = {"done": "выполнено", "partly": "частично", "not_done": "не выполнено"}


def plan(ground: Ground) -> Found:
    if ground.pair_id is None:
        return {}
    found: Found = {}
    for one in paper_values.plans_of(ground.tx, [ground.pair_id]):
        found = {
            "plan.goal": one.goal,
            "plan.request": one.request,
            "plan.tasks": "\n".join(f"{at}) {task}" for at, task in enumerate(one.tasks, start=1)),
            "plan.form": one.form,
            "plan.from": one.term_from,
            "plan.to": one.term_to,
        }
    found["items"] = [
        {
            "title": one.title,
            "due": one.due_on,
            "done": one.done_on,
            "responsible": _WHO.get(one.responsible, one.responsible),
            "result": one.result,
            "mark": _MARKS.get(one.mark, "") or ("выполнено" if one.done_on else ""),
        }
        for one in paper_values.plan_lines(ground.tx, ground.pair_id)
    ]
    if not found.get("plan.from"):
        for one in paper_values.pairs_named(ground.tx, [ground.pair_id]):
            found |= {"plan.from": one.period_start, "plan.to": one.period_end}
    return found


def meetings(ground: Ground) -> Found:
    if ground.pair_id is None:
        return {}
    return {
        "meetings": [
            {
                "date": one.held_on,
                "stage": MEETINGS.get(one.kind, one.kind),
                "topic": one.topic,
                "done": one.notes,
                "next": one.next_step,
                "marks": {0: "", 1: "одна сторона"}.get(one.confirmed, "обе стороны"),
            }
            for one in paper_values.meetings_of(ground.tx, ground.pair_id)
        ]
    }


def report(ground: Ground) -> Found:
    """How much of the plan is done and how often the pair met."""
    if ground.pair_id is None:
        return {}
    found: Found = {"report.until": ground.day("to") or ground.today}
    if (begun := pairs.pair(ground).get("pair.from")) is not None:
        found["report.from"] = begun
    for one in paper_values.plans_of(ground.tx, [ground.pair_id]):
        found["report.percent"] = 100 * one.done // one.items if one.items else 0
    found["report.meetings"] = len(paper_values.meetings_of(ground.tx, ground.pair_id))
    return found


def report_mentor(ground: Ground) -> Found:
    return _said(ground, "mentor")


def report_mentee(ground: Ground) -> Found:
    return _said(ground, "mentee")


def _said(ground: Ground, role: str) -> Found:
    """What the people of this role, or a minor's representative, reported, field by field; bare words are results. Of
    several people each is named before his words.
    """
    if ground.pair_id is None:
        return {}
    said = [one for one in pair_reports.said_of(ground.tx, ground.pair_id) if (one.role or "mentee") == role]
    several = len({one.person_id for one in said}) > 1
    reports = [one for one in said if one.period_to is not None]
    found: Found = {
        f"report.{name}": "\n".join(
            f"{short_name(one.name)}: {words}" if several else words for one in said if (words := getattr(one, column))
        )
        for name, column in (("results", "text"), ("problems", "problems"), ("advice", "advice"))
    }
    if not reports:
        return found
    begun = [one.period_from for one in reports if one.period_from is not None]
    found |= {"report.until": max(one.period_to for one in reports)}
    found |= {"report.from": min(begun)} if begun else {}
    shares = [one.percent for one in reports if one.percent is not None]
    return found | ({"report.percent": shares[-1]} if shares else {})
