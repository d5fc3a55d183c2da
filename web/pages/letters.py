"""`/letters`: what went, what did not and why, what waits; the way to the mail server; letting held letters go."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.permissions import PERMISSIONS
from engine.words import Words
from storage import letter_list
from storage.letter_list import GROUPS, Group, LetterRow
from web.counts import COUNTERS
from web.download import download
from web.entering import Entered
from web.letter_words import STATES, kind_of, why
from web.tree import spot
from web.visit import Visit
from web.went import Went
from web.wording import counted
from workflows.release_letters import release_letters
from workflows.show_letters import LettersPage, show_letters

router = APIRouter()

_ROWS = 50
_FILE_ROWS = 10_000
TITLES: dict[Group, Words] = {
    "all": Words("Все", "All"),
    "undelivered": Words("Не дошли", "Did not arrive"),
    "held": Words("Удержаны", "Held"),
    "queued": Words("В очереди", "Queued"),
    "sent": Words("Отправлены", "Sent"),
    "cancelled": Words("Отменены", "Cancelled"),
}
_HEADINGS = (
    Words("Номер", "No"),
    Words("Создано", "Made"),
    Words("Письмо", "Letter"),
    Words("Кому", "To"),
    Words("Адрес", "Address"),
    Words("Организация", "Organisation"),
    Words("Состояние", "State"),
    Words("Отправлено", "Sent"),
    Words("Попыток", "Tries"),
    Words("Почему", "Why"),
)


@router.get("/letters")
def letters(visit: Entered) -> Response:
    group = _group(visit)
    person = _number(visit.asked("person"))
    with visit.read() as tx:
        here = spot(tx, visit)
        page = show_letters(
            tx,
            here.place,
            group=group,
            most=_ROWS,
            named=visit.names_shown,
            at=visit.now,
            before=_number(visit.asked("before")),
            person_id=person,
        )
    roles = visit.roles_on(here.place.path)

    def because(row: LetterRow) -> Words:
        return why(row, page.way.closed, row.timezone)

    return visit.page(
        "letters/letters.html",
        here=here,
        page=page,
        group=group,
        groups=_groups(page),
        person=person,
        states=STATES,
        kind_of=kind_of,
        why=because,
        may_release=not roles.isdisjoint(PERMISSIONS["outbox.release"]),
        may_send=not roles.isdisjoint(PERMISSIONS["outbox.retry"]),
        first=not visit.asked("before"),
    )


@router.get("/letters/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        page = show_letters(tx, here.place, group=_group(visit), most=_FILE_ROWS, named=visit.names_shown, at=visit.now)
    title = Words("Письма", "Letters")
    sheet = Sheet(visit.say(title), [visit.say(one) for one in _HEADINGS], _rows(page, visit))
    return download(spreadsheet(sheet), "letters.xlsx")


@router.post("/letters/release")
def release(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
    return visit.change(
        lambda tx: release_letters(tx, by=visit.by, top=here.place),
        done=lambda done: Went(
            "/letters" + here.query(state="queued"),
            Words(
                f"Отпущено: {counted('letters', len(done.ids), 'ru')}",
                f"Released: {counted('letters', len(done.ids), 'en')}",
            ),
        ),
    )


def _group(visit: Visit) -> Group:
    asked = visit.asked("state")
    return asked if asked in GROUPS else "all"


def _groups(page: LettersPage) -> list[tuple[Group, Words, int | None]]:
    counts = page.counts
    numbers = {} if counts is None else counts._asdict()
    return [(group, TITLES[group], numbers.get(group)) for group in GROUPS]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _rows(page: LettersPage, visit: Visit) -> Iterator[list[Cell]]:
    for one in page.lines:
        row = one.row
        yield [
            row.id,
            _local(row.created_at, row.timezone),
            visit.say(kind_of(row.kind)),
            visit.say(one.reader),
            row.email if one.named else "",
            row.organisation,
            visit.say(STATES[row.state][0]),
            None if row.sent_at is None else _local(row.sent_at, row.timezone),
            row.attempts,
            visit.say(why(row, page.way.closed, row.timezone)) if one.named else "",
        ]


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"


def _stuck(tx: Connection, visit: Visit) -> int:
    found = [letter_list.counts(tx, path) for path in visit.scope.paths]
    return sum(one.undelivered + one.held for one in found)


COUNTERS["/letters"] = (_stuck, True)
