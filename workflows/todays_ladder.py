"""What the ladder of an organisation and everything below it sends today, by its rules or by others on trial."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from engine.reminders.ladder import Step, at_local, steps
from storage import obligations
from storage.scope import Scope, visible
from storage.tables.obligations import obligations as table
from workflows.forecast_letters import Foreseen, ladder_letters
from workflows.local_life import LocalLife, Trial, local_lives


@dataclass(frozen=True, slots=True)
class TodaysLadder:
    """`letters` still to go before midnight; `past`: reminders of rungs that the rules in force do not have and whose
    moment is over. They are never sent (law 5).
    """

    letters: tuple[Foreseen, ...]
    past: int = 0

    @property
    def people(self) -> int:
        """How many people hear something."""
        return len({one.recipient for one in self.letters})


def todays_ladder(tx: Connection, life: LocalLife, *, now: datetime, trial: Trial | None = None) -> TodaysLadder:
    """Ask the obligations below `life` by the same code as the tick. `trial` as in `ladder_letters`."""
    scope = Scope(paths=(life.path,))
    midnight = at_local(life.today(now) + timedelta(days=1), time(), life.zone)
    seen = visible(scope, table.c.organisation_id)
    days = obligations.due_days(tx, visible=seen)
    places = {organisation_id for organisation_id, *_ in days}
    tried = _Ladders(local_lives(tx, places, trial=trial))
    due = {
        day for place, day, ladder, _ in days if any(now <= step.at < midnight for step in tried.of(place, day, ladder))
    }
    rows = obligations.open_on(tx, visible=seen, days=due, now=now)
    letters = ladder_letters(tx, rows, now=now, until=midnight, trial=trial)
    past = 0 if trial is None else _past(days, tried, _Ladders(local_lives(tx, places)), now)
    return TodaysLadder(tuple(letters), past)


@dataclass(frozen=True, slots=True)
class _Ladders:
    """The steps of a due day in an organisation, each worked out once."""

    lives: dict[int, LocalLife]
    _known: dict[tuple[int, int, str, date, str], tuple[Step, ...]] = field(
        default_factory=dict[tuple[int, int, str, date, str], tuple[Step, ...]]
    )

    def of(self, organisation_id: int, day: date, ladder: str) -> tuple[Step, ...]:
        life = self.lives[organisation_id]
        key = (id(life.policy), id(life.calendar), life.zone.key, day, ladder)
        if key not in self._known:
            self._known[key] = steps(
                day, policy=life.policy, calendar=life.calendar, zone=life.zone, review=ladder == "review"
            )
        return self._known[key]


def _past(days: Sequence[tuple[int, date, str, int]], tried: _Ladders, standing: _Ladders, now: datetime) -> int:
    """Reminders that rungs new in the tried ladder would have sent before `now`."""
    count = 0
    for place, day, ladder, number in days:
        known = {(step.rung.offset, step.rung.audience) for step in standing.of(place, day, ladder)}
        missed = [
            step
            for step in tried.of(place, day, ladder)
            if step.at <= now and (step.rung.offset, step.rung.audience) not in known
        ]
        count += number * len(missed)
    return count
