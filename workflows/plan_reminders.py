"""The tick's first half: rungs that came due become ledger rows, and rows become letters."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.reminders.collapsing import Addressed, collapse
from engine.reminders.ladder import Step, ahead, steps
from engine.reminders.looking import next_look, refused_look
from engine.reminders.recipients import Directory, Duty, Recipient, recipients
from storage import obligations, reminders
from storage.directory import Concerned, directory
from storage.obligations import Due
from workflows.local_life import LocalLife, local_lives
from workflows.report_refusals import report_refusal

_NOBODY = 0
_Rhythm = tuple[date, str, int, int, str]  # what dates the rungs of an obligation


@dataclass(frozen=True, slots=True)
class Looked:
    """What one batch came to. `more` says that further obligations are due."""

    obligations: int
    reminders: int
    more: bool


def plan_reminders(tx: Connection, *, at: datetime, most: int = 500) -> Looked:
    """Look at the obligations whose moment has come: write the rungs, put reviews away, report refused moves.

    One transaction's worth; the caller repeats while `more`. Repeating it at the same instant changes nothing.
    """
    due = obligations.due_for_look(tx, now=at, most=most)
    if not due:
        return Looked(0, 0, more=False)
    batch = _batch(tx, due, at)
    rows = [row for one in due for row in batch.rungs(one)]
    reminders.bear(tx, rows)
    told = {
        one.id
        for one in due
        if one.pair_id is not None
        and batch.refusal_is_due(one)
        and report_refusal(tx, one.pair_id, life=batch.lives[one.organisation_id], at=at)
    }
    past = {one.id for one in due if batch.is_past_review(one)}
    ahead_of = [one for one in due if one.id not in past]
    obligations.looked(tx, [(one.id, at, batch.next_look(one, told=one.id in told)) for one in ahead_of])
    obligations.close(tx, past, status="cancelled", at=None, reason="контрольная дата прошла")
    return Looked(len(due), len(rows), more=len(due) == most)


def _batch(tx: Connection, due: Sequence[Due], at: datetime) -> "_Batch":
    lives = local_lives(tx, {one.organisation_id for one in due})
    above = {life.municipality_id for life in lives.values() if life.municipality_id is not None}
    concerned = Concerned(
        organisation_ids=frozenset(lives) | above,
        pair_ids=frozenset(one.pair_id for one in due if one.pair_id is not None),
        person_ids=frozenset(one.responsible_id for one in due if one.responsible_id is not None),
    )
    # Zones differ by hours, ages by years: the day of the instant decides who is a minor for the whole batch.
    return _Batch(at, lives, directory(tx, concerned, day=at))


@dataclass(frozen=True, slots=True)
class _Batch:
    """The due obligations of one transaction with everything around them.

    Most of a wave falls due on the same few days: each ladder and each next look is worked out once.
    """

    at: datetime
    lives: Mapping[int, LocalLife]
    people: Directory
    _ladders: dict[_Rhythm, tuple[Step, ...]] = field(default_factory=dict[_Rhythm, tuple[Step, ...]])
    _looks: dict[tuple[_Rhythm, str, bool], datetime | None] = field(
        default_factory=dict[tuple[_Rhythm, str, bool], datetime | None]
    )

    def rungs(self, one: Due) -> Iterator[dict[str, Any]]:
        """The ledger rows of an obligation: kept, superseded by a later rung, or suppressed with a reason."""
        if one.due_on is None:
            return
        life = self.lives[one.organisation_id]
        since = max(one.watched_from, one.looked_at)
        came_due = ahead(self._steps(one, one.due_on, life), after=since, until=self.at)
        if not came_due:
            return
        meant = {step.rung.offset: self._recipients(one, step, life) for step in came_due}
        by_key = {(step.rung.offset, who.person_id): who for step in came_due for who in meant[step.rung.offset]}
        collapsed = collapse(
            Addressed(step, who.person_id if who else _NOBODY)
            for step in came_due
            for who in meant[step.rung.offset] or (None,)
        )
        for addressed in collapsed.kept:
            who = by_key.get((addressed.step.rung.offset, addressed.recipient_id))
            yield self._row(one, addressed, *_standing(who))
        for addressed in collapsed.superseded:
            yield self._row(one, addressed, "superseded", "наступила более поздняя ступень")

    def next_look(self, one: Due, *, told: bool) -> datetime | None:
        if one.due_on is None:
            return None
        life = self.lives[one.organisation_id]
        asked = (_rhythm(one, one.due_on, life), one.subject_kind, told)
        if asked not in self._looks:
            self._looks[asked] = next_look(
                one.due_on,
                subject_kind=one.subject_kind,
                review=one.ladder == "review",
                policy=life.policy,
                calendar=life.calendar,
                zone=life.zone,
                after=self.at,
                refusal_told=told,
            )
        return self._looks[asked]

    def is_past_review(self, one: Due) -> bool:
        """A look at something continuous is owed on its day only; afterwards the next quarter's look stands."""
        if one.ladder != "review" or one.due_on is None:
            return False
        return bool(self._today(one) > one.due_on)

    def refusal_is_due(self, one: Due) -> bool:
        if one.subject_kind != "pair" or one.due_on is None:
            return False
        life = self.lives[one.organisation_id]
        first = refused_look(
            one.due_on, policy=life.policy, calendar=life.calendar, zone=life.zone, after=one.watched_from
        )
        return self.at >= first

    def _today(self, one: Due) -> date:
        return self.lives[one.organisation_id].today(self.at)

    def _steps(self, one: Due, due_on: date, life: LocalLife) -> tuple[Step, ...]:
        rhythm = _rhythm(one, due_on, life)
        if rhythm not in self._ladders:
            self._ladders[rhythm] = steps(
                due_on, policy=life.policy, calendar=life.calendar, zone=life.zone, review=one.ladder == "review"
            )
        return self._ladders[rhythm]

    def _recipients(self, one: Due, step: Step, life: LocalLife) -> tuple[Recipient, ...]:
        return recipients(
            self.people,
            duty_of(one, life),
            step.rung.audience,
            on_due_day=step.rung.offset == 0,
            day=life.today(self.at),
        )

    @staticmethod
    def _row(one: Due, addressed: Addressed, state: str, reason: str) -> dict[str, Any]:
        rung = addressed.step.rung
        return reminders.row(
            obligation=one,
            rung=rung.offset,
            audience=rung.audience,
            recipient_id=addressed.recipient_id,
            due_at=addressed.step.at,
            state=state,
            reason=reason,
        )


def _rhythm(one: Due, due_on: date, life: LocalLife) -> _Rhythm:
    """Policies and calendars are shared between organisations (local_life.py): being the same object is enough."""
    return due_on, one.ladder, id(life.policy), id(life.calendar), life.zone.key


def duty_of(one: Row[Any] | Due, life: LocalLife) -> Duty:
    """What of a stored obligation decides who hears of it."""
    return Duty(
        organisation_id=life.organisation_id,
        subject_kind=one.subject_kind,
        pair_id=one.pair_id,
        responsible_role=one.responsible_role,
        responsible_id=one.responsible_id,
        municipality_id=life.municipality_id,
    )


def _standing(who: Recipient | None) -> tuple[str, str]:
    if who is None:
        return "suppressed", "некому напоминать: ответственный не назначен или роль никому не дана"
    return ("suppressed", who.silence) if who.silence else ("waiting", "")
