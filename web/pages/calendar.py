"""The working days of an organisation: a year at a glance, days it works otherwise than the country."""

from datetime import date, timedelta

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from engine.typed_days import read_day
from engine.words import Words
from storage import organisations
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.settings import leads
from web.settings_place import SettingsPlace, place_of
from web.visit import Visit
from web.went import Undo, Went
from workflows.set_calendar import CalendarSet, set_calendar
from workflows.show_year import show_year

router = APIRouter()

_FIRST, _LAST = 2018, 2040  # what the production calendar of the product reaches
_LONGEST = 120  # days at once: longer than summer holidays is a slip of the year
_KINDS = ("off", "working")


@router.get("/settings/calendar")
def calendar(visit: Entered) -> Response:
    return _page(visit, place_of(visit))


@router.post("/settings/calendar")
def set_days(visit: Entered) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        said_before = organisations.overrides(tx, place.id)

    def flow(tx: Connection) -> CalendarSet | Refused:
        working = visit.fields.choice("kind", _KINDS) == "working"
        days = dict.fromkeys(_days(visit, place), working)
        return set_calendar(tx, by=visit.by, organisation_id=place.id, days=days)

    def done(made: CalendarSet) -> Went:
        days = _days(visit, place)
        sent = {"first": f"{days[0]:%d.%m.%Y}", "last": f"{days[-1]:%d.%m.%Y}", "year": str(_year(visit, place))}
        undo = Undo("/settings/calendar/take-back", sent | ({"org": str(place.id)} if place.chosen else {}))
        fresh = made.changed and said_before.keys().isdisjoint(days)
        return Went(_back(visit, place), _told(made), undo if fresh else None)

    return visit.change(flow, done=done, again=lambda faults: _page(visit, place, faults))


@router.post("/settings/calendar/take-back")
def take_back(visit: Entered) -> Response:
    """The organisation's word on these days goes; what is above it says the rest."""
    place = place_of(visit)

    def flow(tx: Connection) -> CalendarSet | Refused:
        days: dict[date, bool | None] = dict.fromkeys(_days(visit, place))
        return set_calendar(tx, by=visit.by, organisation_id=place.id, days=days)

    said = Words("Снова как у всех. Сроки пересчитываются", "As elsewhere again. Dates are recomputed")
    return visit.change(flow, done=lambda _: Went(_back(visit, place), said))


def _days(visit: Visit, place: SettingsPlace) -> list[date]:
    first = visit.fields.day("first", today=place.today)
    last = visit.fields.day_if_given("last", today=place.today) or first
    if last < first:
        raise BadInput("last", "last: раньше первого дня", "last: before the first day")
    if (last - first).days >= _LONGEST:
        raise BadInput("last", f"last: не больше {_LONGEST} дней за раз", f"last: at most {_LONGEST} days at once")
    if not _FIRST <= first.year <= last.year <= _LAST:
        raise BadInput("first", f"first: годы {_FIRST}–{_LAST}", f"first: years {_FIRST} to {_LAST}")
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _told(made: CalendarSet) -> Words:
    if not made.changed:
        return Words("Эти дни уже такие", "These days are so already")
    return Words(
        f"Изменено дней: {made.changed}. Сроки пересчитываются", f"Days changed: {made.changed}. Dates are recomputed"
    )


def _back(visit: Visit, place: SettingsPlace) -> str:
    return f"/settings/calendar?year={_year(visit, place)}{place.also}"


def _page(visit: Visit, place: SettingsPlace, faults: Faults = NONE) -> Response:
    year = _year(visit, place)
    with visit.read() as tx:
        shown = show_year(tx, place.id, year=year)
    return visit.page(
        "settings/calendar.html",
        place=place,
        shown=shown,
        faults=faults,
        picked=_picked(visit, place),
        leads=leads(visit, place),
        known=range(_FIRST, _LAST + 1),
        ahead=place.today.year + 1 > shown.known_until and place.today.month >= 10,
    )


def _year(visit: Visit, place: SettingsPlace) -> int:
    given = visit.fields.raw("year") or visit.asked("year")
    if given.isascii() and given.isdigit() and len(given) == 4 and _FIRST <= int(given) <= _LAST:
        return int(given)
    return place.today.year


def _picked(visit: Visit, place: SettingsPlace) -> date | None:
    """A day that was clicked in the year."""
    try:
        return read_day(visit.asked("day"), today=place.today, field="day")
    except BadInput:
        return None
