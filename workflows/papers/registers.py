"""What registers put on paper: bases, counts for statistics, trainings, publications, the programme of an event."""

from datetime import date
from typing import Any

from engine.events import ARTICLE_TITLES
from engine.words import Words
from storage import event_people, paper_events
from storage.scope import Scope
from workflows.papers.ground import Found, Ground
from workflows.show_registers import Cell, RegisterName, show_register

_MOST = 1000


def mentees(ground: Ground) -> Found:
    """The base of mentees with their requests, one row for each stay in a pair."""
    rows = [
        {
            "name": row[0],
            "position": row[1],
            "contacts": row[2],
            "parent": row[3],
            "born": row[4],
            "request": row[5],
            "since": row[6],
            "mentor": row[7],
            "form": row[8],
            "ended": row[9],
            "result": row[10],
            "feedback": "отзыв получен" if row[11] else "",
        }
        for row in _cells(ground, "mentees")
    ]
    return {"base.on": _day(ground), "mentees": rows}


def mentors(ground: Ground) -> Found:
    """The base of mentors with what they can give."""
    rows = [
        {
            "name": row[0],
            "contacts": row[1],
            "place": row[2],
            "competences": row[3],
            "achievements": row[4],
            "interests": row[5],
            "wished": row[6],
            "time": row[7],
            "load": row[8],
            "since": row[9],
            "mentee": row[10],
            "form": row[11],
            "ended": row[12],
            "result": row[13],
        }
        for row in _cells(ground, "mentors")
    ]
    return {"base.on": _day(ground), "mentors": rows}


def statistics(ground: Ground) -> Found:
    """The counts that the form of federal statistics asks for."""
    rows = [
        {"role": row[0], "form": row[1], "age": row[2], "sex": row[3], "status": row[4], "number": row[5]}
        for row in _cells(ground, "statistics")
    ]
    return {"base.on": _day(ground), "counted": rows}


def trained(ground: Ground) -> Found:
    """Who was trained at the organisation's own events and has which certificate."""
    found = event_people.trained(ground.tx, Scope(paths=(ground.organisation.path,)), most=_MOST)
    rows = [
        {
            "name": one.name,
            "event": one.title,
            "on": one.held_on,
            "hours": "" if one.hours is None else str(one.hours),
            "certificate": one.certificate or "",
        }
        for one in found
        if one.org_path == ground.organisation.path
    ]
    return {"base.on": _day(ground), "trained": rows}


def publications(ground: Ground) -> Found:
    """What was published and stands, rubrics too."""
    found = paper_events.published(ground.tx, ground.organisation.id, most=_MOST)
    rows = [
        {"on": one.published_on, "kind": ARTICLE_TITLES[one.kind].ru, "title": one.title, "url": one.url}
        for one in found
    ]
    return {"base.on": _day(ground), "publications": rows}


def event_programme(ground: Ground) -> Found:
    """The event of the subject: its day, hour and place, and who speaks about what."""
    key = ground.number("event")
    event = None if key is None else paper_events.event(ground.tx, key)
    if event is None or event.organisation_id != ground.organisation.id:
        return {}
    said = [
        f"{one.name}: {one.result}" if one.result else one.name for one in paper_events.speakers(ground.tx, event.id)
    ]
    return {
        "event.title": event.title,
        "event.on": event.held_on or event.planned_on,
        "event.time": event.at_time,
        "event.place": event.place,
        "event.speakers": "\n".join(said),
    }


def _day(ground: Ground) -> date:
    return ground.day("day") or ground.today


def _cells(ground: Ground, name: RegisterName) -> list[list[Any]]:
    """The register in the words of a paper. People of organisations below have no names here and are left out."""
    own = ground.organisation.path
    table = show_register(ground.tx, ground.organisation, name, day=_day(ground), named=lambda path: path == own)
    return [[_told(cell) for cell in row] for row in table.rows]


def _told(cell: Cell) -> str | date:
    if isinstance(cell, date):
        return cell
    return cell.ru if isinstance(cell, Words) else "" if cell is None else str(cell)
