"""People a paper names: those chosen for it, one of them, everybody of the personified register."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import Row

from engine.permissions import ROLE_TITLES
from storage import paper_values
from workflows.papers.ground import Found, Ground, person
from workflows.papers.pairs import form_title

_YOUNG_YEARS = 3


def people(ground: Ground) -> Found:
    """Those chosen; without a choice the mentors of the paper's pairs."""
    chosen: Iterator[Row[Any]] | list[Row[Any]]
    if ground.people:
        chosen = list(paper_values.named(ground.tx, ground.people))
    else:
        members = paper_values.members_of(ground.tx, ground.pairs) if ground.pairs else ()
        mentors = {one.person_id: one for one in members if one.role == "mentor"}
        chosen = sorted(mentors.values(), key=lambda one: one.name)
    return {"people": [{"name": person(one.name, one.sex), "position": one.position} for one in chosen]}


def one_person(ground: Ground) -> Found:
    """The person chosen; of a paper about a pair its mentor."""
    if ground.people:
        for one in paper_values.named(ground.tx, ground.people[:1]):
            return {"person.name": person(one.name, one.sex), "person.position": one.position}
    for member in paper_values.members_of(ground.tx, ground.pairs[:1]) if ground.pairs else ():
        if member.role == "mentor":
            return {"person.name": person(member.name, member.sex), "person.position": member.position}
    return {}


def register(ground: Ground) -> Found:
    """Young specialists and everybody in pairs, one row for each person and role."""
    on = ground.day("day") or ground.today
    found = paper_values.staff_and_members(ground.tx, ground.organisation.id)
    rows = [row for _, stays in groupby(found, key=lambda one: one.id) for row in _entries(list(stays), on)]
    return {"register.on": on, "entries": rows}


def _entries(stays: list[Row[Any]], on: date) -> Iterator[dict[str, Any]]:
    first = stays[0]
    young = first.hired is not None and first.kind == "staff" and on < first.hired + relativedelta(years=_YOUNG_YEARS)
    known = {(one.role, one.lifecycle): one for one in stays if one.lifecycle is not None}
    told = {
        "name": person(first.name, first.sex),
        "position": first.position,
        "hired": first.hired,
        "young": "да" if young else "нет",
    }
    if not known and young:
        yield told | {"role": "молодой специалист", "form": "", "status": "не участвует"}
    for (role, key), one in known.items():
        working = one.closed_on is None and one.to_day is None
        title = next((words.ru for name, words in ROLE_TITLES.items() if name == role), role)
        yield told | {"role": title, "form": form_title(key), "status": "участвует" if working else "завершил(а)"}
