"""A corrected file changes a live roadmap: rows that are the same keep their ids, evidence and history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import ItemFacts, Past, item_owes
from engine.refusals import Reason, Refused
from engine.roadmaps import IndicatorSeries
from engine.words import Words
from storage import obligations, reminders, roadmap_imports, roadmaps
from storage.roadmaps import LiveItem, postponement_row
from workflows.announce import announce_moved_dates
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.make_roadmap_live import add_series, ask, asked_kinds, head_columns
from workflows.roadmap_changes import RoadmapDifference, RowDifference, order_of, roadmap_changes
from workflows.roadmap_import_at_hand import ImportAtHand, beside, headings_of

DROPPED = "пункт снят: его нет в исправленной карте"
_FOLLOWED = "срок исправлен по файлу"
_NOWHERE = 0  # no stored pair has this id


@dataclass(frozen=True, slots=True)
class Corrected:
    """How many rows came, changed, went and stayed; `moved` dates; `before` is what takes it back."""

    roadmap_id: int
    added: int
    changed: int
    gone: int
    same: int
    moved: int
    questions: int
    before: dict[str, Any]


def correct_roadmap(tx: Connection, at_hand: ImportAtHand, *, by: By, past: Past) -> Corrected | Refused:
    """Bring the live roadmap to what the reviewed file says. The caller has asked for permission and writes the
    journal's line. Rows no longer there are dropped and what they owed is cancelled. `past` is about added rows.
    """
    found = roadmap_changes(tx, at_hand)
    roadmap = found.roadmap
    if not found:
        return _nothing_changed()
    today = at_hand.life.today(by.at)
    before = _before(found)
    gone = [one.facts.id for one in found.gone]
    drop_rows(tx, gone, on=today, by=by, reason=DROPPED)
    before["moved"] = [moved for one in found.changed for moved in _follow(tx, one, found, at_hand, by=by, today=today)]
    for one in (*found.changed, *found.same):
        _store(tx, one)
    _add(tx, found, at_hand, past)
    head = head_columns(found.made.template) | dict(headings_of(at_hand.review))
    period = found.made.template.period
    roadmap_imports.change_roadmap(tx, roadmap, **head, period_start=period.start, period_end=period.end)
    before["series"] = _add_series(tx, roadmap.id, found)
    moved = derive_roadmap(tx, roadmap.id, at=by.at)
    announce_moved_dates(tx, moved, organisation_id=roadmap.organisation_id, at=by.at)
    same, changed = ({one.live.facts.id for one in rows} for rows in (found.same, found.changed))
    fresh = [one for one in roadmaps.live_items(tx, roadmap.id) if one.facts.id not in same]
    questions = _settle_questions(tx, at_hand, fresh, on=today, by=by)
    before["added"] = [one.facts.id for one in fresh if one.facts.id not in changed]
    return Corrected(
        roadmap_id=roadmap.id,
        added=len(found.added),
        changed=len(found.changed),
        gone=len(found.gone),
        same=len(found.same),
        moved=len(moved),
        questions=questions,
        before=before,
    )


def drop_rows(tx: Connection, item_ids: Sequence[int], *, on: date, by: By, reason: str) -> None:
    """Rows leave the roadmap: what they still owe is cancelled, their reminders never go, their questions end."""
    if not item_ids:
        return
    owed = roadmap_imports.open_obligations(tx, item_ids)
    obligations.close(tx, owed, status="cancelled", at=None, reason=reason)
    reminders.cancel_unsent(tx, owed, reason=reason)
    roadmap_imports.drop_items(tx, item_ids, on=on)
    finish_tasks(tx, roadmaps.open_tasks(tx, item_ids), on=on, by=by)


def finish_tasks(tx: Connection, tasks: Iterable[Any], *, on: date, by: By) -> None:
    for task in tasks:
        roadmaps.finish_task(tx, task.id, on=on)
        derive_task(tx, task.id, at=by.at)


def reopen_tasks(tx: Connection, tasks: Iterable[Any], *, by: By) -> None:
    for task in tasks:
        roadmap_imports.reopen_task(tx, task.id)
        derive_task(tx, task.id, at=by.at)


def _store(tx: Connection, one: RowDifference) -> None:
    """Write the columns that differ; what nobody answers for by name stays with whom it was given to."""
    fresh = {name: value for name, value in beside(one.row).items() if name != "responsible_id" or value is not None}
    wanted = {**one.columns, **fresh}
    changed = {name: value for name, value in wanted.items() if getattr(one.live.row, name) != value}
    if changed:
        roadmaps.change_item(tx, one.live.row, **changed)


def _follow(
    tx: Connection, one: RowDifference, found: RoadmapDifference, at_hand: ImportAtHand, *, by: By, today: date
) -> list[dict[str, Any]]:
    """A date moved by hand gives way to a deadline that the file has corrected since; both stay on record."""
    kept = one.live.row
    same = (kept.deadline_kind, kept.deadline_value) == (one.columns["deadline_kind"], one.columns["deadline_value"])
    if same or not one.live.facts.postponed:
        return []
    facts = ItemFacts(
        id=kept.id,
        title=kept.title,
        deadline_kind=one.columns["deadline_kind"],
        deadline_value=one.columns["deadline_value"],
        shift=kept.shift,
        responsible_role=one.columns["responsible_role"],
    )
    period, roadmap = found.made.template.period, found.roadmap
    owed = item_owes(
        facts,
        period=period,
        live_from=max(roadmap.applied_on, period.start),
        today=today,
        past="open",
        calendar=at_hand.life.calendar,
        pairs=[(_NOWHERE, False)] if facts.per_pair else (),
    )
    days = {each.occurrence.partition("/")[0]: each.due_on for each in owed}
    undone: list[dict[str, Any]] = []
    for occurrence, day in one.live.facts.postponed.items():
        due = days.get(occurrence)
        if due is not None and due != day:
            roadmaps.postpone(
                tx,
                postponement_row(
                    item_id=kept.id,
                    occurrence=occurrence,
                    from_day=day,
                    to_day=due,
                    reason=_FOLLOWED,
                    actor_id=by.person_id,
                    at=by.at,
                ),
            )
            undone.append({"item": kept.id, "occurrence": occurrence, "day": day.isoformat(), "due": due.isoformat()})
    return undone


def _add(tx: Connection, found: RoadmapDifference, at_hand: ImportAtHand, past: Past) -> None:
    """New rows, and every row at its place in the file."""
    roadmap_imports.lift_positions(tx, found.roadmap.id)
    order = order_of(found)
    added = {row.name: (row, columns) for row, columns in found.added}
    roadmaps.add_items(
        tx,
        [
            {
                **added[name][1],
                **beside(added[name][0]),
                "position": place,
                "roadmap_id": found.roadmap.id,
                "organisation_id": at_hand.life.organisation_id,
                "past": past,
            }
            for place, (name, known) in enumerate(order, start=1)
            if known is None
        ],
    )
    roadmap_imports.place_items(
        tx, ((known, place) for place, (_, known) in enumerate(order, start=1) if known is not None)
    )


def _add_series(tx: Connection, roadmap_id: int, found: RoadmapDifference) -> list[dict[str, Any]]:
    """Yearly targets follow the file by their titles; series the file no longer has stay as they are."""
    known = {" ".join(one.title.split()): one for one in roadmaps.indicators(tx, roadmap_id)}
    taken = {one.key for one in known.values()}
    fresh: list[IndicatorSeries] = []
    before: list[dict[str, Any]] = []
    for series in found.made.template.indicators:
        live = known.get(" ".join(series.title.split()))
        targets = {str(year): target for year, target in series.targets}
        if live is None:
            fresh.append(series)
        elif live.targets != targets or live.formula != series.formula:
            before.append({"id": live.id, "targets": live.targets, "formula": live.formula})
            roadmap_imports.change_series(tx, live.id, targets=targets, formula=series.formula)
    add_series(tx, roadmap_id, tuple(_renamed(one, taken) for one in fresh))
    return before


def _renamed(series: IndicatorSeries, taken: set[str]) -> IndicatorSeries:
    """A series whose key no other of the roadmap has."""
    number = len(taken) + 1
    while f"K{number}" in taken:
        number += 1
    taken.add(f"K{number}")
    return replace(series, key=f"K{number}")


def _settle_questions(tx: Connection, at_hand: ImportAtHand, fresh: Sequence[LiveItem], *, on: date, by: By) -> int:
    """Of added and changed rows: questions the file has answered are closed, new ones put; how many were put."""
    ids = [one.facts.id for one in fresh]
    known = {(task.item_id, task.kind): task for task in roadmap_imports.tasks_of(tx, ids)}
    owing = roadmap_imports.owing(tx, ids)
    asked = 0
    for one in fresh:
        wanted = set(asked_kinds(one)) if one.facts.id in owing else set()
        standing = {kind: task for (item, kind), task in known.items() if item == one.facts.id}
        needless = [task for kind, task in standing.items() if kind not in wanted and task.done_on is None]
        finish_tasks(tx, needless, on=on, by=by)
        reopen_tasks(tx, [task for kind, task in standing.items() if kind in wanted and task.done_on], by=by)
        asked += ask(tx, one, at_hand.life, on=on, by=by, only=wanted - standing.keys())
    return asked


def _before(found: RoadmapDifference) -> dict[str, Any]:
    """What the roadmap was, in the words the database keeps."""
    roadmap = found.roadmap
    return {
        "head": {
            "title": roadmap.title,
            "approved": roadmap.approved,
            "goal": roadmap.goal,
            "aims": roadmap.aims,
            "headings": roadmap.headings,
            "period_start": roadmap.period_start.isoformat(),
            "period_end": roadmap.period_end.isoformat(),
        },
        "items": [_row_before(one) for one in (*found.changed, *found.same)],
        "gone": [{"key_id": one.row.id, "key": one.row.key, "position": one.row.position} for one in found.gone],
    }


def _row_before(one: RowDifference) -> dict[str, Any]:
    names = (*one.columns, "source", "questions", "responsible_id", "position")
    return {"key_id": one.live.row.id} | {name: getattr(one.live.row, name) for name in names}


def _nothing_changed() -> Refused:
    why = Words("Файл говорит то же, что и действующая карта", "The file says the same as the live roadmap")
    return Refused((Reason("changes", why, Words("Ничего менять не нужно", "Nothing needs to be changed")),))
