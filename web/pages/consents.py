"""`/consents`: who in a programme has signed what; a day's papers recorded at once; blanks; withdrawals with clocks."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.consent_blanks import MEDIA_TYPE, consent_blanks
from documents.spreadsheet import Cell, Sheet, spreadsheet
from engine.consents import ASKED_IN_WORDS, STATES
from engine.lifecycle.needs.consents import CONSENT_KINDS
from engine.permissions import PERMISSIONS, ROLE_TITLES
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import consent_coverage, consents
from web.consent_fields import signed_paper
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.pages.people import number_of
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.keep_without_consent import keep_without_consent
from workflows.print_consents import blanks_missing
from workflows.record_consents import ConsentsRecorded, record_consents
from workflows.remind_of_consents import ConsentsAsked, remind_of_consents
from workflows.settle_withdrawal import WithdrawalSettled, settle_withdrawal
from workflows.show_consents import ConsentsPage, Covered, show_consents
from workflows.show_withdrawn import show_withdrawn
from workflows.take_back_consents import take_back_consents

router = APIRouter()

SHORT: Mapping[str, Words] = {
    "personal-data": Words("Персональные данные", "Personal data"),
    "mentoring-duty": Words("Наставничество", "Mentoring"),
    "photo": Words("Фото и видео", "Photos and videos"),
}
FILTERS: Mapping[str, Words] = {
    "": Words("Все", "All"),
    "lacking": Words("Кому подписывать", "Who must sign"),
    "personal-data": Words("Без согласия на данные", "Without personal data"),
    "mentoring-duty": Words("Без согласия на наставничество", "Without the duty"),
    "photo": Words("Без согласия на фото", "Without photo"),
    "ending": Words("Скоро кончится", "Ending soon"),
}
_FILTER: Mapping[str, Callable[[Covered], bool]] = {
    "": lambda one: True,
    "lacking": lambda one: bool(one.lacks),
    "personal-data": lambda one: "personal-data" in one.lacks,
    "mentoring-duty": lambda one: "mentoring-duty" in one.lacks,
    "photo": lambda one: not one.standings["photo"].covered,
    "ending": lambda one: any(each.state == "ending" for each in one.standings.values()),
}
_TITLES = {str(role): title for role, title in ROLE_TITLES.items()}


@router.get("/consents")
def coverage(visit: Entered) -> Response:
    return _shown(visit, NONE)


@router.get("/consents/xlsx")
def as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        page = _page(tx, visit)
    if page is None:
        raise Missing
    headings = [
        Words("Участник", "Participant"),
        Words("Роль", "Role"),
        *(SHORT[kind] for kind in SHORT),
        Words("Подписывает", "Signs"),
    ]
    sheet = Sheet(visit.say(Words("Согласия", "Consents")), [visit.say(one) for one in headings], _rows(page, visit))
    return download(spreadsheet(sheet), "consents.xlsx")


@router.post("/consents/record")
def record(visit: Entered) -> Response:
    fields, by = visit.fields, visit.by

    def flow(tx: Connection) -> ConsentsRecorded | Refused:
        kind = fields.choice("kind", CONSENT_KINDS)
        _programme(tx, visit)
        return record_consents(
            tx,
            by=by,
            kind=kind,
            person_ids=fields.numbers("person"),
            signed_on=fields.day("signed", today=visit.today),
            paper=signed_paper(visit, kind),
        )

    def done(made: ConsentsRecorded) -> Went:
        told = [Words(f"Записано согласий: {len(made.ids)}", f"Consents recorded: {len(made.ids)}"), *made.doubts]
        words = Words(". ".join(one.ru for one in told), ". ".join(one.en for one in told))
        undo = Undo(
            "/consents/undo", {"programme": fields.raw("programme"), "kind": made.kind, "at": by.at.isoformat()}
        )
        return Went(_back(visit), words, undo if made.ids else None)

    return visit.change(flow, done=done, again=lambda faults: _shown(visit, faults))


@router.post("/consents/undo")
def undo(visit: Entered) -> Response:
    """Takes back what was recorded in one go."""

    def flow(tx: Connection) -> object:
        page = _programme(tx, visit)
        try:
            at = datetime.fromisoformat(visit.fields.raw("at"))
        except ValueError:
            raise Missing from None
        ids = consents.recorded_at(tx, at, kind=visit.fields.raw("kind"), people=[one.person_id for one in page.lines])
        if not ids:
            raise Missing
        return take_back_consents(tx, by=visit.by, consent_ids=ids)

    words = Words("Отменено, записи не считаются", "Undone, the records do not count")
    return visit.change(flow, done=lambda _: Went(_back(visit), words), again=lambda faults: _shown(visit, faults))


@router.get("/consents/blanks")
def blanks(visit: Entered) -> Response:
    """Everything a programme lacks, one file."""
    with visit.read() as tx:
        page = _programme(tx, visit)
        found = blanks_missing(tx, by=visit.by, programme_id=page.programme.id, kind=_kind(visit.asked("kind")))
    if isinstance(found, Refused):
        return _shown(visit, Faults((), found.reasons, 409))
    return download(consent_blanks(found), "blanks.docx", media_type=MEDIA_TYPE)


@router.post("/consents/remind")
def remind(visit: Entered) -> Response:
    def flow(tx: Connection) -> ConsentsAsked | Refused:
        page = _programme(tx, visit)
        return remind_of_consents(tx, by=visit.by, programme_id=page.programme.id)

    def done(made: ConsentsAsked) -> Went:
        return Went(
            _back(visit),
            Words(
                f"Писем о согласиях: {made.letters}, некому писать: {made.left_out}",
                f"Letters about consents: {made.letters}, nobody to write to: {made.left_out}",
            ),
        )

    return visit.change(flow, done=done, again=lambda faults: _shown(visit, faults))


@router.get("/consents/withdrawn")
def withdrawn(visit: Entered) -> Response:
    return _withdrawn(visit, NONE)


@router.get("/consents/withdrawn/xlsx")
def withdrawn_as_file(visit: Entered) -> Response:
    with visit.read() as tx:
        found = consent_coverage.withdrawn(tx, visit.scope)
    headings = [
        Words("Участник", "Participant"),
        Words("Организация", "Organisation"),
        Words("Согласие", "Consent"),
        Words("Отозвано", "Withdrawn"),
        Words("Что сделать", "What to do"),
        Words("Сделать до", "Do it by"),
    ]
    rows: list[list[Cell]] = [
        [
            one.name if visit.names_shown(one.path) else visit.say(number_of(one.person_id)),
            one.organisation,
            visit.say(CONSENT_KINDS[one.kind]),
            one.withdrawn_on,
            visit.say(ASKED_IN_WORDS[one.kind]),
            one.destroy_by,
        ]
        for one in found
    ]
    title = visit.say(Words("Отозванные согласия", "Withdrawn consents"))
    return download(spreadsheet(Sheet(title, [visit.say(one) for one in headings], rows)), "withdrawn.xlsx")


@router.post("/consents/ground")
def ground(visit: Entered) -> Response:
    fields = visit.fields
    return visit.change(
        lambda tx: keep_without_consent(
            tx, by=visit.by, person_id=fields.number("person"), ground=fields.line("ground", longest=500)
        ),
        done=lambda _: Went("/consents/withdrawn", Words("Основание записано", "The ground is noted")),
        again=lambda faults: _withdrawn(visit, faults),
    )


@router.post("/consents/settle")
def settle(visit: Entered) -> Response:
    """What was done after a withdrawal; 404 for one out of sight."""
    fields = visit.fields

    def flow(tx: Connection) -> WithdrawalSettled | Refused:
        consent_id = fields.number("consent")
        if consent_id not in {one.consent_id for one in consent_coverage.withdrawn(tx, visit.scope)}:
            raise Missing
        return settle_withdrawal(tx, by=visit.by, consent_id=consent_id, done=fields.line("done", longest=500))

    return visit.change(
        flow,
        done=lambda _: Went("/consents/withdrawn", Words("Записано, срок снят", "Noted, the clock stops")),
        again=lambda faults: _withdrawn(visit, faults),
    )


def _shown(visit: Visit, faults: Faults) -> Response:
    show = visit.fields.raw("show") or visit.asked("show")
    show = show if show in FILTERS else ""
    with visit.read() as tx:
        page = _page(tx, visit)
        choices = consent_coverage.programmes_in(tx, visit.scope, day=visit.today)
        waiting = len(consent_coverage.withdrawn(tx, visit.scope))
    named = page is not None and visit.names_shown(page.organisation.path)
    may = (
        page is not None
        and named
        and not visit.roles_on(page.organisation.path).isdisjoint(PERMISSIONS["consent.record"])
    )
    return visit.page(
        "consents/coverage.html",
        page=page,
        lines=[one for one in page.lines if _FILTER[show](one)] if page else [],
        choices=_choices(choices),
        waiting=waiting,
        show=show,
        filters=FILTERS,
        short=SHORT,
        states=STATES,
        kinds_said=[(kind, visit.say(title)) for kind, title in CONSENT_KINDS.items()],
        named=named,
        may=may,
        number_of=number_of,
        ticked=frozenset(visit.fields.every("person")),
        sent=visit.request.method == "POST" and visit.request.url.path.endswith("/record"),
        given=visit.fields,
        faults=faults,
    )


def _withdrawn(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        found = show_withdrawn(tx, visit.scope)

    def may(path: str) -> bool:
        return visit.names_shown(path) and not visit.roles_on(path).isdisjoint(PERMISSIONS["consent.record"])

    return visit.page(
        "consents/withdrawn.html",
        found=found,
        may=may,
        asked=ASKED_IN_WORDS,
        kinds=CONSENT_KINDS,
        number_of=number_of,
        given=visit.fields,
        faults=faults,
    )


def _page(tx: Connection, visit: Visit) -> ConsentsPage | None:
    """The programme asked for, else the first of those that are not over; None when there is none."""
    told = visit.fields.raw("programme") or visit.asked("programme")
    if told:
        return _programme(tx, visit)
    choices = consent_coverage.programmes_in(tx, visit.scope, day=visit.today)
    return show_consents(tx, by=visit.by, programme_id=choices[0][0]) if choices else None


def _programme(tx: Connection, visit: Visit) -> ConsentsPage:
    """Raises Missing for a programme that is out of sight, as for one that does not exist."""
    told = visit.fields.raw("programme") or visit.asked("programme")
    if not told.isascii() or not told.isdigit() or len(told) > 9:
        raise Missing
    try:
        page = show_consents(tx, by=visit.by, programme_id=int(told))
    except BadInput:
        raise Missing from None
    if visit.rule.roles.isdisjoint(visit.roles_on(page.organisation.path)):
        raise Missing
    return page


def _choices(found: list[tuple[int, str, str, str]]) -> list[tuple[int, str]]:
    """Titles, with the organisation where there are several."""
    several = len({path for *_, path in found}) > 1
    return [(key, f"{organisation}: {title}" if several else title) for key, title, organisation, _ in found]


def _back(visit: Visit) -> str:
    show = visit.fields.raw("show")
    tail = f"&show={show}" if show in FILTERS and show else ""
    return f"/consents?programme={visit.fields.raw('programme')}{tail}"


def _kind(asked: str) -> str | None:
    return asked if asked in CONSENT_KINDS else None


def _rows(page: ConsentsPage, visit: Visit) -> Iterator[list[Cell]]:
    named = visit.names_shown(page.organisation.path)
    show = visit.asked("show") if visit.asked("show") in FILTERS else ""
    for one in page.lines:
        if not _FILTER[show](one):
            continue
        states: list[Cell] = []
        for kind in SHORT:
            held = next(each for key, each in one.standings.items() if key == kind)
            day = f", {held.of.signed_on:%d.%m.%Y}" if held.of else ""
            states.append(f"{visit.say(STATES[held.state])}{day}")
        yield [
            one.name if named else visit.say(number_of(one.person_id)),
            ", ".join(visit.say(_TITLES[role]) for role in one.roles),
            *states,
            (one.representative[1] if named else "") if one.representative else "",
        ]
