"""`nastavnik event`: common events, who is invited and who came."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from sqlalchemy import Connection

from engine.actors import By
from engine.events import EVENT_KINDS, EVENT_LEVELS, EVENT_ROLES, INVITED
from engine.refusals import BadInput, Refused
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, flag, option, reason_option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from storage import events
from storage.scope import EVERYTHING, Scope
from workflows.access import unknown
from workflows.answer_invitation import answer_invitation, check_coming
from workflows.answers.events import event_document, listed_event
from workflows.answers.plainly import plainly
from workflows.certify_event import certify_event, tell_of_guest
from workflows.holiday_words import warned, words_of
from workflows.invite_to_event import Invited, invite_to_event
from workflows.plan_event import (
    EventChanged,
    EventPlan,
    EventPlanned,
    as_plan,
    call_off_event,
    change_event,
    plan_event,
)
from workflows.record_event import EventRecorded, record_event
from workflows.show_event import list_events, show_event

app = noun()

_Event = Annotated[int, argument("ID", "Номер события", "Id of the event")]
_Kind = Annotated[str, option("--kind", "|".join(EVENT_KINDS), "the same")]
_Time = Annotated[str | None, option("--time", "Во сколько, ЧЧ:ММ", "At what time, HH:MM")]
_Minutes = Annotated[int | None, option("--minutes", "Сколько минут", "For how many minutes")]
_Place = Annotated[str | None, option("--place", "Где", "Where")]
_Hours = Annotated[int | None, option("--hours", "Часов обучения", "Academic hours")]
_Invite = Annotated[str | None, option("--invite", "|".join(INVITED), "the same")]
_Person = Annotated[int, option("--person", "Кто из списка", "Who of the list")]
_People = Annotated[list[int] | None, option("--person", "Кого, можно несколько", "Whom, may be repeated")]
_Role = Annotated[str, option("--role", "|".join(EVENT_ROLES), "the same")]


@changes(app, "plan", "Назначить событие и пригласить людей", "Plan an event and invite people")
def plan(
    frame: Frame,
    kind: _Kind,
    title: Annotated[str, option("--title", "Название", "Title")],
    on: Annotated[date, day_option("--on", "День", "Day")],
    time: _Time = None,
    minutes: _Minutes = None,
    place: _Place = None,
    level: Annotated[str, option("--level", "|".join(EVENT_LEVELS), "the same")] = "school",
    programme: Annotated[int | None, option("--programme", "Чья программа", "Of which programme")] = None,
    item: Annotated[int | None, option("--item", "Пункт дорожной карты (id)", "Id of the row")] = None,
    hours: _Hours = None,
    invite: _Invite = None,
    person: _People = None,
    role: _Role = "participant",
) -> int:
    told = EventPlan(kind, title, on, time or "", minutes or 60, place or "", level, programme, item, hours)

    def flow(tx: Connection, by: By) -> EventPlanned | Refused:
        made = plan_event(tx, by=by, organisation_id=frame.organisation(tx).id, plan=told)
        if isinstance(made, Refused) or (invite is None and not person):
            return made
        asked = _invited(tx, by, made.id, invite, person, role)
        return asked if isinstance(asked, Refused) else made

    return frame.change(
        flow,
        answer=plainly,
        say=lambda made: warned(
            Words(
                f"Событие {made['id']} назначено: {made['title']}, {made['planned_on']}",
                f"Event {made['id']} is planned: {made['title']}, {made['planned_on']}",
            ),
            words_of(made["holiday"]),
        ),
    )


@changes(app, "move", "Перенести событие или изменить его", "Move an event or change it")
def move(
    frame: Frame,
    event: _Event,
    on: Annotated[date | None, day_option("--on", "День", "Day")] = None,
    time: _Time = None,
    minutes: _Minutes = None,
    place: _Place = None,
    hours: _Hours = None,
) -> int:
    def flow(tx: Connection, by: By) -> EventChanged | Refused:
        row = events.get(tx, event)
        if row is None:
            raise unknown("event", event)
        now = as_plan(row)
        told = replace(
            now,
            on=on or now.on,
            at_time=now.at_time if time is None else time,
            minutes=minutes or now.minutes,
            place=now.place if place is None else place,
            hours=hours or now.hours,
        )
        return change_event(tx, by=by, event_id=event, plan=told)

    return frame.change(
        flow,
        answer=plainly,
        say=lambda made: warned(
            Words(f"Событие {made['id']}: {made['planned_on']}", f"Event {made['id']}: {made['planned_on']}"),
            words_of(made["holiday"]),
        ),
    )


@changes(app, "invite", "Пригласить на событие", "Invite to an event")
def invite(
    frame: Frame, event: _Event, invite: _Invite = None, person: _People = None, role: _Role = "participant"
) -> int:
    return frame.change(
        lambda tx, by: _invited(tx, by, event, invite, person, role),
        answer=plainly,
        say=lambda made: Words(f"В списке: {made['listed']}", f"On the list: {made['listed']}"),
    )


@changes(app, "answer", "Записать, придёт ли приглашённый", "Note whether somebody invited is coming")
def answer(
    frame: Frame,
    event: _Event,
    person: _Person,
    coming: Annotated[str, option("--coming", "yes|no|unsaid", "the same")] = "yes",
) -> int:
    word = check_coming(coming, "--coming")
    return frame.change(
        lambda tx, by: answer_invitation(tx, by=by, event_id=event, person_id=person, coming=word),
        answer=plainly,
        say=lambda _: Words("Ответ записан", "The answer is noted"),
    )


@changes(app, "guest", "Кем был участник, его результат и диплом", "As whom somebody was there, with what result")
def guest(
    frame: Frame,
    event: _Event,
    person: _Person,
    role: Annotated[str | None, option("--role", "|".join(EVENT_ROLES), "the same")] = None,
    result: Annotated[str | None, option("--result", "Место в конкурсе, тема", "Place in a contest, theme")] = None,
    certificate: Annotated[str | None, option("--certificate", "Номер диплома", "Number of the diploma")] = None,
    on: Annotated[date | None, day_option("--on", "День выдачи", "Day it was given")] = None,
) -> int:
    return frame.change(
        lambda tx, by: tell_of_guest(
            tx,
            by=by,
            event_id=event,
            person_id=person,
            role=role,
            result=result,
            certificate=certificate,
            certified_on=on,
        ),
        answer=lambda made: {"id": made.id, "person": made.person_id},
        say=lambda _: Words("Записано", "Noted"),
    )


@changes(app, "record", "Записать, что событие прошло и кто был", "Record that an event was held and who came")
def record(
    frame: Frame,
    event: _Event,
    held: Annotated[date, day_option("--held", "День", "Day")],
    came: Annotated[list[int] | None, option("--came", "Кто был, можно несколько", "Who came")] = None,
    everybody: Annotated[bool, flag("--everybody", "Были все приглашённые", "All of the list came")] = False,
    count: Annotated[
        str | None, option("--count", "Числа протокола: пришло/приглашено, 46/50", "Came/invited of the minutes: 46/50")
    ] = None,
    meetings: Annotated[
        bool, flag("--meetings", "Это и встреча каждой пары", "It was the meeting of each pair, too")
    ] = False,
) -> int:
    numbers = None if count is None else _numbers(count)

    def flow(tx: Connection, by: By) -> EventRecorded | Refused:
        here = came
        if everybody:
            here = [one.person_id for one in events.guests(tx, [event]).get(event, ())]
        return record_event(tx, by=by, event_id=event, held_on=held, came=here, numbers=numbers, meetings=meetings)

    return frame.change(
        flow,
        answer=plainly,
        say=lambda made: Words(
            f"Событие {made['id']} прошло, были {made['came']} из {made['invited']}",
            f"Event {made['id']} was held, {made['came']} of {made['invited']} came",
        ),
    )


@changes(app, "certify", "Пронумеровать удостоверения", "Number the certificates")
def certify(
    frame: Frame,
    event: _Event,
    on: Annotated[date | None, day_option("--on", "День выдачи", "Day they are given")] = None,
) -> int:
    return frame.change(
        lambda tx, by: certify_event(tx, by=by, event_id=event, on=on),
        answer=lambda made: {"id": made.id, "given": {str(key): number for key, number in made.given.items()}},
        say=lambda made: Words(f"Удостоверений: {len(made['given'])}", f"Certificates: {len(made['given'])}"),
    )


@changes(app, "call-off", "Отменить событие", "Call an event off")
def call_off(frame: Frame, event: _Event, reason: Annotated[str, reason_option()]) -> int:
    return frame.change(
        lambda tx, by: call_off_event(tx, by=by, event_id=event, reason=reason),
        answer=plainly,
        say=lambda made: Words(f"Событие {made['id']} отменено", f"Event {made['id']} is called off"),
    )


@reads(app, "list", "События", "Events")
def list_(frame: Frame, kind: Annotated[str, option("--kind", "|".join(EVENT_KINDS), "the same")] = "") -> None:
    with frame.read() as tx:
        place = frame.organisation_if_named(tx)
        scope = EVERYTHING if place is None else Scope(paths=(place.path,))
        told = [listed_event(one) for one in list_events(tx, scope, kind=kind)]
    heads = (
        Words("id", "id"),
        Words("День", "Day"),
        Words("Событие", "Event"),
        Words("Состояние", "State"),
        Words("Были", "Came"),
        Words("Приглашены", "Invited"),
    )
    rows = [(one["id"], one["on"], one["title"], one["state"], one["came"], one["invited"]) for one in told]
    frame.show(told, Table(heads, rows, empty=Words("Событий нет: event plan", "No events: event plan")))


@reads(app, "show", "Событие со списком людей", "An event with its people")
def show(frame: Frame, event: _Event) -> None:
    with frame.read() as tx:
        told = event_document(show_event(tx, by=frame.reader, event_id=event))
    heads = (
        Words("id", "id"),
        Words("Участник", "Person"),
        Words("Кем", "As"),
        Words("Придёт", "Coming"),
        Words("Был", "Came"),
        Words("Удостоверение", "Certificate"),
    )
    marks = {True: "+", False: "−", None: ""}
    rows = [
        (one["person"], one["name"], one["role"], marks[one["coming"]], marks[one["came"]], one["certificate"])
        for one in told["people"]
    ]
    empty = Words("В списке никого: event invite ID", "Nobody on the list: event invite ID")
    frame.show(told, Table(heads, rows, empty=empty))


def _invited(
    tx: Connection, by: By, event_id: int, invite: str | None, person: list[int] | None, role: str
) -> Invited | Refused:
    whom = invite or "chosen"
    return invite_to_event(tx, by=by, event_id=event_id, whom=whom, person_ids=person or (), role=role)


def _numbers(text: str) -> tuple[int, int]:
    """(invited, came) of `46/50`."""
    came, slash, invited = text.partition("/")
    if not (slash and came.strip().isdecimal() and invited.strip().isdecimal() and len(text) < 20):
        raise BadInput("--count", f"--count: «{text}» не вида 46/50", f"--count: “{text}” is not like 46/50")
    return int(invited), int(came)
