"""`nastavnik meeting`: meetings of pairs."""

from datetime import date
from typing import Annotated

from engine.words import Words
from nastavnik.cli.arguments import day_option, option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.answers.plainly import plainly
from workflows.record_meeting import record_meeting

app = noun()


@changes(app, "record", "Записать проведённую встречу", "Record a meeting that was held")
def record(
    frame: Frame,
    pair: Annotated[int, option("--pair", "Номер пары", "Id of the pair")],
    kind: Annotated[str, option("--kind", "acquaintance|trial|planning|work|final", "the same")],
    held: Annotated[date, day_option("--held", "День встречи", "Day of the meeting")],
    mentor_verdict: Annotated[str | None, option("--mentor-verdict", "go|stop", "the same")] = None,
    mentee_verdict: Annotated[str | None, option("--mentee-verdict", "go|stop", "the same")] = None,
    absent: Annotated[
        list[int] | None, option("--absent", "Кто не пришёл, можно несколько", "Who did not come")
    ] = None,
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
        ),
        answer=plainly,
        say=lambda made: Words(
            f"Встреча {made['id']} пары {made['pair_id']} записана: {made['held_on']}",
            f"Meeting {made['id']} of pair {made['pair_id']} is recorded: {made['held_on']}",
        ),
    )
