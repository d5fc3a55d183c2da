"""Pairs and groups: who is in them, since when, by which order, how they end."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row

from engine.lifecycle.outcomes import OUTCOMES
from engine.papers.spelling import date_in_figures, initials_first, surname_first
from engine.refusals import BadInput
from storage import paper_values
from workflows.definitions.lifecycle_files import lifecycle
from workflows.papers.ground import Found, Ground, person

_PLACED = ("student", "employer")  # of these the place of work or study is told, too


def form_title(key: str) -> str:
    """How a form of mentoring is called in papers; a form nobody ships is told by its key."""
    try:
        return lifecycle(key).title.ru
    except BadInput:
        return key


def pairs(ground: Ground) -> Found:
    """A row for every mentee; a mentor of a group stands in each."""
    return {"rows": [row for one, members in _pairs(ground) for row in _rows(one, members)]}


def pair(ground: Ground) -> Found:
    """The one pair of the paper. Of a group all mentees are named, without cases."""
    for one, members in _pairs(ground):
        mentors = [member for member in members if member.role == "mentor"]
        mentees = [member for member in members if member.role == "mentee"]
        found: Found = {"pair.from": one.period_start, "pair.to": one.period_end}
        if mentors:
            found |= {"mentor.name": person(mentors[0].name, mentors[0].sex), "mentor.position": place_of(mentors[0])}
            found["pair.from"] = max(mentors[0].from_day, one.period_start)
        if len(mentees) == 1:
            found |= {"mentee.name": person(mentees[0].name, mentees[0].sex), "mentee.position": place_of(mentees[0])}
        elif mentees:
            found |= _group(ground, mentees)
        return found
    return {}


def programme(ground: Ground) -> Found:
    """Of the first pair, or the programme of the subject."""
    for one, _ in _pairs(ground):
        return {
            "programme.title": one.programme,
            "programme.form": form_title(one.lifecycle),
            "programme.from": one.period_start,
            "programme.to": one.period_end,
        }
    programme_id = ground.number("programme")
    row = None if programme_id is None else paper_values.programme(ground.tx, programme_id, ground.organisation.id)
    if row is None:
        return {}
    return {
        "programme.title": row.title,
        "programme.form": form_title(row.lifecycle),
        "programme.from": row.period_start,
        "programme.to": row.period_end,
    }


def pair_order(ground: Ground) -> Found:
    """«приказ от 01.09.2025 № 12» that assigns the pair; the newest counts."""
    found = paper_values.orders_of(ground.tx, ground.pairs[:1], "pairing")
    return {"pair.order": f"приказ от {date_in_figures(found[-1].dated)} № {found[-1].number}"} if found else {}


def signers(ground: Ground) -> Found:
    """Whom the order concerns: the curator and the grown-up people of its pairs, each once."""
    curator = paper_values.office(ground.tx, ground.organisation.id, "curator", day=ground.today)
    known: dict[int, Row[Any]] = {} if curator is None else {curator.id: curator}
    for _, members in _pairs(ground):
        for member in members:
            if member.kind != "pupil" and member.role != "curator":
                known.setdefault(member.person_id, member)
    return {"signers": [{"name": person(one.name, one.sex), "position": one.position} for one in known.values()]}


def plans(ground: Ground) -> Found:
    """The plans an order approves: pairs without any lines are left out."""
    stored = {one.pair_id: one for one in paper_values.plans_of(ground.tx, ground.pairs) if one.items}
    rows = []
    for one, members in _pairs(ground):
        plan = stored.get(one.id)
        mentor = next((member for member in members if member.role == "mentor"), None)
        mentees = [member for member in members if member.role == "mentee"]
        if plan is None or mentor is None:
            continue
        rows.append(
            {
                "mentor": person(mentor.name, mentor.sex),
                "mentee": person(mentees[0].name, mentees[0].sex)
                if len(mentees) == 1
                else ", ".join(surname_first(each.name) for each in mentees),
                "items": plan.items,
                "from": plan.term_from or one.period_start,
                "to": plan.term_to or one.period_end,
            }
        )
    return {"plans": rows}


def ending(ground: Ground) -> Found:
    """When notice was given, the last day, and by whose wish; never why."""
    for one, _ in _pairs(ground):
        outcome = one.ending_outcome or one.outcome or ""
        ground_of = _GROUNDS.get(outcome) or next((words.ru for key, words in OUTCOMES.items() if key == outcome), "")
        return {
            "ending.notice": one.notice_on or ground.today,
            "ending.on": one.ending_on or one.closed_on,
            "ending.ground": ground_of,
        }
    return {}


_GROUNDS = {
    "mentor_left": "уведомление наставника",
    "mentee_left": "заявление наставляемого (его законного представителя)",
    "by_agreement": "соглашение сторон",
    "transferred": "перевод участника в другую организацию",
    "completed_early": "досрочное выполнение индивидуального плана",
}


def ending_by(ground: Ground) -> Found:
    """Who gives notice: the mentor, unless the mentee's leaving was announced."""
    for one, members in _pairs(ground):
        wanted = "mentee" if one.ending_outcome == "mentee_left" else "mentor"
        giver = next((member for member in members if member.role == wanted), None)
        return {} if giver is None else {"ending.by": person(giver.name, giver.sex)}
    return {}


def partner(ground: Ground) -> Found:
    """Where the mentor of the first pair works."""
    for _, members in _pairs(ground):
        mentor = next((member for member in members if member.role == "mentor"), None)
        return {"partner.name": mentor.place} if mentor is not None and mentor.place else {}
    return {}


def forms(ground: Ground) -> Found:
    """The forms of mentoring the organisation's programmes have, in words."""
    keys = paper_values.lifecycles_of(ground.tx, ground.organisation.id)
    return {"forms.text": "; ".join(f"«{form_title(key)}»" for key in keys)}


def place_of(member: Row[Any]) -> str:
    """Post or class; of people from elsewhere also where that is."""
    told = [member.position, member.place if member.kind in _PLACED else ""]
    return ", ".join(one for one in told if one)


def _rows(one: Row[Any], members: Sequence[Row[Any]]) -> Iterator[dict[str, Any]]:
    mentor = next((member for member in members if member.role == "mentor"), None)
    for mentee in (member for member in members if member.role == "mentee"):
        yield {
            "mentor.name": person(mentor.name, mentor.sex) if mentor else None,
            "mentor.position": place_of(mentor) if mentor else "",
            "mentee.name": person(mentee.name, mentee.sex),
            "mentee.position": place_of(mentee),
            "form": form_title(one.lifecycle),
            "from": max(mentee.from_day, one.period_start),
            "to": one.period_end,
        }


def _group(ground: Ground, mentees: Sequence[Row[Any]]) -> Found:
    names = ", ".join(one.name for one in mentees)
    ground.words["mentee.name"] = names
    ground.words["mentee.name.initials"] = ", ".join(initials_first(one.name) for one in mentees)
    ground.words["mentee.name.short"] = ", ".join(surname_first(one.name) for one in mentees)
    places = dict.fromkeys(place_of(one) for one in mentees)
    return {"mentee.name": names, "mentee.position": ", ".join(one for one in places if one)}


def _pairs(ground: Ground) -> Iterator[tuple[Row[Any], list[Row[Any]]]]:
    if not ground.pairs:
        return
    members: dict[int, list[Row[Any]]] = {}
    for member in paper_values.members_of(ground.tx, ground.pairs):
        members.setdefault(member.pair_id, []).append(member)
    for one in paper_values.pairs_named(ground.tx, ground.pairs):
        yield one, members.get(one.id, [])
