"""`/letters/{id}`: one letter, why it went or not; sent again, stopped, its address put right on the spot."""

from fastapi import APIRouter, Response

from engine.permissions import PERMISSIONS
from engine.words import Words
from storage.letters import LetterLine
from web.entering import Entered
from web.faults import NONE, Faults
from web.letter_words import AUDIENCES, REMINDERS, STATES, kind_of, why
from web.visit import Visit
from web.went import Undo, Went
from workflows.cancel_letter import cancel_letter
from workflows.mend_address import AddressMended, mend_address
from workflows.retry_letter import retry_letter
from workflows.show_letter import show_letter

router = APIRouter()


@router.get("/letters/{letter_id}")
def letter(visit: Entered, letter_id: int) -> Response:
    return _shown(visit, letter_id, NONE)


@router.post("/letters/{letter_id}/retry")
def retry(visit: Entered, letter_id: int) -> Response:
    return visit.change(
        lambda tx: retry_letter(tx, by=visit.by, letter_id=letter_id),
        done=lambda done: Went(
            _at(done.id), Words("Письмо снова в очереди", "The letter is queued again"), _stop(done)
        ),
    )


@router.post("/letters/{letter_id}/cancel")
def cancel(visit: Entered, letter_id: int) -> Response:
    back = visit.came_from if visit.came_from.startswith(("/letters", "/overdue")) else _at(letter_id)
    return visit.change(
        lambda tx: cancel_letter(tx, by=visit.by, letter_id=letter_id),
        done=lambda _done: Went(back, Words("Письмо отменено", "The letter is cancelled")),
    )


@router.post("/letters/{letter_id}/address")
def address(visit: Entered, letter_id: int) -> Response:
    fields = visit.fields
    return visit.change(
        lambda tx: mend_address(
            tx,
            by=visit.by,
            letter_id=letter_id,
            email=fields.line("email", longest=254),
            version=fields.number("version"),
        ),
        done=_mended,
        again=lambda faults: _shown(visit, letter_id, faults),
    )


def _shown(visit: Visit, letter_id: int, faults: Faults) -> Response:
    with visit.read() as tx:
        sheet = show_letter(tx, by=visit.by, letter_id=letter_id, named=visit.names_shown)
    row = sheet.shown.row
    roles = visit.roles_on(row.path)
    return visit.page(
        "letters/letter.html",
        sheet=sheet,
        row=row,
        faults=faults,
        states=STATES,
        audiences=AUDIENCES,
        reminders=REMINDERS,
        kind=kind_of(row.kind),
        why=why(row, sheet.way if row.state == "queued" else None, row.timezone),
        may_retry=row.state in ("failed", "uncertain") and not roles.isdisjoint(PERMISSIONS["outbox.retry"]),
        may_cancel=row.state in ("queued", "held") and not roles.isdisjoint(PERMISSIONS["outbox.cancel"]),
        may_mend=sheet.person is not None and not roles.isdisjoint(PERMISSIONS["person.change"]),
        email=visit.fields.raw("email") or row.email,
    )


def _mended(done: AddressMended) -> Went:
    if done.again:
        told = Words("Адрес исправлен, письмо снова в очереди", "The address is mended, the letter is queued again")
        return Went(_at(done.letter_id), told, Undo(f"{_at(done.letter_id)}/cancel", words=_DO_NOT_SEND))
    return Went(_at(done.letter_id), Words("Адрес исправлен", "The address is mended"))


_DO_NOT_SEND = Words("Не отправлять", "Do not send")


def _stop(letter: LetterLine) -> Undo:
    return Undo(f"{_at(letter.id)}/cancel", words=_DO_NOT_SEND)


def _at(letter_id: int) -> str:
    return f"/letters/{letter_id}"
