"""One answer from the page behind a letter's link: it acts once however often it is sent, and may be taken back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal, get_args

from sqlalchemy import Connection

from engine.obligations import asked_of
from engine.refusals import Refused
from storage import link_uses, pair_records
from storage.link_uses import LinkUseRow
from workflows.access import unknown
from workflows.answer_survey import answer_survey, unanswer_survey
from workflows.call_curator import call_curator, take_back_call
from workflows.carry_out_move import refused
from workflows.complete_item import complete_item
from workflows.confirm_meeting import confirm_meeting
from workflows.invitation_by_link import come_by_link, stands_so, take_back_coming
from workflows.keep_evidence import link_proof
from workflows.letter_link import MUTABLE
from workflows.mark_plan import mark_plan
from workflows.mute_letters import mute_letters
from workflows.open_letter_link import OpenLink
from workflows.pair_at_hand import take_pair
from workflows.plan_meeting import take_back_plan
from workflows.postpone_by_link import postpone_by_link, still_asked
from workflows.postpone_plan_item import undo_plan_move
from workflows.record_feedback import record_feedback
from workflows.record_report import ReportWords
from workflows.reopen_item import reopen_item
from workflows.report_by_link import report_by_link, take_back_report
from workflows.report_meeting import CalledOff, Held, MeetingReported, MovesTo, give_verdict, report_meeting
from workflows.show_letter_link import UNDOABLE_FOR, meeting_kind, side_of
from workflows.snooze_reminder import snooze_reminder, wake_reminder
from workflows.unmark_plan import unmark_plan
from workflows.withdraw_record import withdraw_feedback, withdraw_meeting

Action = Literal[
    "met",
    "confirm",
    "verdict",
    "moved",
    "off",
    "feedback",
    "report",
    "plan",
    "call",
    "rest",
    "done",
    "mute",
    "survey",
    "coming",
    "postpone",
]
ACTIONS: tuple[Action, ...] = get_args(Action)
_OF_PAIR = frozenset({"met", "confirm", "verdict", "moved", "off", "feedback", "plan", "call", "report", "postpone"})
_TRIES = 20  # how often one link may take back and answer again


@dataclass(frozen=True, slots=True)
class Said:
    """What the form said; each action reads what it needs. `number` is the plan's line, the obligation's or the invited
    person's id, `verdict` of a plan's line its mark, of feedback the wish of a next cycle, of an invitation yes or no;
    `answers` those to a questionnaire by the keys of its questions.
    """

    action: Action
    day: date | None = None
    text: str = ""
    verdict: str | None = None
    number: int | None = None
    answers: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    report: ReportWords | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """`use` names the answer for taking it back; `again`: it had been given already and nothing was done."""

    use: str
    action: str
    again: bool = False


_Kept = Mapping[str, Any]  # ids and days that undoing needs


def answer_by_link(tx: Connection, opened: OpenLink, said: Said) -> Answered | Refused:
    """Give the answer. A repeated one finds the first and changes nothing; one taken back may be given anew.

    Raises BadInput as the flows do, and for an action the link's subject does not know.
    """
    key, known = _place(tx, opened, said)
    if known is not None and _stands(tx, opened, said, known):
        return Answered(known.token_hash, known.action, again=True)
    if not key:
        return refused(
            "link",
            "По этой ссылке уже много раз отвечали и отменяли",
            "This link was answered and undone many times",
            mend_ru="Скажите куратору, как было на самом деле",
            mend_en="Tell the curator how it really was",
        )
    kept = _act(tx, opened, said)
    if isinstance(kept, Refused):
        return kept
    link_uses.add(
        tx,
        token_hash=key,
        person_id=opened.link.person_id,
        action=said.action,
        subject=opened.link.subject,
        at=opened.at,
        answer=kept,
    )
    return Answered(key, said.action)


def undo_answer(tx: Connection, opened: OpenLink, *, use: str) -> Answered | Refused:
    """Take an answer of the last day back; taking it back again changes nothing."""
    found = link_uses.by_hash(tx, use)
    mine = found is not None and (found.person_id, found.subject) == (opened.link.person_id, opened.link.subject)
    if found is None or not mine:
        raise unknown("use")
    if found.undone_at is not None:
        return Answered(use, found.action, again=True)
    if opened.at - found.at > UNDOABLE_FOR:
        return refused(
            "time",
            "Отменить можно в течение суток",
            "It can be undone within a day",
            mend_ru="Попросите куратора исправить запись",
            mend_en="Ask the curator to mend the record",
        )
    undone = _undo(tx, opened, found)
    if undone is not None:
        return undone
    link_uses.undo(tx, use, at=opened.at)
    return Answered(use, found.action)


def _place(tx: Connection, opened: OpenLink, said: Said) -> tuple[str, LinkUseRow | None]:
    """The key of this answer, and the same answer when it was given already."""
    once: object = ""
    if said.action in ("moved", "rest"):
        once = said.day
    elif said.action in ("plan", "confirm", "coming"):
        once = said.number
    elif said.action == "postpone":
        once = f"{said.number}/{said.day}"
    # Done after all is another answer than done partly; whether somebody is coming may change from day to day.
    worded = (said.action == "plan" and said.verdict not in (None, "done")) or said.action == "coming"
    word = f"{said.verdict}\n" if worded else f"{said.report}\n" if said.report else ""
    base = f"{opened.token}\n{said.action}\n{once}\n{word}"
    keys = [hashlib.sha256(f"{base}{count}".encode()).hexdigest() for count in range(_TRIES)]
    used = {one.token_hash: one for one in link_uses.among_hashes(tx, keys)}
    standing = next((one for one in used.values() if one.undone_at is None), None)
    return next((key for key in keys if key not in used), ""), standing


def _stands(tx: Connection, opened: OpenLink, said: Said, known: LinkUseRow) -> bool:
    """Whether the same answer given before is still what holds."""
    match said.action:
        case "coming":
            return stands_so(tx, opened, person_id=said.number or 0, word=said.verdict or "")
        case "postpone":
            return still_asked(tx, known.answer)
        case _:
            return True


def _act(tx: Connection, opened: OpenLink, said: Said) -> _Kept | Refused:
    if said.action in _OF_PAIR:
        return _about_pair(tx, opened, said, _pair_of(opened))
    match said.action, opened.link.kind:
        case "mute", "mute":
            muted = mute_letters(tx, by=opened.by, kind=MUTABLE[opened.link.subject_id])
            return muted if isinstance(muted, Refused) else {"kind": muted.kind, "changed": muted.changed}
        case "done", "obligation":
            return _done(tx, opened, said)
        case "survey", "obligation":
            return _survey(tx, opened, said)
        case "rest", "obligation" | "pair":
            return _rest(tx, opened, said)
        case "coming", "event":
            return come_by_link(tx, opened, person_id=said.number or 0, word=said.verdict or "")
        case _:
            raise unknown("answer", said.action)


def _about_pair(tx: Connection, opened: OpenLink, said: Said, pair_id: int) -> _Kept | Refused:
    by = opened.by
    match said.action:
        case "met" | "moved" | "off":
            return _meeting(tx, opened, said, pair_id)
        case "verdict":
            return _verdict(tx, opened, said, pair_id)
        case "confirm":
            return _confirmed(tx, opened, said, pair_id)
        case "feedback":
            speaker, wish = opened.link.person_id, said.verdict or ""
            spoken = record_feedback(tx, by=by, pair_id=pair_id, person_id=speaker, text=said.text, wish=wish)
            return spoken if isinstance(spoken, Refused) else {"feedback": spoken.id}
        case "report" if said.report is not None:
            return report_by_link(tx, opened, pair_id=pair_id, words=said.report)
        case "plan":
            return _plan(tx, opened, said, pair_id)
        case "postpone":
            day, line = said.day or opened.today, said.number or 0
            return postpone_by_link(tx, opened, pair_id=pair_id, position=line, to_day=day, reason=said.text)
        case _:
            called = call_curator(tx, by=by, pair_id=pair_id, text=said.text)
            return called if isinstance(called, Refused) else {"call": called.id}


def _plan(tx: Connection, opened: OpenLink, said: Said, pair_id: int) -> _Kept | Refused:
    marked = mark_plan(
        tx,
        by=opened.by,
        pair_id=pair_id,
        position=said.number or 0,
        done_on=said.day or opened.today,
        mark=said.verdict or "done",
        result=said.text or None,
    )
    if isinstance(marked, Refused):
        return marked
    return {"pair": pair_id, "position": marked.position, "day": _iso(marked.done_on)}


def _meeting(tx: Connection, opened: OpenLink, said: Said, pair_id: int) -> _Kept | Refused:
    hand = take_pair(tx, by=opened.by, pair_id=pair_id)
    if said.action == "off":
        answer: Held | MovesTo | CalledOff = CalledOff(said.text)
    elif said.action == "moved":
        answer = MovesTo(said.day or opened.today, said.text)
    else:
        answer = Held(said.day or opened.today)
        if said.verdict:
            of = {f"{side_of(hand)}_verdict": said.verdict}
            answer = replace(answer, **of)  # type: ignore[arg-type]  # the names of its two verdicts
    told = report_meeting(tx, by=opened.by, pair_id=pair_id, kind=meeting_kind(hand), answer=answer)
    return told if isinstance(told, Refused) else _kept(told)


def _verdict(tx: Connection, opened: OpenLink, said: Said, pair_id: int) -> _Kept | Refused:
    hand = take_pair(tx, by=opened.by, pair_id=pair_id)
    meeting = None if said.number is None else pair_records.meeting(tx, said.number)
    if meeting is None or meeting.pair_id != pair_id:
        raise unknown("meeting")
    told = give_verdict(tx, by=opened.by, meeting_id=meeting.id, side=side_of(hand), verdict=said.verdict or "")
    return told if isinstance(told, Refused) else _kept(told)


def _confirmed(tx: Connection, opened: OpenLink, said: Said, pair_id: int) -> _Kept | Refused:
    meeting = None if said.number is None else pair_records.meeting(tx, said.number)
    if meeting is None or meeting.pair_id != pair_id:
        raise unknown("meeting")
    told = confirm_meeting(tx, by=opened.by, meeting_id=meeting.id, held=said.verdict == "yes")
    if isinstance(told, Refused):
        return told
    return {"meeting": meeting.id, "held": told.held, "before": told.before, "day": _iso(meeting.held_on)}


def _kept(told: MeetingReported) -> _Kept:
    return {
        "became": told.became,
        "meeting": told.meeting_id,
        "planned": told.planned_id,
        "sides": list(told.sides),
        "day": _iso(told.day),
    }


def _done(tx: Connection, opened: OpenLink, said: Said) -> _Kept | Refused:
    row: Any = opened.row
    if row is None or row.item_id is None:
        raise unknown("answer", said.action)
    made = complete_item(
        tx,
        by=opened.by,
        item_id=row.item_id,
        proof=link_proof(said.text, field="proof"),
        occurrence=row.occurrence,
        pair_id=row.pair_id,
    )
    return made if isinstance(made, Refused) else {"evidence": made.evidence_id}


def _survey(tx: Connection, opened: OpenLink, said: Said) -> _Kept | Refused:
    row: Any = opened.row
    if row is None or row.subject_kind != "diagnostic":
        raise unknown("answer", said.action)
    person_id, pair_id = asked_of(row.occurrence)
    if person_id is None:
        raise unknown("answer", said.action)
    made = answer_survey(
        tx, by=opened.by, survey_id=row.subject_id, person_id=person_id, answers=said.answers, pair_id=pair_id
    )
    return made if isinstance(made, Refused) else {"answer": made.answer_id}


def _rest(tx: Connection, opened: OpenLink, said: Said) -> _Kept | Refused:
    number = opened.link.subject_id if opened.link.kind == "obligation" else said.number
    if number is None or said.day is None:
        raise unknown("until")
    rested = snooze_reminder(tx, by=opened.by, obligation_id=number, until=said.day)
    if isinstance(rested, Refused):
        return rested
    return {"obligation": number, "before": _iso(rested.before), "day": _iso(rested.until)}


def _undo(tx: Connection, opened: OpenLink, use: LinkUseRow) -> Refused | None:
    """None = taken back."""
    by, kept = opened.by, use.answer
    outcome: object = None
    match use.action:
        case "met" | "verdict" | "confirm" | "moved" | "off":
            outcome = _undo_meeting(tx, opened, use)
        case "feedback":
            outcome = withdraw_feedback(tx, by=by, feedback_id=kept["feedback"])
        case "report":
            outcome = take_back_report(tx, opened, kept["report"])
        case "plan":
            outcome = unmark_plan(tx, by=by, pair_id=kept["pair"], position=kept["position"])
        case "call":
            outcome = take_back_call(tx, by=by, call_id=kept["call"])
        case "rest":
            outcome = wake_reminder(tx, by=by, obligation_id=kept["obligation"], back_to=_read(kept["before"]))
        case "survey":
            outcome = unanswer_survey(tx, by=by, answer_id=kept["answer"])
        case "coming":
            outcome = take_back_coming(tx, opened, kept)
        case "postpone":
            outcome = undo_plan_move(tx, by=by, move_id=kept["move"])
        case "done":
            outcome = reopen_item(tx, by=by, evidence_id=kept["evidence"])
        case _:
            outcome = mute_letters(tx, by=by, kind=kept["kind"], muted=False)
    return outcome if isinstance(outcome, Refused) else None


def _undo_meeting(tx: Connection, opened: OpenLink, use: LinkUseRow) -> object:
    by, kept = opened.by, use.answer
    match use.action:
        case "met" if kept["became"] == "held":
            return withdraw_meeting(tx, by=by, meeting_id=kept["meeting"])
        case "met" | "verdict":
            outcome: object = None
            for side in kept["sides"]:
                outcome = give_verdict(tx, by=by, meeting_id=kept["meeting"], side=side, verdict=None)
            if use.action == "met" and not isinstance(outcome, Refused):
                return confirm_meeting(tx, by=by, meeting_id=kept["meeting"], held=None)
            return outcome
        case "confirm":
            return confirm_meeting(tx, by=by, meeting_id=kept["meeting"], held=kept["before"])
        case _ if kept["planned"] is not None:
            return take_back_plan(tx, by=by, planned_id=kept["planned"])
        case _:
            return None  # the day had been agreed before


def _pair_of(opened: OpenLink) -> int:
    if opened.link.kind == "pair":
        return opened.link.subject_id
    row: Any = opened.row
    if row is None or row.pair_id is None:
        raise unknown("answer")
    return int(row.pair_id)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read(day: str | None) -> date | None:
    return None if day is None else date.fromisoformat(day)
