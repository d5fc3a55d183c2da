"""`/overdue/remind`: one row, the ticked ones, or everybody who is late, after a look at who would be written to."""

from fastapi import APIRouter, Response

from engine.refusals import BadInput
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults
from web.tree import Spot, spot
from web.visit import Visit
from web.went import Undo, Went
from web.wording import counted
from workflows.remind_all import Chosen, RemindAllPreview, RemindedAll, preview_remind_all, remind_all
from workflows.remind_now import Reminded, remind_now

router = APIRouter()

_BACK = "/overdue"


@router.get("/overdue/remind")
def preview(visit: Entered) -> Response:
    return _asked(visit, NONE)


@router.post("/overdue/remind")
def everybody(visit: Entered) -> Response:
    here = _here(visit)
    return visit.change(
        lambda tx: remind_all(tx, by=visit.by, chosen=Chosen(under=here.place.path)),
        done=lambda done: Went(_BACK + here.query(), _told(done)),
        again=lambda faults: _asked(visit, faults),
    )


@router.post("/overdue/remind-some")
def some(visit: Entered) -> Response:
    """The button of a row (`only`), or the ticked rows (`chosen`)."""
    here = _here(visit)
    back = visit.came_from if visit.came_from.startswith(_BACK) else _BACK + here.query()
    only = visit.fields.number_if_given("only")
    if only is not None:
        return visit.change(
            lambda tx: remind_now(tx, by=visit.by, obligation_id=only),
            done=lambda done: Went(back, *_one(done, here, visit)),
        )
    ids = visit.fields.numbers("chosen")
    if not ids:
        raise BadInput("", "Отметьте хотя бы один пункт", "Tick at least one item")
    return visit.change(
        lambda tx: remind_all(tx, by=visit.by, chosen=Chosen(under=here.place.path, obligation_ids=ids)),
        done=lambda done: Went(back, _told(done)),
    )


def _asked(visit: Visit, faults: Faults) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = preview_remind_all(tx, by=visit.by, chosen=Chosen(under=here.place.path))
    if not isinstance(found, RemindAllPreview):
        faults = Faults(reasons=found.reasons, status=409)
    return visit.page("overdue/remind.html", here=here, found=found, faults=faults)


def _here(visit: Visit) -> Spot:
    with visit.read() as tx:
        return spot(tx, visit)


def _one(done: Reminded, here: Spot, visit: Visit) -> tuple[Words, Undo | None]:
    """What the toast says; a single letter that has not gone yet can be taken back."""
    first = done.letters[0]
    if first.goes_at <= visit.now:
        told = Words("Письмо с напоминанием поставлено в очередь", "The reminder is queued")
    else:
        at = first.goes_at.astimezone(here.zone)
        told = Words(f"Напоминание уйдёт {at:%d.%m в %H:%M}", f"The reminder goes on {at:%d.%m at %H:%M}")
    return told, Undo(f"/letters/{first.id}/cancel") if len(done.letters) == 1 else None


def _told(done: RemindedAll) -> Words:
    number = len(done.letters)
    if not number:
        return Words("Писать некому: сегодня уже напоминали или нет адресов", "Nobody to write to today")
    return Words(
        f"В очереди {counted('letters', number, 'ru')} с напоминанием",
        f"Queued: {counted('letters', number, 'en')} with a reminder",
    )
