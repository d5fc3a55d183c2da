"""The way of a pair through its stages: what is behind with its day, where it stands, what lies ahead by plan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.calendar import WorkCalendar
from engine.lifecycle import Definition, Stage, stage_due
from engine.lifecycle.definition import RoadmapDue
from engine.words import Words
from storage import roadmaps
from storage.journal import Line
from storage.pairs import PairRow

State = Literal["done", "current", "late", "ahead", "skipped", "closed"]


@dataclass(frozen=True, slots=True)
class StepMark:
    """One stage. `day`: left on (done), due (current, late), planned to be left by (ahead), closed on; None: none."""

    key: str
    title: Words
    state: State
    day: date | None


def pair_steps(
    tx: Connection,
    pair: PairRow,
    definition: Definition,
    steps: Sequence[Line],
    *,
    due_on: date | None,
    today: date,
    calendar: WorkCalendar,
    roadmap_id: int | None,
    programme_end: date,
    zone: ZoneInfo,
) -> tuple[StepMark, ...]:
    """`steps` are the pair's own journal lines, oldest first."""
    line = [stage for stage in definition.stages if not stage.resumes]
    here = next((at for at, stage in enumerate(line) if stage.key == (pair.suspended_from or pair.stage)), 0)
    left = _left(steps, zone)
    keys = [rule.item for stage in line for rule in stage.due if isinstance(rule, RoadmapDue)]
    dates = (
        roadmaps.key_dates(tx, roadmap_id=roadmap_id, keys=keys, pair_id=pair.id)
        if roadmap_id is not None and keys
        else {}
    )
    made: list[StepMark] = []
    entry = max(due_on or today, today)
    for at, stage in enumerate(line):
        if at < here:
            made.append(_behind(stage, left, closed=pair.closed_on is not None))
        elif at == here:
            made.append(_here(stage, pair, due_on, today))
        elif pair.ending_on is not None:
            made.append(StepMark(stage.key, stage.title, "ahead", pair.ending_on if stage.final else None))
        else:
            day = stage_due(stage, entry, dates, programme_end, calendar)
            entry = max(day or entry, entry)
            made.append(StepMark(stage.key, stage.title, "ahead", day))
    return tuple(made)


def _behind(stage: Stage, left: dict[str, date], *, closed: bool) -> StepMark:
    """A stage before the pair's own: passed, or never reached when the pair ended early or came in later."""
    state: State = "done" if stage.key in left or not closed else "skipped"
    return StepMark(stage.key, stage.title, state, left.get(stage.key))


def _here(stage: Stage, pair: PairRow, due_on: date | None, today: date) -> StepMark:
    if stage.final:
        return StepMark(stage.key, stage.title, "closed", pair.closed_on)
    late = due_on is not None and due_on < today and pair.suspended_from is None
    return StepMark(stage.key, stage.title, "late" if late else "current", due_on)


def _left(steps: Sequence[Line], zone: ZoneInfo) -> dict[str, date]:
    """The day each stage was last left for a further one; what was undone did not happen."""
    walk: list[Line] = []
    for line in steps:
        if line.move == "undo" and walk:
            walk.pop()
        else:
            walk.append(line)
    return {
        line.from_stage: line.at.astimezone(zone).date()
        for line in walk
        if line.from_stage is not None and line.to_stage not in (None, line.from_stage)
    }
