"""What is recorded about a pair: meetings, feedback, consents, papers, diagnostics; each on a small page of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.lifecycle.needs.consents import CONSENT_KINDS
from engine.lifecycle.needs.meetings import MEETING_TITLES
from engine.lifecycle.needs.papers import PAPER_TITLES
from engine.minors import is_minor
from engine.next_cycle import WISHES
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import memberships, organisations, pair_sheet, pairs, person_sheet
from storage.pair_sheet import MemberSheet
from web.consent_fields import signed_paper
from web.entering import Entered
from web.faults import NONE, Faults
from web.meeting_fields import meeting_answer, planned_series
from web.pages.pair import PURPOSES, WORDS, named, sheet
from web.pages.roadmap import OFFICE
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.answer_survey import SurveyAnswered, answer_survey
from workflows.call_curator import CallAnswered, answer_call
from workflows.holiday_words import warned, with_left_out
from workflows.open_survey import open_survey
from workflows.plan_meeting import take_back_plan
from workflows.plan_series import SeriesPlanned, take_back_series
from workflows.print_consents import OfferedBlank, blanks_offered
from workflows.record_consent import ConsentRecorded, record_consent
from workflows.record_feedback import FeedbackRecorded, record_feedback
from workflows.register_paper import PaperRegistered, register_paper
from workflows.remind_now import Reminded, remind_now
from workflows.report_meeting import MeetingReported, report_meeting
from workflows.show_pair_page import PairPage, stage_obligation
from workflows.unmark_plan import unmark_plan
from workflows.withdraw_record import withdraw_feedback, withdraw_meeting

router = APIRouter()

_STAGE_MEETINGS = {
    "acquaintance": "acquaintance",
    "trial_meeting": "trial",
    "planning": "planning",
    "final_meeting": "final",
}
"""The meeting people mostly mean in a stage of the built-in lifecycles; a working one anywhere else."""


@dataclass(frozen=True, slots=True)
class _Noted:
    """What to say after an act, and how to take it back."""

    words: Words
    undo: Undo | None = None


@router.get("/pairs/{pair_id}/meeting")
def meeting_form(visit: Entered, pair_id: int) -> Response:
    return form(visit, pair_id, "meeting")


@router.post("/pairs/{pair_id}/meeting")
def meeting(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> MeetingReported | SeriesPlanned | Refused:
        kind = visit.fields.choice("kind", MEETING_TITLES)
        if visit.fields.raw("what") == "series":
            return planned_series(visit, tx, pair_id, kind)
        return report_meeting(tx, by=visit.by, pair_id=pair_id, kind=kind, answer=meeting_answer(visit))

    def noted(made: MeetingReported | SeriesPlanned) -> _Noted:
        if isinstance(made, SeriesPlanned):
            undo = Undo(f"/pairs/{pair_id}/undo-record", {"series": str(made.id)})
            told = Words(f"Назначено встреч: {len(made.days)}", f"Meetings agreed: {len(made.days)}")
            return _Noted(with_left_out(told, made.left_out), undo)
        title, day = next(words for key, words in MEETING_TITLES.items() if key == made.kind), f"{made.day:%d.%m.%Y}"
        match made.became:
            case "held" | "verdict":
                undo = Undo(f"/pairs/{pair_id}/undo-record", {"meeting": str(made.meeting_id)})
                said = Words(f"Записана {title.ru} {day}", f"Recorded: {title.en} of {day}")
                return _Noted(said, undo if made.became == "held" else None)
            case "moved":
                undo = Undo(f"/pairs/{pair_id}/undo-record", {"planned": str(made.planned_id)})
                agreed = Words(f"Назначена {title.ru} на {day}", f"Agreed: {title.en} on {day}")
                return _Noted(warned(agreed, made.holiday), undo)
            case "called_off":
                undo = Undo(f"/pairs/{pair_id}/undo-record", {"planned": str(made.planned_id)})
                return _Noted(Words(f"Не состоится: {title.ru}", f"Called off: {title.en}"), undo)

    return _kept(visit, pair_id, "meeting", flow, noted)


@router.get("/pairs/{pair_id}/feedback")
def feedback_form(visit: Entered, pair_id: int) -> Response:
    return form(visit, pair_id, "feedback")


@router.post("/pairs/{pair_id}/feedback")
def feedback(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> FeedbackRecorded | Refused:
        person_id, text = visit.fields.number("by"), visit.fields.text("text")
        wish = visit.fields.choice("wish", ("", *WISHES))
        return record_feedback(tx, by=visit.by, pair_id=pair_id, person_id=person_id, text=text, wish=wish)

    def noted(made: FeedbackRecorded) -> _Noted:
        undo = Undo(f"/pairs/{pair_id}/undo-record", {"feedback": str(made.id)})
        return _Noted(Words("Отзыв записан", "The feedback is recorded"), undo)

    return _kept(visit, pair_id, "feedback", flow, noted)


@router.get("/pairs/{pair_id}/consent")
def consent_form(visit: Entered, pair_id: int) -> Response:
    return form(visit, pair_id, "consent")


@router.post("/pairs/{pair_id}/consent")
def consent(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> ConsentRecorded | Refused:
        person_id = visit.fields.number("person")
        if person_id not in {one.person_id for one in memberships.live(tx, pair_id)}:
            raise BadInput("person", "Выберите участника пары", "Choose somebody of the pair")
        kind, signed = visit.fields.raw("kind"), visit.fields.day("signed", today=visit.today)
        paper = signed_paper(visit, kind)
        return record_consent(tx, by=visit.by, person_id=person_id, kind=kind, signed_on=signed, paper=paper)

    def noted(made: ConsentRecorded) -> _Noted:
        title, doubts = CONSENT_KINDS[made.kind], made.doubts
        told = [Words(f"Записано согласие {title.ru}", f"Recorded: the consent {title.en}"), *doubts]
        undo = Undo(f"/people/{made.person_id}/consents/undo", {"consent": str(made.id)})
        return _Noted(Words(". ".join(one.ru for one in told), ". ".join(one.en for one in told)), undo)

    return _kept(visit, pair_id, "consent", flow, noted)


@router.get("/pairs/{pair_id}/paper")
def paper_form(visit: Entered, pair_id: int) -> Response:
    return form(visit, pair_id, "paper")


@router.post("/pairs/{pair_id}/paper")
def paper(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> PaperRegistered | Refused:
        kind, purpose = visit.fields.raw("kind"), visit.fields.raw("purpose")
        return registered(visit, tx, pair_id, kind=kind, purpose=purpose)

    def noted(made: PaperRegistered) -> _Noted:
        title = next(words for key, words in PAPER_TITLES.items() if key == made.kind)
        told = f"{made.number} {made.dated:%d.%m.%Y}"
        return _Noted(Words(f"Внесён документ: {title.ru} № {told}", f"Entered: {title.en} No. {told}"))

    return _kept(visit, pair_id, "paper", flow, noted)


@router.get("/pairs/{pair_id}/diagnostics")
def diagnostics_form(visit: Entered, pair_id: int) -> Response:
    with visit.read() as tx:
        pair = pairs.get(tx, pair_id)
        asking = None if pair is None else pair_sheet.asking_survey(tx, pair.programme_id)
    if asking is not None and visit.home is not None:
        return visit.go(f"/surveys/{asking}" if OFFICE & visit.roles_on(visit.home.path) else "/my")
    return form(visit, pair_id, "diagnostics")


@router.post("/pairs/{pair_id}/diagnostics")
def diagnostics(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> SurveyAnswered | Refused:
        pair = pairs.get(tx, pair_id)
        if pair is None:
            raise Missing
        if pair_sheet.asking_survey(tx, pair.programme_id) is not None:
            raise BadInput("text", "Идёт анкета с вопросами, ответьте в ней", "Answer the open questionnaire instead")
        survey = next((key for key, _ in pair_sheet.open_surveys(tx, pair.programme_id)), None)
        if survey is None:
            opened = open_survey(
                tx,
                by=visit.by,
                programme_id=pair.programme_id,
                kind="diagnostics",
                period=_quarter(visit.today),
            )
            if isinstance(opened, Refused):
                return opened
            survey = opened.id
        person_id, text = visit.fields.number("person"), visit.fields.text("text")
        answers = {str(at): line for at, line in enumerate(text.split("\n"), start=1) if line.strip()}
        return answer_survey(tx, by=visit.by, survey_id=survey, person_id=person_id, answers=answers)

    words = Words("Диагностика записана", "The diagnostics are recorded")
    return _kept(visit, pair_id, "diagnostics", flow, lambda _: _Noted(words))


@router.post("/pairs/{pair_id}/remind")
def remind(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> Reminded | Refused:
        pair = pairs.get(tx, pair_id)
        owed = stage_obligation(tx, pair) if pair is not None else None
        if owed is None:
            raise Missing
        return remind_now(tx, by=visit.by, obligation_id=owed.id)

    def done(made: Reminded) -> Went:
        at = made.letters[0].goes_at
        told = f"{at.astimezone(visit.now.tzinfo):%d.%m.%Y}"
        words = Words(f"Напоминание уйдёт {told}, писем: {len(made.letters)}", f"A reminder goes on {told}")
        return Went(f"/pairs/{pair_id}", words)

    return visit.change(flow, done=done)


@router.post("/pairs/{pair_id}/calls/answer")
def answered(visit: Entered, pair_id: int) -> Response:
    def flow(tx: Connection) -> CallAnswered | Refused:
        made = answer_call(tx, by=visit.by, call_id=visit.fields.number("call"))
        if not isinstance(made, Refused) and made.pair_id != pair_id:
            raise Missing
        return made

    words = Words("Отмечено: вы поговорили", "Noted: you have talked")
    return visit.change(flow, done=lambda _: Went(f"/pairs/{pair_id}", words))


@router.post("/pairs/{pair_id}/undo-record")
def undo_record(visit: Entered, pair_id: int) -> Response:
    """Takes back what a toast of this file offers to take back."""

    def flow(tx: Connection) -> Any:
        fields = visit.fields
        if (meeting_id := fields.number_if_given("meeting")) is not None:
            made: Any = withdraw_meeting(tx, by=visit.by, meeting_id=meeting_id)
        elif (series := fields.number_if_given("series")) is not None:
            made = take_back_series(tx, by=visit.by, planned_id=series)
        elif (planned_id := fields.number_if_given("planned")) is not None:
            made = take_back_plan(tx, by=visit.by, planned_id=planned_id)
        elif (position := fields.number_if_given("position")) is not None:
            made = unmark_plan(tx, by=visit.by, pair_id=pair_id, position=position)
        else:
            made = withdraw_feedback(tx, by=visit.by, feedback_id=fields.number("feedback"))
        if not isinstance(made, Refused) and made.pair_id != pair_id:
            raise Missing
        return made

    words = Words("Отменено, запись не считается", "Undone, the record does not count")
    return visit.change(flow, done=lambda _: Went(f"/pairs/{pair_id}", words))


def registered(visit: Visit, tx: Connection, pair_id: int, *, kind: str, purpose: str) -> PaperRegistered | Refused:
    """A paper of the form entered into the register of the pair's organisation."""
    pair = pairs.get(tx, pair_id)
    organisation = organisations.by_id(tx, pair.organisation_id) if pair else None
    if organisation is None:
        raise Missing
    return register_paper(
        tx,
        by=visit.by,
        organisation=organisation,
        kind=kind,
        purpose=purpose,
        number=visit.fields.line("number", longest=50),
        dated=visit.fields.day("date", today=visit.today),
        pair_ids=[pair_id],
    )


def form(visit: Visit, pair_id: int, act: str, faults: Faults = NONE, **more: Any) -> Response:
    """The page of one act, with what was typed."""
    shown = sheet(visit, pair_id)
    people = [one for one in shown.members if one.role != "curator"]
    if act in ("feedback", "diagnostics") and "consent.record" not in shown.may:
        own = own_people(visit)  # people of a pair speak for themselves
        people = [one for one in people if one.person_id in own]

    def wanted(name: str, default: str = "") -> str:
        return visit.fields.raw(name) or visit.asked(name) or default

    return visit.page(
        f"pair/{act.replace('/', '-')}.html",
        shown=shown,
        faults=faults,
        given=visit.fields,
        words=WORDS,
        people=people,
        meetings=[(key, visit.say(title)) for key, title in MEETING_TITLES.items()],
        papers=[(key, visit.say(title)) for key, title in PAPER_TITLES.items()],
        purposes=[(key, visit.say(title)) for key, title in PURPOSES.items()],
        consents=[(key, visit.say(title)) for key, title in CONSENT_KINDS.items()],
        blanks=_blanks(visit, shown, people) if act == "consent" else [],
        wanted=wanted,
        meant=_STAGE_MEETINGS.get(shown.pair.stage, "work"),
        quarter=_quarter(visit.today),
        **more,
    )


def _blanks(visit: Visit, shown: PairPage, people: Sequence[MemberSheet]) -> list[OfferedBlank]:
    """What the people of the pair sign, for those who may hand the papers out."""
    if not shown.named or "consent.record" not in shown.may:
        return []
    members = [
        (one.person_id, one.name, is_minor(one.kind, one.born, shown.today), (one.role, one.kind)) for one in people
    ]
    with visit.read() as tx:
        return blanks_offered(tx, path=shown.path, members=members)


def own_people(visit: Visit) -> set[int]:
    """The visitor and the minors he represents."""
    with visit.read() as tx:
        wards = person_sheet.wards(tx, visit.who.person_id, day=visit.today)
    return {visit.who.person_id, *(one.id for one in wards)}


def _kept(
    visit: Visit,
    pair_id: int,
    act: str,
    flow: Callable[[Connection], Any],
    noted: Callable[[Any], _Noted],
) -> Response:
    def done(made: Any) -> Went:
        said = noted(made)
        return Went(f"/pairs/{pair_id}", said.words, said.undo)

    return visit.change(flow, done=done, again=lambda faults: form(visit, pair_id, act, _told(visit, faults)))


def _told(visit: Visit, faults: Faults) -> Faults:
    """Reasons may name people: a reader above the organisation gets the plain sentence."""
    if named(visit) or not faults.reasons:
        return faults
    return Faults(faults.fields, tuple(one for one in faults.reasons if one.need != "consents"), faults.status)


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
