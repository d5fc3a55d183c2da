"""The form of a pair's meeting: held, agreed, a series of them, or called off."""

from sqlalchemy import Connection

from engine.meetings import read_time
from engine.refusals import BadInput, Refused
from web.visit import Visit
from workflows.plan_meeting import Details
from workflows.plan_series import SeriesPlanned, plan_series
from workflows.record_meeting import LONGEST_TOPIC, Notes
from workflows.report_meeting import CalledOff, Held, MovesTo

_VERDICTS = ("", "go", "stop")


def meeting_answer(visit: Visit) -> Held | MovesTo | CalledOff:
    fields = visit.fields
    which = fields.raw("planned")
    planned_id = None if which in ("", "new") else fields.number("planned")
    match fields.choice("what", ("held", "planned", "off")):
        case "held":
            return Held(
                on=fields.day("held", today=visit.today),
                mentor_verdict=fields.choice("mentor_verdict", _VERDICTS) or None,
                mentee_verdict=fields.choice("mentee_verdict", _VERDICTS) or None,
                absent=fields.numbers("absent"),
                notes=notes_of(visit),
            )
        case "planned":
            reason = fields.line("reason", optional=True, longest=500)
            day = fields.day("on", today=visit.today)
            return MovesTo(day, reason, _details(visit), planned_id, beside=which == "new")
        case _:
            return CalledOff(fields.line("reason", longest=500), planned_id)


def notes_of(visit: Visit) -> Notes:
    """What the form says of a meeting that was held."""
    fields = visit.fields
    return Notes(
        fields.line("topic", optional=True, longest=LONGEST_TOPIC),
        fields.text("notes", optional=True),
        fields.text("next", optional=True),
    )


def _details(visit: Visit) -> Details:
    """What was left empty stays as it was agreed before."""
    fields = visit.fields
    return Details(
        at_time=read_time(fields.raw("time"), field="time") or None,
        minutes=fields.number_if_given("minutes"),
        place=fields.line("place", optional=True) or None,
        topic=fields.line("topic", optional=True, longest=LONGEST_TOPIC) or None,
    )


def planned_series(visit: Visit, tx: Connection, pair_id: int, kind: str) -> SeriesPlanned | Refused:
    fields, today = visit.fields, visit.today
    first, last = fields.day_if_given("break_from", today=today), fields.day_if_given("break_to", today=today)
    if (first is None) != (last is None):
        field = "break_from" if first is None else "break_to"
        raise BadInput(field, "Укажите оба дня", "Say both days")
    return plan_series(
        tx,
        by=visit.by,
        pair_id=pair_id,
        series=fields.line("series"),
        kind=kind,
        details=_details(visit),
        without=[] if first is None or last is None else [(first, last)],
        through_holidays=fields.ticked("through_holidays"),
    )
