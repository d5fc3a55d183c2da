"""`nastavnik meeting`: meetings of pairs, ahead and held."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import argument, day, day_option, flag, option, reason_option
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from workflows.answers.meetings import meeting_documents
from workflows.answers.plainly import plainly
from workflows.confirm_meeting import confirm_meeting
from workflows.holiday_words import left_out_of, warned, with_left_out, words_of
from workflows.list_meetings import list_meetings
from workflows.plan_meeting import Details, call_off_meeting, plan_meeting
from workflows.plan_series import plan_series
from workflows.record_meeting import Notes, record_meeting

app = noun()

_Pair = Annotated[int, option("--pair", "Номер пары", "Id of the pair")]
_KINDS = "acquaintance|trial|planning|work|final"
_Kind = Annotated[str, option("--kind", _KINDS, "the same")]
_Time = Annotated[str | None, option("--time", "Во сколько, ЧЧ:ММ", "At what time, HH:MM")]
_Minutes = Annotated[int | None, option("--minutes", "Сколько минут", "For how many minutes")]
_Place = Annotated[str | None, option("--place", "Где", "Where")]
_Topic = Annotated[str | None, option("--topic", "О чём", "About what")]
_Planned = Annotated[int | None, option("--planned", "Какая назначенная встреча (id)", "Id of the agreed meeting")]


@changes(app, "record", "Записать проведённую встречу", "Record a meeting that was held")
def record(
    frame: Frame,
    pair: _Pair,
    kind: _Kind,
    held: Annotated[date, day_option("--held", "День встречи", "Day of the meeting")],
    mentor_verdict: Annotated[str | None, option("--mentor-verdict", "go|stop", "the same")] = None,
    mentee_verdict: Annotated[str | None, option("--mentee-verdict", "go|stop", "the same")] = None,
    absent: Annotated[
        list[int] | None, option("--absent", "Кто не пришёл, можно несколько", "Who did not come")
    ] = None,
    topic: Annotated[str, option("--topic", "О чём была встреча", "What it was about")] = "",
    notes: Annotated[str, option("--notes", "Что сделали", "What was done")] = "",
    next_step: Annotated[str, option("--next", "Что дальше", "What comes next")] = "",
) -> int:
    return frame.change(
        lambda tx, by: record_meeting(
            tx,
            by=by,
            pair_id=pair,
            kind=kind,
            held_on=held,
            mentor_verdict=mentor_verdict,
            mentee_verdict=mentee_verdict,
            absent=absent or (),
            notes=Notes(topic, notes, next_step),
        ),
        answer=plainly,
        say=lambda made: Words(
            f"Встреча {made['id']} пары {made['pair_id']} записана: {made['held_on']}",
            f"Meeting {made['id']} of pair {made['pair_id']} is recorded: {made['held_on']}",
        ),
    )


@changes(app, "plan", "Назначить встречу или серию встреч", "Agree on a meeting or a series of them")
def plan(
    frame: Frame,
    pair: _Pair,
    kind: _Kind = "work",
    on: Annotated[date | None, day_option("--on", "На какой день", "On which day")] = None,
    series: Annotated[
        str | None,
        option("--series", "«каждый вторник в 15:00 до 25.12» вместо дня", "“every tuesday at 15:00 until 25.12”"),
    ] = None,
    without: Annotated[
        list[str] | None,
        option("--without", "Каникулы, которые серия пропускает: Д..Д", "Holidays the series leaves out: D..D"),
    ] = None,
    through_holidays: Annotated[
        bool, flag("--through-holidays", "Серия и в школьные каникулы", "The series goes on in school holidays")
    ] = False,
    time: _Time = None,
    minutes: _Minutes = None,
    place: _Place = None,
    topic: _Topic = None,
) -> int:
    details = Details(time, minutes, place, topic)
    if (on is None) == (series is None):
        raise BadInput("--on", "--on: укажите день или серию (--series)", "--on: say a day or a series (--series)")
    if on is not None:
        return frame.change(
            lambda tx, by: plan_meeting(tx, by=by, pair_id=pair, kind=kind, on=on, details=details, beside=True),
            answer=plainly,
            say=_agreed,
        )
    return frame.change(
        lambda tx, by: plan_series(
            tx,
            by=by,
            pair_id=pair,
            series=series or "",
            kind=kind,
            details=details,
            without=[_span(one) for one in without or ()],
            through_holidays=through_holidays,
        ),
        answer=plainly,
        say=lambda made: with_left_out(
            Words(f"Назначено встреч: {len(made['days'])}", f"Meetings agreed: {len(made['days'])}"),
            left_out_of(made["left_out"]),
        ),
    )


@changes(app, "move", "Перенести назначенную встречу", "Move an agreed meeting")
def move(
    frame: Frame,
    pair: _Pair,
    on: Annotated[date, day_option("--on", "На какой день", "To which day")],
    kind: _Kind = "work",
    planned: _Planned = None,
    time: _Time = None,
    minutes: _Minutes = None,
    place: _Place = None,
    topic: _Topic = None,
    reason: Annotated[str, reason_option()] = "",
) -> int:
    details = Details(time, minutes, place, topic)
    return frame.change(
        lambda tx, by: plan_meeting(
            tx, by=by, pair_id=pair, kind=kind, on=on, reason=reason, details=details, planned_id=planned
        ),
        answer=plainly,
        say=_agreed,
    )


@changes(app, "call-off", "Отменить назначенную встречу", "Call an agreed meeting off")
def call_off(
    frame: Frame,
    pair: _Pair,
    reason: Annotated[str, reason_option()],
    kind: _Kind = "work",
    planned: _Planned = None,
) -> int:
    return frame.change(
        lambda tx, by: call_off_meeting(tx, by=by, pair_id=pair, kind=kind, reason=reason, planned_id=planned),
        answer=plainly,
        say=lambda made: Words(
            f"Встреча {made['planned_on']} не состоится", f"The meeting of {made['planned_on']} is called off"
        ),
    )


@changes(app, "confirm", "Записать слово участника о встрече", "Note what a participant says of a meeting")
def confirm(
    frame: Frame,
    meeting: Annotated[int, argument("ID", "Номер встречи", "Id of the meeting")],
    held: Annotated[str, option("--held", "yes|no", "the same")] = "yes",
    person: Annotated[int | None, option("--by", "Чьё слово", "Whose word")] = None,
) -> int:
    if held not in ("yes", "no"):
        raise BadInput("--held", "--held: yes или no", "--held: yes or no")
    return frame.change(
        lambda tx, by: confirm_meeting(tx, by=by, meeting_id=meeting, held=held == "yes", person_id=person),
        answer=plainly,
        say=lambda made: Words(f"Записано, теперь: {made['stands']}", f"Noted, now: {made['stands']}"),
    )


@reads(app, "list", "Встречи пары: назначенные и проведённые", "Meetings of a pair, agreed and held")
def list_(frame: Frame, pair: _Pair) -> None:
    with frame.read() as tx:
        told = meeting_documents(list_meetings(tx, by=frame.reader, pair_id=pair))
    heads = (
        Words("id", "id"),
        Words("Встреча", "Meeting"),
        Words("День", "Day"),
        Words("Время", "Time"),
        Words("Состояние", "State"),
        Words("Тема", "Topic"),
    )
    rows = [(one["id"], one["kind"], one["day"], one["time"], one["state"], one["topic"]) for one in told]
    empty = Words("Встреч нет: meeting plan --pair ID", "No meetings: meeting plan --pair ID")
    frame.show(told, Table(heads, rows, empty=empty))


def _agreed(told: Mapping[str, Any]) -> Words:
    when = f"{told['planned_on']} {told['at_time']}".strip()
    agreed = Words(f"Встреча {told['id']} назначена на {when}", f"Meeting {told['id']} is agreed for {when}")
    return warned(agreed, words_of(told["holiday"]))


def _span(text: str) -> tuple[date, date]:
    first, dots, last = text.partition("..")
    if not dots:
        raise BadInput(
            "--without",
            f"--without: «{text}» не вида 2025-10-27..2025-11-04",
            f"--without: “{text}” is not like 2025-10-27..2025-11-04",
        )
    return day(first, "--without"), day(last, "--without")
