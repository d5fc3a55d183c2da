"""A pair changes its course: a day is moved, the end is announced after a look at what it means, or taken back."""

from datetime import date

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.lifecycle import OUTCOMES, Ending
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from engine.words import Words
from web.entering import Entered
from web.faults import CHANGED_MEANWHILE, NONE, Faults, of_bad_input
from web.pages.pair import page
from web.pages.pair_records import form
from web.visit import Visit
from web.went import Undo, Went
from workflows.carry_out_move import PairMoved
from workflows.end_pair import EndingAnnounced, end_pair, foresee_ending
from workflows.reschedule_stage import StageRescheduled, reschedule_stage
from workflows.withdraw_notice import NoticeWithdrawn, withdraw_notice

router = APIRouter()

_OUTCOME_HELP = {
    "completed_early": Words("цель достигнута раньше срока", "the aim was reached earlier"),
    "by_agreement": Words("обе стороны решили остановиться", "both sides decided to stop"),
    "mentor_left": Words(
        "наставник не может продолжать; пару можно не завершать, а сменить наставника", "or replace him"
    ),
    "mentee_left": Words("наставляемый не может продолжать", "the mentee cannot go on"),
    "transferred": Words("участник переходит в другую организацию", "somebody moves to another organisation"),
    "never_started": Words(
        "работа так и не началась; предупреждать не нужно", "the work has not begun; no notice is needed"
    ),
    "completed": Words("все этапы пройдены", "all stages are passed"),
}


@router.get("/pairs/{pair_id}/due")
def due_form(visit: Entered, pair_id: int) -> Response:
    return form(visit, pair_id, "due")


@router.post("/pairs/{pair_id}/due")
def due(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> StageRescheduled | Refused:
        to_day, reason = visit.fields.day("to", today=visit.today), visit.fields.line("reason", longest=500)
        return reschedule_stage(tx, by=visit.by, pair_id=pair_id, to_day=to_day, reason=reason)

    def done(made: StageRescheduled) -> Went:
        day, undo = f"{made.to_day:%d.%m.%Y}", None
        if made.from_day is not None and made.from_day >= visit.today:
            back = {"to": f"{made.from_day:%d.%m.%Y}", "reason": visit.say(Words("перенос отменён", "undone"))}
            undo = Undo(f"/pairs/{pair_id}/due", back)
        words = Words(
            f"Срок этапа перенесён на {day}, ответственным уйдёт письмо",
            f"The day of the stage is {day} now, the responsible will get a letter",
        )
        return Went(f"/pairs/{pair_id}", words, undo)

    return visit.change(flow, done=done, again=lambda faults: form(visit, pair_id, "due", faults))


@router.get("/pairs/{pair_id}/end")
def end_form(visit: Entered, pair_id: int) -> Response:
    return _end_form(visit, pair_id)


@router.post("/pairs/{pair_id}/end")
def end(visit: Entered, pair_id: int) -> Response:
    """Closing is confirmed on a page that says what will happen (`sure`)."""
    if not visit.fields.ticked("sure") or visit.fields.raw("back"):
        return _end_form(visit, pair_id) if visit.fields.raw("back") else _confirm(visit, pair_id)

    def flow(tx: Connection) -> Words | Refused:
        outcome, notice, effective = _asked(visit)
        made = end_pair(
            tx,
            by=visit.by,
            pair_id=pair_id,
            outcome=outcome,
            notice_on=notice,
            effective_on=effective,
            reason=visit.fields.line("reason", optional=True, longest=500),
        )
        return made if isinstance(made, Refused) else _ended(made)

    def done(words: Words) -> Went:
        return Went(f"/pairs/{pair_id}", words, Undo(f"/pairs/{pair_id}/undo"))

    return visit.change(flow, done=done, again=lambda faults: _end_form(visit, pair_id, faults))


@router.post("/pairs/{pair_id}/keep")
def keep(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> NoticeWithdrawn | Refused:
        return withdraw_notice(tx, by=visit.by, pair_id=pair_id)

    words = Words("Прекращение отозвано, пара продолжает работу", "The ending is withdrawn, the pair goes on")
    return visit.change(
        flow,
        done=lambda _: Went(f"/pairs/{pair_id}", words, Undo(f"/pairs/{pair_id}/undo")),
        again=lambda faults: page(visit, pair_id, faults),
    )


def _end_form(visit: Visit, pair_id: int, faults: Faults = NONE) -> Response:
    return form(visit, pair_id, "end", faults, outcomes=OUTCOMES, helps=_OUTCOME_HELP)


def _confirm(visit: Visit, pair_id: int) -> Response:
    """What the end will mean, or the form again with what is wrong."""
    try:
        outcome, notice, effective = _asked(visit)
        with visit.read() as tx:
            found: Ending | Refused = foresee_ending(
                tx, by=visit.by, pair_id=pair_id, outcome=outcome, notice_on=notice, effective_on=effective
            )
    except BadInput as error:
        return _end_form(visit, pair_id, of_bad_input(error))
    except ChangedMeanwhile:
        return _end_form(visit, pair_id, CHANGED_MEANWHILE)
    if isinstance(found, Refused):
        return _end_form(visit, pair_id, Faults(reasons=found.reasons, status=409))
    return form(visit, pair_id, "end/sure", ending=found, outcomes=OUTCOMES)


def _ended(made: EndingAnnounced | PairMoved) -> Words:
    if isinstance(made, PairMoved):
        return Words("Пара завершена", "The pair is closed")
    day = f"{made.ending_on:%d.%m.%Y}"
    return Words(f"Прекращение объявлено с {day}", f"The end is set for {day}")


def _asked(visit: Visit) -> tuple[str, date | None, date | None]:
    fields = visit.fields
    outcome = fields.choice("outcome", OUTCOMES)
    return (
        outcome,
        fields.day_if_given("notice", today=visit.today),
        fields.day_if_given("effective", today=visit.today),
    )
