"""`/events/{event_id}`: one common event, its list of people, who came, what it proved; each act with its undo."""

from collections.abc import Mapping

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.permissions import PERMISSIONS
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import events as stored
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.events import WORDS, choices, options, plan_of
from web.visit import Visit
from web.went import Undo, Went
from workflows.answers.events import event_state
from workflows.certify_event import Certified, certify_event
from workflows.holiday_words import warned
from workflows.invite_to_event import Invited, invite_to_event, uninvite
from workflows.mark_attendance import Attended, mark_attendance, sheet_marks
from workflows.plan_event import EventChanged, call_off_event, change_event, restore_event
from workflows.record_event import EventRecorded, record_event, unrecord_event
from workflows.show_event import EventShown, show_event

router = APIRouter()

_MOST_PEOPLE = 1000
MARKS = {"yes": True, "no": False, "unsaid": None}
_HEADINGS = (
    Words("Участник", "Person"),
    Words("Должность", "Position"),
    Words("Кем", "As"),
    Words("Придёт", "Coming"),
    Words("Был", "Came"),
    Words("Результат", "Result"),
    Words("Удостоверение", "Certificate"),
)
_CAME: dict[bool | None, Words] = {
    True: Words("да", "yes"),
    False: Words("нет", "no"),
    None: Words("", ""),
}


@router.get("/events/{event_id}")
def event(visit: Entered, event_id: int) -> Response:
    return _page(visit, event_id, "event", NONE)


@router.get("/events/{event_id}/sheet")
def sheet(visit: Entered, event_id: int) -> Response:
    """The list to print, blank, with a column for signatures."""
    return _page(visit, event_id, "sheet", NONE)


@router.get("/events/{event_id}/xlsx")
def as_file(visit: Entered, event_id: int) -> Response:
    shown = shown_event(visit, event_id)
    rows: list[list[Cell]] = [
        [
            one.name or str(one.person_id),
            one.position,
            visit.say(WORDS["roles"][one.role]),
            visit.say(_CAME[one.coming]),
            visit.say(_CAME[one.came]),
            one.result,
            one.certificate,
        ]
        for one in shown.guests
    ]
    return download(spreadsheet(Sheet(shown.event.title, [visit.say(one) for one in _HEADINGS], rows)), "event.xlsx")


@router.get("/events/{event_id}/edit")
def edit_form(visit: Entered, event_id: int) -> Response:
    return _edit(visit, event_id, NONE)


@router.post("/events/{event_id}/edit")
def edit(visit: Entered, event_id: int) -> Response:
    def flow(tx: Connection) -> EventChanged | Refused:
        version = visit.fields.number_if_given("version")
        return change_event(tx, by=visit.by, event_id=event_id, plan=plan_of(visit), version=version)

    def done(made: EventChanged) -> Went:
        return Went(f"/events/{event_id}", warned(Words("Событие изменено", "The event is changed"), made.holiday))

    return visit.change(flow, done=done, again=lambda faults: _edit(visit, event_id, faults))


@router.get("/events/{event_id}/invite")
def invite_form(visit: Entered, event_id: int) -> Response:
    return _invite(visit, event_id, NONE)


@router.post("/events/{event_id}/invite")
def invite(visit: Entered, event_id: int) -> Response:
    def flow(tx: Connection) -> Invited | Refused:
        fields = visit.fields
        return invite_to_event(
            tx,
            by=visit.by,
            event_id=event_id,
            whom=fields.choice("invite", WORDS["invited"]),
            person_ids=fields.numbers("person"),
            role=fields.choice("role", WORDS["roles"]),
        )

    def done(made: Invited) -> Went:
        undo = Undo(f"/events/{event_id}/uninvite", {"people": ",".join(map(str, made.added))})
        words = Words(f"Добавлено в список: {len(made.added)}", f"Put on the list: {len(made.added)}")
        return Went(f"/events/{event_id}", words, undo if made.added else None)

    return visit.change(flow, done=done, again=lambda faults: _invite(visit, event_id, faults))


@router.post("/events/{event_id}/uninvite")
def take_off(visit: Entered, event_id: int) -> Response:
    def flow(tx: Connection) -> Invited | Refused:
        return uninvite(tx, by=visit.by, event_id=event_id, person_ids=_people(visit))

    return visit.change(flow, done=lambda _: Went(f"/events/{event_id}", Words("Убрали из списка", "Taken off")))


@router.get("/events/{event_id}/attendance")
def attendance_form(visit: Entered, event_id: int) -> Response:
    return _page(visit, event_id, "attendance", NONE)


@router.post("/events/{event_id}/attendance")
def attendance(visit: Entered, event_id: int) -> Response:
    """The sheet with its ticks, one person by a button, everybody of the list."""

    def flow(tx: Connection) -> Attended | Refused:
        there = {one.person_id: one.came for one in stored.guests(tx, [event_id]).get(event_id, ())}
        return mark_attendance(tx, by=visit.by, event_id=event_id, marks=_marks(visit, there))

    def done(made: Attended) -> Went:
        back = {key: _listed(made.before, came) for key, came in MARKS.items()}
        undo = Undo(f"/events/{event_id}/attendance", {"back": "1", **back}) if made.before else None
        words = Words(f"Отмечено: {made.marked}", f"Marked: {made.marked}")
        return Went(f"/events/{event_id}/attendance", words, undo)

    return visit.change(flow, done=done, again=lambda faults: _page(visit, event_id, "attendance", faults))


@router.post("/events/{event_id}/record")
def record(visit: Entered, event_id: int) -> Response:
    def flow(tx: Connection) -> EventRecorded | Refused:
        fields = visit.fields
        invited, came = fields.number_if_given("invited"), fields.number_if_given("count")
        if (invited is None) != (came is None):
            raise BadInput(
                "invited" if invited is None else "count", "Нужны оба числа протокола", "Both numbers are needed"
            )
        return record_event(
            tx,
            by=visit.by,
            event_id=event_id,
            held_on=fields.day("held", today=visit.today),
            numbers=None if invited is None or came is None else (invited, came),
            meetings=fields.ticked("meetings"),
        )

    def done(made: EventRecorded) -> Went:
        words = Words(f"Записано: были {made.came} из {made.invited}", f"Recorded: {made.came} of {made.invited} came")
        return Went(f"/events/{event_id}", words, Undo(f"/events/{event_id}/unrecord"))

    return visit.change(flow, done=done, again=lambda faults: _page(visit, event_id, "event", faults))


@router.post("/events/{event_id}/unrecord")
def unrecord(visit: Entered, event_id: int) -> Response:
    words = Words("Событие снова впереди", "The event is ahead again")
    return visit.change(
        lambda tx: unrecord_event(tx, by=visit.by, event_id=event_id),
        done=lambda _: Went(f"/events/{event_id}", words),
    )


@router.post("/events/{event_id}/call-off")
def call_off(visit: Entered, event_id: int) -> Response:
    def flow(tx: Connection) -> EventChanged | Refused:
        return call_off_event(tx, by=visit.by, event_id=event_id, reason=visit.fields.line("reason", longest=500))

    undo = Undo(f"/events/{event_id}/restore")
    return visit.change(
        flow,
        done=lambda _: Went(f"/events/{event_id}", Words("Событие отменено", "The event is called off"), undo),
        again=lambda faults: _page(visit, event_id, "event", faults),
    )


@router.post("/events/{event_id}/restore")
def restore(visit: Entered, event_id: int) -> Response:
    words = Words("Событие снова назначено", "The event stands again")
    return visit.change(
        lambda tx: restore_event(tx, by=visit.by, event_id=event_id),
        done=lambda _: Went(f"/events/{event_id}", words),
    )


@router.post("/events/{event_id}/certify")
def certify(visit: Entered, event_id: int) -> Response:
    def flow(tx: Connection) -> Certified | Refused:
        on = visit.fields.day_if_given("given_on", today=visit.today)
        return certify_event(tx, by=visit.by, event_id=event_id, on=on)

    def done(made: Certified) -> Went:
        words = Words(f"Выдано удостоверений: {len(made.given)}", f"Certificates given: {len(made.given)}")
        return Went(f"/events/{event_id}", words)

    return visit.change(flow, done=done, again=lambda faults: _page(visit, event_id, "event", faults))


def shown_event(visit: Visit, event_id: int) -> EventShown:
    path = visit.home.path if visit.home else ""
    with visit.read() as tx:
        return show_event(tx, by=visit.by, event_id=event_id, named=visit.names_shown(path))


def _page(visit: Visit, event_id: int, name: str, faults: Faults) -> Response:
    shown = shown_event(visit, event_id)
    return visit.page(
        f"events/{name}.html",
        shown=shown,
        named=visit.names_shown(shown.path),
        state=event_state(shown.event),
        words=WORDS,
        options=options(visit),
        may=bool(visit.roles_on(shown.path) & PERMISSIONS["event.record"]),
        given=visit.fields,
        faults=faults,
    )


def _edit(visit: Visit, event_id: int, faults: Faults) -> Response:
    shown = shown_event(visit, event_id)
    with visit.read() as tx:
        more = choices(visit, tx, shown.event.organisation_id)
    return visit.page(
        "events/edit.html", shown=shown, words=WORDS, options=options(visit), given=visit.fields, faults=faults, **more
    )


def _invite(visit: Visit, event_id: int, faults: Faults) -> Response:
    shown = shown_event(visit, event_id)
    named = visit.names_shown(shown.path)
    with visit.read() as tx:
        there = {one.person_id for one in shown.guests}
        people = stored.people_of(tx, shown.event.organisation_id, most=_MOST_PEOPLE) if named else []
    return visit.page(
        "events/invite.html",
        shown=shown,
        people=[one for one in people if one[0] not in there],
        words=WORDS,
        options=options(visit),
        given=visit.fields,
        faults=faults,
    )


def _marks(visit: Visit, there: Mapping[int, bool | None]) -> Mapping[int, bool | None]:
    fields = visit.fields
    if fields.ticked("sheet"):
        return sheet_marks(there, shown=_ids(fields.raw("shown")), ticked=fields.numbers("person"))
    if fields.ticked("back"):
        return {one: came for key, came in MARKS.items() for one in _ids(fields.raw(key))}
    people = list(there) if fields.ticked("everybody") else _people(visit)
    return dict.fromkeys(people, MARKS[fields.choice("came", MARKS)])


def _listed(before: Mapping[int, bool | None], came: bool | None) -> str:
    return ",".join(str(person_id) for person_id, was in before.items() if was is came)


def _ids(text: str) -> list[int]:
    return [int(one) for one in text.split(",") if one.isascii() and one.isdigit() and len(one) < 10]


def _people(visit: Visit) -> list[int]:
    """The people a form names: ticks, one button, or the list of an undo."""
    return sorted({*visit.fields.numbers("person"), *_ids(visit.fields.raw("people"))})
