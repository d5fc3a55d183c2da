"""`/m/…`: the page behind a letter's link, phone first, without signing in. Opening it changes nothing, ever: mail
scanners open links. What it offers is sent by POST, acts once and may be taken back within a day."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.events import EVENT_TITLES
from engine.names import spoken_name
from engine.next_cycle import WISH_TITLES, WISHES
from engine.plans.model import MARKS
from engine.refusals import Refused
from engine.words import Words
from web import cookies
from web.entering import Entered
from web.faults import NONE, Faults
from web.fields import Fields
from web.questions import sent_answers
from web.refusing import Missing
from web.report_fields import report_words
from web.visit import Visit
from web.went import Went
from workflows.answer_by_link import ACTIONS, Action, Answered, Said, answer_by_link, undo_answer
from workflows.letter_link import LASTS, MUTABLE, Kind, Link, signed
from workflows.open_letter_link import OpenLink, open_letter_link
from workflows.show_event_link import show_event_link
from workflows.show_letter_link import given_answers, show_pair_link
from workflows.show_obligation_link import show_obligation_link
from workflows.show_survey_link import show_survey_link
from workflows.show_today import OwnDay, show_own_day

router = APIRouter()

_DONE: dict[str, Words] = {
    "met": Words("Записали: встреча прошла", "Noted: you met"),
    "confirm": Words("Записали ваш ответ о встрече", "Your word on the meeting is noted"),
    "verdict": Words("Записали ваше решение", "Your decision is noted"),
    "moved": Words("Записали новый день встречи", "The new day is noted"),
    "off": Words("Записали: встречи не будет", "Noted: there will be no meeting"),
    "feedback": Words("Спасибо, отзыв записан", "Thank you, your feedback is noted"),
    "report": Words("Спасибо, отчёт сдан", "Thank you, your report is in"),
    "postpone": Words("Просьба ушла куратору", "The curator has your request"),
    "plan": Words("Отметили строку плана", "The line of the plan is marked"),
    "call": Words("Куратору ушло письмо, он свяжется с вами", "The curator has a letter and will get in touch"),
    "rest": Words("Хорошо, напомним позже", "All right, you will hear later"),
    "done": Words("Отметили: сделано", "Marked as done"),
    "coming": Words("Спасибо, ответ записан", "Thank you, your answer is noted"),
    "survey": Words("Спасибо, ответы записаны", "Thank you, your answers are noted"),
    "mute": Words("Такие письма больше не придут", "Such letters will not come any more"),
}
_UNDONE = Words("Отменили, как будто не отвечали", "Taken back, as if you had not answered")
_VERDICTS = ("go", "stop")
_YES_OR_NO = ("yes", "no")
_WORDS: dict[Action, tuple[str, tuple[str, ...], str]] = {  # the field of the word, its choices, what it is about
    "verdict": ("verdict", _VERDICTS, "meeting"),
    "confirm": ("verdict", _YES_OR_NO, "meeting"),
    "coming": ("coming", _YES_OR_NO, "person"),
}


@router.get("/m/{token}")
def letter_link(visit: Entered, token: str) -> Response:
    return _shown(visit, token, NONE)


@router.post("/m/{token}")
def unsubscribe(visit: Entered, token: str) -> Response:
    """One-click unsubscribing (RFC 8058): comes from mail programs, without a cookie or an origin, and answers 200."""
    with visit.write() as tx:
        opened = _opened(tx, visit, token)
        if opened.link.kind != "mute":
            raise Missing
        answer_by_link(tx, opened, Said("mute"))
    return _shown(visit, token, NONE)


@router.post("/m/{token}/answer")
def answer(visit: Entered, token: str) -> Response:
    def flow(tx: Connection) -> Answered | Refused:
        opened = _opened(tx, visit, token)
        return answer_by_link(tx, opened, _said(visit, opened))

    return _change(visit, token, flow, lambda made: _DONE[made.action])


@router.post("/m/{token}/undo")
def undo(visit: Entered, token: str) -> Response:
    def flow(tx: Connection) -> Answered | Refused:
        return undo_answer(tx, _opened(tx, visit, token), use=visit.fields.raw("use")[:64])

    return _change(visit, token, flow, lambda _: _UNDONE)


def _link_for(visit: Visit, kind: Kind, person_id: int, subject_id: int, until: date | None = None) -> str:
    """The address of somebody's own page of answers, good for as long as one from a letter of today; from the page
    behind a link only `until` that link ends."""
    link = Link(kind, person_id, subject_id, until or visit.today + LASTS)
    return f"/m/{signed(visit.parts.secret, link)}"


def _change(
    visit: Visit, token: str, flow: Callable[[Connection], Answered | Refused], told: Callable[[Answered], Words]
) -> Response:
    return visit.change(
        flow,
        done=lambda made: Went(f"/m/{token}", told(made)),
        again=lambda faults: _shown(visit, token, faults),
    )


def _opened(tx: Connection, visit: Visit, token: str) -> OpenLink:
    """Raises Missing for every link that opens nothing: too old, foreign, garbled, of somebody who left."""
    found = open_letter_link(tx, secret=visit.parts.secret, token=token, at=visit.now)
    if found is None:
        raise Missing
    if not cookies.read(visit.request, cookies.LANGUAGE):  # else it was chosen in this browser
        visit.language = found.language
    return found


def _said(visit: Visit, opened: OpenLink) -> Said:
    """The fields of the form of each action, by their own names."""
    fields, today = visit.fields, opened.today
    action: Action = fields.choice("answer", ACTIONS)  # type: ignore[assignment]  # one of them, or BadInput
    match action:
        case "met":
            verdict = fields.choice("verdict", _VERDICTS) if fields.raw("asked") else None
            return Said(action, day=fields.day("held", today=today), verdict=verdict)
        case "verdict" | "confirm" | "coming":
            name, words, about = _WORDS[action]
            return Said(action, verdict=fields.choice(name, words), number=fields.number(about))
        case "moved":
            return Said(action, day=fields.day("on", today=today), text=fields.line("why", optional=True))
        case "off":
            return Said(action, text=fields.line("reason", longest=500))
        case "feedback":
            wish = fields.choice("wish", WISHES) if fields.raw("wish") else None
            return Said(action, text=fields.text("text"), verdict=wish)
        case "report":
            return Said(action, report=report_words(fields, today=today))
        case "plan" | "postpone":
            return _of_plan(action, fields, today)
        case "call":
            return Said(action, text=fields.text("words", optional=True, longest=1000))
        case "rest":
            return Said(action, day=fields.day("until", today=today), number=fields.number_if_given("duty"))
        case "done":
            return Said(action, text=fields.line("proof", longest=1000))
        case "survey" | "mute":
            return Said(action, answers=sent_answers(fields))


def _of_plan(action: Action, fields: Fields, today: date) -> Said:
    """A line of the plan: what came of it, or to which day it should move."""
    position = fields.number("position")
    if action == "postpone":
        return Said(action, day=fields.day("to", today=today), number=position, text=fields.line("reason", longest=500))
    mark = fields.choice("mark", MARKS) if fields.raw("mark") else "done"
    result = fields.line("result", optional=True, longest=1000)
    return Said(action, day=today, number=position, verdict=mark, text=result)


def _shown(visit: Visit, token: str, faults: Faults) -> Response:
    with visit.read() as tx:
        opened = _opened(tx, visit, token)
        link = opened.link
        common: dict[str, Any] = {
            "token": token,
            "opened": opened,
            "today": opened.today,
            "called_by": spoken_name(opened.name),
            "given": given_answers(tx, opened),
            "wishes": [(key, visit.say(title)) for key, title in WISH_TITLES.items()],
            "later": opened.today + timedelta(days=3),
            "sent": visit.fields,
            "faults": faults,
        }
        match link.kind:
            case "pair":
                pair = show_pair_link(tx, opened, pair_id=link.subject_id)
                return visit.page("letter_link/pair.html", pair=pair, **common)
            case "obligation" if opened.row is not None and opened.row.subject_kind == "pair":
                pair = show_pair_link(tx, opened, pair_id=opened.row.subject_id)  # a stage is answered as its pair
                return visit.page("letter_link/pair.html", pair=pair, **common)
            case "obligation" if opened.row is not None and opened.row.subject_kind == "diagnostic":
                asking, duty = show_survey_link(tx, opened), show_obligation_link(tx, opened)
                return visit.page("letter_link/survey.html", asking=asking, duty=duty, **common)
            case "obligation":
                duty = show_obligation_link(tx, opened)
                to_pair = duty.pair_id and _link_for(visit, "pair", link.person_id, duty.pair_id, link.until)
                return visit.page("letter_link/obligation.html", duty=duty, to_pair=to_pair, **common)
            case "person":
                day = show_own_day(tx, person_id=link.person_id, day=opened.today, at=visit.now)
                links = own_links(visit, link.person_id, *own_subjects(day), until=link.until)
                return visit.page("letter_link/person.html", day=day, links=links, **common)
            case "event":
                return visit.page(
                    "letter_link/event.html", asked=show_event_link(tx, opened), kinds=EVENT_TITLES, **common
                )
            case "mute":
                return visit.page("letter_link/mute.html", kind=MUTABLE[link.subject_id], **common)


def own_subjects(day: OwnDay) -> tuple[list[int], list[int], list[int]]:
    """The obligations, pairs and events on somebody's own page."""
    return [one.id for one in day.duties], [one.id for one in day.pairs], [one.id for one in day.invitations]


def own_links(
    visit: Visit,
    person_id: int,
    duties: list[int],
    pairs: list[int],
    events: list[int],
    *,
    until: date | None = None,
) -> dict[tuple[str, int], str]:
    """The pages of answers of what somebody has to do, by ("obligation" | "pair" | "event", id)."""
    subjects: dict[Kind, list[int]] = {"obligation": duties, "pair": pairs, "event": events}
    return {
        (kind, one): _link_for(visit, kind, person_id, one, until) for kind, found in subjects.items() for one in found
    }
