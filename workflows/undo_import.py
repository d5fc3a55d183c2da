"""An accepted import is taken back within a day: a compensating change, both stay in the journal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, publications, roadmap_imports, roadmaps
from storage.roadmaps import postponement_row
from workflows.announce import announce_moved_dates
from workflows.correct_roadmap import drop_rows, finish_tasks, reopen_tasks
from workflows.derive_obligations import derive_roadmap
from workflows.make_roadmap_live import asked_kinds
from workflows.roadmap_import_at_hand import ImportAtHand, take_import

UNDOABLE_FOR = timedelta(hours=24)
_UNDONE = "загрузка дорожной карты отменена"


@dataclass(frozen=True, slots=True)
class Undone:
    """`restored`: the roadmap goes on as it was; otherwise it is no longer in force."""

    import_id: int
    roadmap_id: int
    restored: bool


def undo_import(tx: Connection, *, by: By, import_id: int) -> Undone | Refused:
    """Take back what accepting did. Refused after a day, when something newer stands on it, or when a row that would go
    has evidence. Raises BadInput when there is no such import the actor may know of.
    """
    at_hand = take_import(tx, by=by, import_id=import_id, verb="roadmap.import")
    if at_hand.refused is not None:
        return at_hand.refused
    reasons = _against(tx, at_hand, by)
    if reasons:
        return Refused(tuple(reasons))
    roadmap_id = at_hand.row.roadmap_id
    assert roadmap_id is not None  # noqa: S101  # an accepted import has one
    restored = bool(at_hand.row.before)
    if restored:
        _restore(tx, at_hand, roadmap_id, by=by)
    else:
        _drop(tx, at_hand, roadmap_id, by=by)
    roadmap_imports.change(tx, at_hand.row, state="undone")
    journal.append(
        tx,
        organisation_id=at_hand.row.organisation_id,
        by=by,
        verb="roadmap.import-undo",
        subject=f"roadmap:{roadmap_id}",
        facts={"import": import_id, "restored": restored},
    )
    return Undone(import_id, roadmap_id, restored)


def _against(tx: Connection, at_hand: ImportAtHand, by: By) -> list[Reason]:
    """Every reason why it cannot be taken back."""
    row = at_hand.row
    if row.state != "accepted" or row.accepted_at is None or row.roadmap_id is None:
        return [_reason("import", "Эта загрузка не введена в действие", "This import is not in force")]
    reasons: list[Reason] = []
    if by.at - row.accepted_at > UNDOABLE_FOR:
        reasons.append(_reason("time", "Отменить можно в течение суток", "It can be undone within a day"))
    if roadmap_imports.last_accepted(tx, row.roadmap_id) != row.id:
        reasons.append(
            _reason("newer", "После этой загрузки карту исправляли другим файлом", "Another file corrected it since")
        )
    taken = row.before["added"] if row.before else [one.id for one in roadmaps.every_item(tx, row.roadmap_id)]
    proved = roadmap_imports.proved_rows(tx, taken)
    if proved:
        numbers = ", ".join(one.number for one in proved[:10])
        reasons.append(
            _reason("evidence", f"Есть подтверждения по пунктам: {numbers}", f"There is evidence for rows: {numbers}")
        )
    if not row.before:
        programmes, heirs = roadmap_imports.leaning_on(tx, row.roadmap_id)
        if programmes:
            reasons.append(_reason("programme", "По этой карте идёт программа", "A programme follows this roadmap"))
        if any(one.state == "offered" for one in publications.of_roadmap(tx, row.roadmap_id)):
            reasons.append(
                _reason("offers", "Карта предложена организациям, отзовите её", "It is on offer below, withdraw it")
            )
        if heirs:
            reasons.append(_reason("heirs", "На этой карте стоят другие карты", "Other roadmaps stand on this one"))
    return reasons


def _reason(need: str, ru: str, en: str) -> Reason:
    mend = Words("Исправьте карту новым файлом или по пунктам", "Correct the roadmap by a new file or row by row")
    return Reason(need, Words(ru, en), mend)


def _drop(tx: Connection, at_hand: ImportAtHand, roadmap_id: int, *, by: By) -> None:
    """A roadmap that came from the file is no longer in force."""
    today = at_hand.life.today(by.at)
    roadmap = roadmaps.get(tx, roadmap_id)
    assert roadmap is not None  # noqa: S101  # the import refers to it
    live = [one.facts.id for one in roadmaps.live_items(tx, roadmap_id)]
    drop_rows(tx, live, on=today, by=by, reason=_UNDONE)
    roadmap_imports.change_roadmap(tx, roadmap, dropped_on=today)
    derive_roadmap(tx, roadmap_id, at=by.at)


def _restore(tx: Connection, at_hand: ImportAtHand, roadmap_id: int, *, by: By) -> None:
    """A corrected roadmap is again what it was: rows come back with their ids, added ones go."""
    before: Mapping[str, Any] = at_hand.row.before
    today = at_hand.life.today(by.at)
    drop_rows(tx, before["added"], on=today, by=by, reason=_UNDONE)
    roadmap_imports.lift_positions(tx, roadmap_id)
    roadmap_imports.restore_items(tx, before["items"])
    roadmap_imports.restore_items(tx, [row | {"dropped_on": None} for row in before["gone"]])
    for moved in before["moved"]:
        _move_back(tx, moved, by=by)
    for series in before["series"]:
        roadmap_imports.change_series(tx, series["id"], targets=series["targets"], formula=series["formula"])
    roadmap, head = roadmaps.get(tx, roadmap_id), dict(before["head"])
    assert roadmap is not None  # noqa: S101  # the import refers to it
    period = {name: date.fromisoformat(head.pop(name)) for name in ("period_start", "period_end")}
    roadmap_imports.change_roadmap(tx, roadmap, **head, **period)
    moved_dates = derive_roadmap(tx, roadmap_id, at=by.at)
    announce_moved_dates(tx, moved_dates, organisation_id=at_hand.row.organisation_id, at=by.at)
    _ask_again(tx, roadmap_id, [row["key_id"] for row in (*before["items"], *before["gone"])], on=today, by=by)


def _move_back(tx: Connection, moved: Mapping[str, Any], *, by: By) -> None:
    values = postponement_row(
        item_id=moved["item"],
        occurrence=moved["occurrence"],
        from_day=date.fromisoformat(moved["due"]),
        to_day=date.fromisoformat(moved["day"]),
        reason=_UNDONE,
        actor_id=by.person_id,
        at=by.at,
    )
    roadmaps.postpone(tx, values)


def _ask_again(tx: Connection, roadmap_id: int, item_ids: Sequence[int], *, on: date, by: By) -> None:
    """Questions about rows that are as they were: asked again where they are open again, ended where not."""
    wanted = {one.facts.id: set(asked_kinds(one)) for one in roadmaps.live_items(tx, roadmap_id)}
    owing = roadmap_imports.owing(tx, item_ids)
    known = roadmap_imports.tasks_of(tx, item_ids)
    asked = [task for task in known if task.kind in wanted.get(task.item_id, ()) and task.item_id in owing]
    reopen_tasks(tx, [task for task in asked if task.done_on is not None], by=by)
    names = {task.id for task in asked}
    finish_tasks(tx, [task for task in known if task.id not in names and task.done_on is None], on=on, by=by)
