"""`/settings/holidays`: the school holidays of a year: the recommended ones, those from above, one's own."""

from datetime import date

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.school_holidays import Holiday, SchoolYear, school_year_of, span_of
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.settings import leads
from web.settings_place import SettingsPlace, organisation_at, place_of
from web.visit import Visit
from web.went import Undo, Went
from workflows.publish_holidays import HolidaysPublished, publish_holidays, restore_holidays
from workflows.school_holidays import year_in_force

router = APIRouter()

_ROWS = 8  # spans a form has room for: four holidays, two of first-formers, two to spare
_LONGEST = 100


@router.get("/settings/holidays")
def holidays(visit: Entered) -> Response:
    return _page(visit, place_of(visit))


@router.post("/settings/holidays")
def publish(visit: Entered) -> Response:
    place = place_of(visit)

    def flow(tx: Connection) -> HolidaysPublished | Refused:
        organisation = organisation_at(tx, place)
        year = _said(visit, place, year_in_force(tx, place.path, _key(visit, place)).own)
        return publish_holidays(tx, by=visit.by, organisation=organisation, year=year, numbered=True)

    return visit.change(
        flow, done=lambda made: _went(visit, place, made), again=lambda faults: _page(visit, place, faults)
    )


@router.post("/settings/holidays/restore")
def restore(visit: Entered) -> Response:
    """What an earlier version said, or what stands above."""
    place = place_of(visit)

    def flow(tx: Connection) -> HolidaysPublished | Refused:
        version = visit.fields.number_if_given("version")
        organisation = organisation_at(tx, place)
        return restore_holidays(tx, by=visit.by, organisation=organisation, key=_key(visit, place), version=version)

    return visit.change(flow, done=lambda made: _went(visit, place, made))


def _went(visit: Visit, place: SettingsPlace, made: HolidaysPublished) -> Went:
    address = f"/settings/holidays?year={made.year}{place.also}"
    if not made.fresh:
        return Went(address, Words("Так уже и было", "It was so already"))
    sent = {"year": made.year, "version": "" if made.before is None else str(made.before)}
    undo = Undo("/settings/holidays/restore", sent | ({"org": str(place.id)} if place.chosen else {}))
    return Went(address, Words("Каникулы сохранены", "The holidays are saved"), undo)


def _said(visit: Visit, place: SettingsPlace, own: SchoolYear | None) -> SchoolYear:
    """The form as a year; rows without a name and days are left out."""
    key, fields = _key(visit, place), visit.fields
    span = span_of(key)
    assert span is not None  # noqa: S101  # `_key` gives school years only
    found: list[Holiday] = []
    for at in range(_ROWS):
        names = (f"title-{at}", f"first-{at}", f"last-{at}")
        if not any(fields.raw(name).strip() for name in names):
            continue
        title = fields.line(names[0], longest=_LONGEST)
        first, last = (fields.day(name, today=span[0]) for name in names[1:])
        found.append(Holiday(_titled(title, own), first, last))
        _check(found, span, names)
    return SchoolYear(key, 1, tuple(found), source=fields.line("source", optional=True, longest=300))


def _check(found: list[Holiday], span: tuple[date, date], names: tuple[str, str, str]) -> None:
    one = found[-1]
    if one.last < one.first:
        raise BadInput(names[2], f"{names[2]}: раньше первого дня", f"{names[2]}: before the first day")
    if not span[0] <= one.first <= one.last <= span[1]:
        raise BadInput(names[1], f"{names[1]}: не этот учебный год", f"{names[1]}: not of this school year")
    if len(found) > 1 and one.first <= found[-2].last:
        ru, en = "каникулы идут по порядку и не пересекаются", "holidays come in order and do not overlap"
        raise BadInput(names[1], f"{names[1]}: {ru}", f"{names[1]}: {en}")


def _titled(title: str, own: SchoolYear | None) -> Words:
    """A name that stood keeps its English."""
    known = {one.title.ru: one.title for one in (own.holidays if own else ())}
    return known.get(title, Words(title, title))


def _key(visit: Visit, place: SettingsPlace) -> str:
    asked = visit.fields.raw("year") or visit.asked("year")
    return asked if span_of(asked) else school_year_of(place.today)


def _page(visit: Visit, place: SettingsPlace, faults: Faults = NONE) -> Response:
    key = _key(visit, place)
    with visit.read() as tx:
        shown = year_in_force(tx, place.path, key)
    begins = int(key[:4])
    sent = visit.request.method == "POST"
    rows = [_row(visit, shown.year.holidays if shown.year else (), at, sent=sent) for at in range(_ROWS)]
    return visit.page(
        "settings/holidays.html",
        place=place,
        shown=shown,
        rows=rows,
        source=visit.fields.raw("source") if sent else (shown.year.source if shown.year and shown.own else ""),
        before=f"{begins - 1}-{begins}",
        after=f"{begins + 1}-{begins + 2}",
        leads=leads(visit, place),
        faults=faults,
    )


def _row(visit: Visit, holidays: tuple[Holiday, ...], at: int, *, sent: bool) -> tuple[str, str, str]:
    """The name and the days of one row of the form: as they were sent, else as they stand."""
    if sent:
        title, first, last = (visit.fields.raw(f"{name}-{at}") for name in ("title", "first", "last"))
        return title, first, last
    if at >= len(holidays):
        return "", "", ""
    one = holidays[at]
    return visit.say(one.title), f"{one.first:%d.%m.%Y}", f"{one.last:%d.%m.%Y}"
