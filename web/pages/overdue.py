"""`/overdue`: what is late over the tree, from a region down to one school, and who is reminded of it."""

from collections.abc import Callable, Hashable, Iterator
from datetime import date
from typing import TypeVar
from weakref import WeakKeyDictionary

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.permissions import PERMISSIONS
from engine.words import Words
from storage.database import Database
from storage.organisations import OrganisationRow
from storage.overdue_tree import SHOWS, Show
from storage.scope import Scope
from web import cookies
from web.download import download
from web.entering import Entered
from web.gantt import drawing
from web.remembered import Remembered
from web.tree import Spot, spot
from web.visit import Visit
from workflows.show_overdue import LateLine, LatePage, Note, OverdueFigures, overdue_figures, overdue_page
from workflows.show_timeline import TemplateTimeline, show_timeline

router = APIRouter()

T = TypeVar("T")
ROWS = 50
_FILE_ROWS = 20_000
_BRANCHES = 8
_ALL_BRANCHES = 300
_SECONDS = 30.0
_TIMELINE_SECONDS = 300.0  # a region's counts every obligation there is; bars of months move slowly
_timelines_kept: WeakKeyDictionary[Database, Remembered[tuple[TemplateTimeline, ...]]] = WeakKeyDictionary()
_figures_kept: WeakKeyDictionary[Database, Remembered[OverdueFigures]] = WeakKeyDictionary()
_pages_kept: WeakKeyDictionary[Database, Remembered[LatePage]] = WeakKeyDictionary()

NOTES: dict[str, Words] = {
    "never": Words("ещё не напоминали", "not reminded yet"),
    "ahead": Words("напоминание", "reminder"),
    "queued": Words("письмо в очереди", "a letter is queued"),
    "reminded": Words("напомнили", "reminded"),
    "undelivered": Words("письмо не доставлено", "letter not delivered"),
}
_ESCALATED = {
    "head": Words("передано руководителю", "passed on to the head"),
    "municipality": Words("передано в район", "passed on to the municipality"),
}
_HEADINGS = (
    Words("№", "No"),
    Words("Пункт", "Item"),
    Words("Организация", "Organisation"),
    Words("Пара", "Pair"),
    Words("Результат", "Result"),
    Words("Ответственный", "Responsible"),
    Words("Срок", "Due"),
    Words("Первый срок", "First due"),
    Words("Просрочка, раб. дней", "Working days late"),
    Words("Напоминания", "Reminders"),
)


@router.get("/overdue")
def overdue(visit: Entered) -> Response:
    show = _show(visit)
    with visit.read() as tx:
        here = spot(tx, visit)
        figures = _figures(visit, tx, here.place)
        page = _page(visit, tx, here, show, after=_after(visit))
    every = bool(visit.asked("schools"))

    def note(told: Note) -> str:
        return said(told, visit)

    return visit.page(
        "overdue/overdue.html",
        here=here,
        figures=figures,
        page=page,
        show=show,
        branches=figures.branches[: _ALL_BRANCHES if every else _BRANCHES],
        every=every,
        note=note,
        following=f"{page.following[0]:%Y-%m-%d}.{page.following[1]}" if page.following else "",
        first=not visit.asked("after"),
        may_remind=not visit.roles_on(here.place.path).isdisjoint(PERMISSIONS["reminder.send"]),
    )


@router.get("/overdue/timeline")
def timeline(visit: Entered) -> Response:
    """The templates in force here and below by section; the list of late rows takes it in when scripts run."""
    with visit.read() as tx:
        here = spot(tx, visit)
        kept = _timelines_kept.setdefault(visit.parts.database, Remembered(_TIMELINE_SECONDS))
        key, elapsed = (here.place.path, visit.now.date()), visit.parts.elapsed()
        found = kept.get(key, elapsed) or kept.put(
            key, elapsed, show_timeline(tx, Scope(paths=(here.place.path,)), at=visit.now).templates
        )
    return visit.page("overdue/timeline.html", here=here, drawings=[(one, drawing(one.timeline)) for one in found])


@router.get("/overdue/xlsx")
def as_file(visit: Entered) -> Response:
    show = _show(visit)
    with visit.read() as tx:
        here = spot(tx, visit)
        page = overdue_page(tx, here.place, show=show, most=_FILE_ROWS, named=visit.names_shown, at=visit.now)
    sheet = Sheet(here.place.name, [visit.say(title) for title in _HEADINGS], _rows(page, visit))
    return download(spreadsheet(sheet), "overdue.xlsx")


def said(note: Note, visit: Visit) -> str:
    """«напомнили 18.11»."""
    words = _ESCALATED.get(note.audience, NOTES["reminded"]) if note.kind == "escalated" else NOTES[note.kind]
    told = visit.say(words)
    return told if note.on is None or note.kind == "undelivered" else f"{told} {note.on:%d.%m}"


def _show(visit: Visit) -> Show:
    asked = visit.asked("show")
    return asked if asked in SHOWS else "all"


def _after(visit: Visit) -> tuple[date, int] | None:
    """The due day and the id behind which the page begins; what cannot be read begins it from the start."""
    day_text, _, number = visit.asked("after").partition(".")
    if not number.isascii() or not number.isdigit() or len(number) > 10:
        return None
    try:
        return date.fromisoformat(day_text), int(number)
    except ValueError:
        return None


def _page(visit: Visit, tx: Connection, here: Spot, show: Show, *, after: tuple[date, int] | None) -> LatePage:
    def found() -> LatePage:
        return overdue_page(tx, here.place, show=show, most=ROWS, named=visit.names_shown, at=visit.now, after=after)

    # Whoever belongs to the same organisations is shown the same names.
    own = (visit.who.path, *sorted({one.path for one in visit.who.held}))
    key = (here.place.path, show, after, own, visit.now.date())
    return _kept(visit, here.place, _pages_kept, key, found)


def _figures(visit: Visit, tx: Connection, place: OrganisationRow) -> OverdueFigures:
    key = (place.path, place.version, visit.now.date())
    return _kept(visit, place, _figures_kept, key, lambda: overdue_figures(tx, place, at=visit.now))


def _kept(
    visit: Visit,
    place: OrganisationRow,
    memory: WeakKeyDictionary[Database, Remembered[T]],
    key: Hashable,
    find: Callable[[], T],
) -> T:
    """A school is asked at once. Above schools a million rows are: what is told of them may be half a minute old, but
    not to somebody who has just changed something."""
    if place.kind in ("school", "partner"):
        return find()
    kept = memory.setdefault(visit.parts.database, Remembered(_SECONDS))
    acted = bool(cookies.read(visit.request, cookies.TOAST))
    found = None if acted else kept.get(key, visit.parts.elapsed())
    return found or kept.put(key, visit.parts.elapsed(), find())


def _rows(page: LatePage, visit: Visit) -> Iterator[list[Cell]]:
    for line in page.lines:
        yield [
            line.number,
            line.title,
            line.organisation,
            pair_of(line, visit),
            line.result,
            visit.say(line.holder),
            line.due_on,
            line.first_due_on,
            line.days_late,
            said(line.note, visit),
        ]


def pair_of(line: LateLine, visit: Visit) -> str:
    """«Пара № 17: Иванова М. П. — Смирнов Е. О.»; the names only where people have names."""
    if line.pair_number is None:
        return ""
    number = visit.say(
        Words(f"Пара №\N{NO-BREAK SPACE}{line.pair_number}", f"Pair No\N{NO-BREAK SPACE}{line.pair_number}")
    )
    return f"{number}: {line.pair}" if line.pair else number
