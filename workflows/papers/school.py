"""The organisation itself: its name, its head and curator, and what it typed into its last papers."""

from engine.papers.spelling import date_in_figures
from storage import paper_values, papers
from workflows.papers.ground import Found, Ground, person, school_year

_CONTROL = "Контроль исполнения настоящего приказа оставляю за собой."
_HEAD = "директор"


def school(ground: Ground) -> Found:
    return {"school.name": ground.organisation.name, "school.year": school_year(ground.day("to") or ground.today)}


def head(ground: Ground) -> Found:
    found = paper_values.office(ground.tx, ground.organisation.id, "head", day=ground.today)
    if found is None:
        return {}
    return {"head.name": person(found.name, found.sex), "head.position": found.position or _HEAD}


def curator(ground: Ground) -> Found:
    found = paper_values.office(ground.tx, ground.organisation.id, "curator", day=ground.today)
    if found is None:
        return {}
    return {"curator.name": person(found.name, found.sex), "curator.position": found.position}


def control(ground: Ground) -> Found:
    return {"control.text": _CONTROL}


def approval(ground: Ground) -> Found:
    """The order that introduces mentoring approves its regulation, too."""
    order = papers.newest(ground.tx, ground.organisation.id, kind="order", purpose="introduction")
    return {} if order is None else {"approval.order": f"от {date_in_figures(order.dated)} № {order.number}"}


def remembered(ground: Ground) -> Found:
    """What was typed into these fields last; the organisation's own name until somebody types the full one."""
    wanted = {one.name for one in ground.form.fields if one.source == "remembered"}
    found: Found = {"school.full": ground.organisation.name} if "school.full" in wanted else {}
    for typed in reversed(paper_values.remembered(ground.tx, ground.organisation.id)):
        fields = typed.get("fields", {})
        found |= {name: fields[name] for name in wanted & fields.keys() if isinstance(fields[name], str)}
    return found


def paper(ground: Ground) -> Found:
    """Number and day come with the registration; until then they are places to be written into."""
    day = ground.day("paper_date")
    return {"paper.number": ground.subject.get("paper_number", ""), "paper.date": day}
