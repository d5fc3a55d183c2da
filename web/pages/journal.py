"""`/journal`: who did what and when in one organisation, sealed line by line; by kind, day and person."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.journal_verbs import GROUPS
from engine.refusals import BadInput
from engine.typed_days import read_day
from engine.words import Words
from storage import overdue_tree
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.tree import Spot, spot
from web.visit import Visit
from workflows.read_journal import JournalLine, JournalWish, read_journal

router = APIRouter()

_ROWS = 50
_FILE_ROWS = 10_000
_HEADINGS = (
    Words("№", "No"),
    Words("Когда", "When"),
    Words("Кто", "Who"),
    Words("Что", "What"),
    Words("О чём", "About"),
    Words("Подробности", "Details"),
    Words("Причина или слова", "Reason or words"),
    Words("Печать", "Seal"),
)


@router.get("/journal")
def journal(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        wish, faults = _wish(visit, here)
        page = read_journal(
            tx, here.place, wish=wish, most=_ROWS, named=visit.names_shown, before=_number(visit.asked("before"))
        )
        branches = overdue_tree.children(tx, here.place.id)
    return visit.page(
        "journal/journal.html",
        here=here,
        page=page,
        wish=wish,
        faults=faults,
        groups={key: title for key, (title, _) in GROUPS.items()},
        branches=branches[:300],
        asked={name: visit.asked(name) for name in ("since", "until")},
        first=not visit.asked("before"),
    )


@router.get("/journal/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        wish, _ = _wish(visit, here)
        page = read_journal(tx, here.place, wish=wish, most=_FILE_ROWS, named=visit.names_shown)
    title = visit.say(Words("Журнал", "Journal"))
    sheet = Sheet(title, [visit.say(one) for one in _HEADINGS], _rows(page.lines, here, visit))
    return download(spreadsheet(sheet), "journal.xlsx")


def _wish(visit: Visit, here: Spot) -> tuple[JournalWish, Faults]:
    today = visit.now.astimezone(here.zone).date()
    try:
        since, until = (_day(visit, name, today) for name in ("since", "until"))
        faults = NONE
    except BadInput as error:
        since = until = None
        faults = of_bad_input(error)
    group = visit.asked("group")
    return (
        JournalWish(group if group in GROUPS else "", _number(visit.asked("person")), since, until),
        faults,
    )


def _day(visit: Visit, name: str, today: date) -> date | None:
    return read_day(visit.asked(name), today=today, field=name) if visit.asked(name).strip() else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _rows(lines: tuple[JournalLine, ...], here: Spot, visit: Visit) -> Iterator[list[Cell]]:
    for line in lines:
        yield [
            line.seq,
            _local(line.at, here.place.timezone),
            visit.say(line.who),
            visit.say(line.what),
            visit.say(line.about),
            visit.say(line.more),
            line.reason,
            line.hash,
        ]


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"
