"""`nastavnik forecast`: what would go on any future day, by the same code as the tick."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Annotated

from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import day_option
from nastavnik.cli.frame import Frame, noun, reads
from nastavnik.cli.output import Table
from storage.scope import EVERYTHING, Scope
from workflows.answers.letters import foreseen_document
from workflows.forecast_letters import Foreseen, forecast_letters
from workflows.local_life import local_life

app = noun()


@reads(app, "forecast", "Что уйдёт в любой будущий день", "What would go on any future day")
def forecast(
    frame: Frame,
    since: Annotated[date, day_option("--from", "Первый день", "The first day")],
    until: Annotated[date, day_option("--to", "Последний день", "The last day")],
) -> None:
    if until < since:
        raise BadInput("--to", f"--to: {until} раньше начала {since}", f"--to: {until} is before the beginning {since}")
    with frame.read() as tx:
        top = frame.organisation_if_named(tx)
        zone = UTC if top is None else local_life(tx, top.id).zone
        scope = EVERYTHING if top is None else Scope(paths=(top.path,))
        found = forecast_letters(
            tx,
            scope,
            now=frame.clock.now(),
            since=_midnight(since, zone),
            until=_midnight(until + timedelta(days=1), zone),
        )
    frame.show([foreseen_document(one) for one in found], _table(found))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _table(found: list[Foreseen]) -> Table:
    return Table(
        (Words("Когда (UTC)", "When (UTC)"), Words("Кому", "To"), Words("Письмо", "Letter"), Words("Поводов", "Items")),
        [(f"{one.at:%Y-%m-%d %H:%M}", one.recipient, one.letter, len(one.reminders) or "") for one in found],
        empty=Words("В эти дни писем не будет", "No letters on these days"),
    )
