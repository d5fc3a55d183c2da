"""Re-derives what a pair, a roadmap or a task owes, in the transaction that changed the facts (law 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.lifecycle import stage_due
from engine.lifecycle.definition import RoadmapDue
from engine.obligations import (
    Changes,
    Derived,
    Moved,
    PairFacts,
    PlanItemFacts,
    Standing,
    TaskFacts,
    item_owes,
    pair_owes,
    plan_item_owes,
    reconcile,
    task_owes,
)
from engine.obligations.plan_moves import PlanMoveFacts, plan_moves_owe
from engine.periods import Period
from engine.reminders.looking import next_look
from storage import memberships, obligations, pairs, plan_moves, plans, publications, reminders, roadmaps, surveys
from storage.pairs import PairAround
from storage.plan_moves import PlanMoveRow
from workflows.local_life import LocalLife, local_life
from workflows.pinned_lifecycle import pinned_lifecycle
from workflows.survey_at_hand import take_survey
from workflows.survey_duties import asked_changes

_TASK_TITLES = {
    "set-date": "Назначить срок",
    "assign": "Назначить ответственного",
    "clarify": "Уточнить пункт",
    "erase": "Уничтожить данные участника",
    "unpublish": "Снять публикации с участником",
    "release": "Освободить от наставничества",
    "renew": "Продлить согласие участника",
    "offer": "Ответить на предложенную дорожную карту",
}
_NOT_HERE = ("delegated", "carried")  # another organisation's work now, or a row of the next year


@dataclass(frozen=True, slots=True)
class Owed:
    """What the data ask for, against what is stored. `changes` is empty when both agree."""

    life: LocalLife
    changes: Changes
    pair: PairAround | None = None


def derive_pair(tx: Connection, pair_id: int, *, at: datetime) -> tuple[Moved, ...]:
    """Make the obligations of a pair (its stage, its plan, its share of the roadmap) equal to the data.

    Returns the obligations whose due day moved.
    """
    owed = owed_by_pair(tx, pair_id, at=at)
    moved = _store(tx, owed, at=at)
    assert owed.pair is not None  # noqa: S101  # a pair owes as a pair
    _derive_asked(tx, owed.pair, owed.life, at=at)
    return moved


def derive_survey(tx: Connection, survey_id: int, *, at: datetime) -> None:
    """Make what a survey asks of people equal to the data: an obligation of each, done by his answer."""
    _store(tx, owed_by_survey(tx, survey_id, at=at), at=at)


def derive_roadmap(tx: Connection, roadmap_id: int, *, at: datetime) -> tuple[Moved, ...]:
    """Make the obligations of a roadmap equal to the data: the organisation's own and those of every live pair.

    Returns the obligations of its rows whose due day moved (not the stages that followed them).
    """
    moved = _store(tx, owed_by_roadmap(tx, roadmap_id, at=at), at=at)
    for pair_id, _ in roadmaps.live_pairs(tx, roadmap_id):
        moved += tuple(one for one in derive_pair(tx, pair_id, at=at) if one.to.subject_kind == "item")
    return moved


def derive_task(tx: Connection, task_id: int, *, at: datetime) -> None:
    """Make the obligation of one question to the curator equal to the data."""
    _store(tx, owed_by_task(tx, task_id, at=at), at=at)


def owed_by_pair(tx: Connection, pair_id: int, *, at: datetime) -> Owed:
    """What a pair owes at an instant."""
    around = pairs.around(tx, pair_id)
    assert around is not None  # noqa: S101  # the caller has just read or stored it
    life = local_life(tx, around.pair.organisation_id)
    derived = (
        *_stage_owed(tx, around, life),
        *_plan_owed(tx, around, life),
        *_roadmap_share(tx, around, life, at),
    )
    return Owed(life, reconcile(obligations.of_pair(tx, pair_id), derived), around)


def owed_by_roadmap(tx: Connection, roadmap_id: int, *, at: datetime) -> Owed:
    """What the rows of a roadmap ask of the organisation itself at an instant."""
    roadmap = roadmaps.get(tx, roadmap_id)
    assert roadmap is not None  # noqa: S101  # the caller has just read or stored it
    life = local_life(tx, roadmap.organisation_id)
    derived = [
        one
        for live in roadmaps.live_items(tx, roadmap_id)
        if not live.facts.per_pair and live.row.adoption not in _NOT_HERE
        for one in item_owes(live.facts, **_frame(roadmap, live.row, life, at))
    ]
    return Owed(life, reconcile(obligations.of_roadmap(tx, roadmap_id), derived))


def owed_by_task(tx: Connection, task_id: int, *, at: datetime) -> Owed:
    """What one question asks at an instant."""
    task = roadmaps.task(tx, task_id)
    assert task is not None  # noqa: S101  # the caller has just stored it
    derived = task_owes(TaskFacts(task.id, _task_title(tx, task), task.due_on, task.done_on is not None))
    return Owed(local_life(tx, task.organisation_id), reconcile(obligations.of_task(tx, task_id), derived))


def owed_by_survey(tx: Connection, survey_id: int, *, at: datetime) -> Owed:
    """What a survey asks of people at an instant."""
    hand = take_survey(tx, survey_id)
    assert hand is not None  # noqa: S101  # the caller has just read or stored it
    life = local_life(tx, hand.programme.organisation_id)
    return Owed(life, asked_changes(tx, hand, day=life.today(at)))


def _derive_asked(tx: Connection, around: PairAround, life: LocalLife, *, at: datetime) -> None:
    """A pair changed: its people are asked by the surveys of its programme, or are not any more."""
    waiting = surveys.owed(tx, around.pair.programme_id)
    if not waiting:
        return
    people = {one.person_id for one in memberships.of_pair(tx, around.pair.id) if one.role != "curator"}
    for survey in waiting:
        hand = take_survey(tx, survey.id)
        if hand is not None and survey.asked not in ("staff", "curator"):
            _store(tx, Owed(life, asked_changes(tx, hand, day=life.today(at), only=people)), at=at)


def _stage_owed(tx: Connection, around: PairAround, life: LocalLife) -> tuple[Derived, ...]:
    pair = around.pair
    definition = pinned_lifecycle(tx, pair.definition_id, around.definition_hash)
    # A suspended pair still owes the stage it was suspended in; its rungs are held.
    stage = definition.stage(pair.suspended_from or pair.stage)
    keys = [rule.item for rule in stage.due if isinstance(rule, RoadmapDue)]
    dates = (
        {}
        if around.roadmap_id is None
        else roadmaps.key_dates(tx, roadmap_id=around.roadmap_id, keys=keys, pair_id=pair.id)
    )
    due = stage_due(
        stage, pair.stage_since, dates, around.programme_end, life.calendar, suspended_working_days=pair.suspended_days
    )
    if pair.due_moved_visit == pair.visit:
        due = pair.due_moved_to
    return pair_owes(
        PairFacts(
            id=pair.id,
            stage_title=stage.title.ru,
            visit=pair.visit,
            live=pair.closed_on is None,
            suspended=pair.suspended_from is not None,
            stage_due=due,
            stage_since=pair.stage_since,
        )
    )


def _plan_owed(tx: Connection, around: PairAround, life: LocalLife) -> Iterator[Derived]:
    pair = around.pair
    live, held = pair.closed_on is None, pair.suspended_from is not None
    lines = plans.items(tx, pair.id)
    moves = [
        PlanMoveFacts(one.id, one.item_id, one.state, _to_answer(one, life), one.wished)
        for one in (plan_moves.of_pair(tx, pair.id) if lines else ())
    ]
    for row in lines:
        done = row.done_on is not None
        facts = PlanItemFacts(row.id, row.position, row.due_on, done, row.responsible)
        yield from plan_item_owes(facts, pair_id=pair.id, live=live, suspended=held)
        yield from plan_moves_owe(
            moves, item_id=row.id, position=row.position, done=done, pair_id=pair.id, live=live, held=held
        )


def _to_answer(move: PlanMoveRow, life: LocalLife) -> date:
    """A wish is a question to the curator, and so is a line moved too often."""
    return life.calendar.add(life.today(move.at), life.policy.task_due)


def _roadmap_share(tx: Connection, around: PairAround, life: LocalLife, at: datetime) -> Iterator[Derived]:
    pair = around.pair
    if around.roadmap_id is None or pair.closed_on is not None:
        return
    mine = roadmaps.pair_items(tx, around.roadmap_id)
    roadmap = roadmaps.get(tx, around.roadmap_id) if mine else None
    if roadmap is None:
        return
    for live in mine:
        if live.row.adoption in _NOT_HERE:
            continue
        yield from item_owes(
            live.facts, **_frame(roadmap, live.row, life, at), pairs=[(pair.id, pair.suspended_from is not None)]
        )


def _frame(roadmap: Row[Any], row: Row[Any], life: LocalLife, at: datetime) -> dict[str, Any]:
    """What a row of a roadmap is dated against."""
    return {
        "period": Period(roadmap.period_start, roadmap.period_end),
        "live_from": max(roadmap.applied_on, roadmap.period_start),
        "today": life.today(at),
        "past": row.past or roadmap.past,
        "calendar": life.calendar,
    }


def _task_title(tx: Connection, task: Row[Any]) -> str:
    offer = None if task.publication_id is None else publications.get(tx, task.publication_id)
    if offer is not None:
        return f"{_TASK_TITLES[task.kind]}: «{offer.title}», {offer.upper_name}"
    row = None if task.item_id is None else roadmaps.item(tx, task.item_id)
    about = "" if row is None else f": п. {row.number} «{row.title}»"
    return f"{_TASK_TITLES[task.kind]}{about}"


def _store(tx: Connection, owed: Owed, *, at: datetime) -> tuple[Moved, ...]:
    changes = owed.changes
    if not changes:
        return ()
    obligations.bear(
        tx,
        [
            obligations.born_row(
                one,
                organisation_id=owed.life.organisation_id,
                at=at,
                next_look_at=_next_look(one, owed.life, after=at),
            )
            for one in changes.born
        ],
    )
    obligations.change(tx, [_changed_row(one, owed.life, at) for one in changes.moved if _watch_begins(one)])
    obligations.amend(tx, [_changed_words(one) for one in changes.moved if not _watch_begins(one)])
    for one in changes.vanished:
        status, reason = _farewell(one, owed.pair)
        done_at = at if status == "done" else None
        obligations.close(tx, [one.id], status=status, at=done_at, reason=reason)
    _silence(tx, changes)
    return tuple(one for one in changes.moved if one.new_revision)


def _silence(tx: Connection, changes: Changes) -> None:
    """Reminders that have lost their ground never go: the letter would be untrue."""
    for one in changes.vanished:
        reminders.cancel_unsent(tx, [one.id], reason="обязательства больше нет")
    for change in changes.moved:
        if change.new_revision:
            reminders.cancel_unsent(tx, [change.standing.id], reason="срок перенесён")
        elif change.to.status != "open":
            reminders.cancel_unsent(tx, [change.standing.id], reason="выполнено")
        elif change.to.held:
            reminders.cancel_unsent(tx, [change.standing.id], reason="пара приостановлена")


def _farewell(one: Standing, around: PairAround | None) -> tuple[str, str]:
    """How an obligation that the data no longer ask for is closed."""
    if around is None:
        return "cancelled", "больше не требуется"
    pair = around.pair
    if one.subject_kind == "pair":
        if int(one.occurrence) > pair.visit:
            return "cancelled", "переход отменён"
        if pair.closed_on is not None and int(one.occurrence) == pair.visit and pair.outcome != "completed":
            return "cancelled", "пара закрыта"
        return "done", ""
    if pair.closed_on is not None:
        return "cancelled", "пара закрыта"
    return "cancelled", "пункт исключён из плана" if one.subject_kind == "plan-item" else "больше не требуется"


def _next_look(one: Derived, life: LocalLife, *, after: datetime) -> datetime | None:
    if one.status != "open" or one.held or one.due_on is None:
        return None
    return next_look(
        one.due_on,
        subject_kind=one.subject_kind,
        review=one.ladder == "review",
        policy=life.policy,
        calendar=life.calendar,
        zone=life.zone,
        after=after,
    )


def _watch_begins(change: Moved) -> bool:
    """Whether the obligation is watched anew; otherwise a rung that came due a moment ago must not be lost."""
    old, new = change.standing, change.to
    kept = old.status == new.status == "open" and old.held == new.held and old.ladder == new.ladder
    return change.new_revision or not kept or old.due_on != new.due_on


def _changed_words(change: Moved) -> dict[str, Any]:
    old, new = change.standing, change.to
    return {
        "key": old.id,
        "title": new.title,
        "responsible_role": new.responsible_role,
        "responsible_id": new.responsible_id,
        "starts_on": new.starts_on,
    }


def _changed_row(change: Moved, life: LocalLife, at: datetime) -> dict[str, Any]:
    old, new = change.standing, change.to
    return _changed_words(change) | {
        "ladder": new.ladder,
        "due_on": new.due_on,
        "first_due_on": old.first_due_on or new.due_on,
        "revision": old.revision + change.new_revision,
        "status": new.status,
        "done_at": at if new.status == "done" else None,
        "reason": new.reason,
        "held": new.held,
        # A new watch looks forward: rungs that have passed are not climbed (laws 4 and 5).
        "watched_from": at,
        "looked_at": at,
        "next_look_at": _next_look(new, life, after=at),
    }
