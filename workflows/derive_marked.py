"""A change that reached further than one pair or roadmap (a policy, a calendar) is derived by batches."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.reminders.looking import next_look
from storage import marks, obligations, roadmaps
from workflows.derive_obligations import derive_pair, derive_roadmap
from workflows.local_life import LocalLife, local_lives


@dataclass(frozen=True, slots=True)
class Rederived:
    """How many obligations a batch touched; `more` says that marks are left."""

    obligations: int
    more: bool


def derive_marked(tx: Connection, *, at: datetime, most: int = 500) -> Rederived:
    """Derive one batch of the oldest mark. Reminders wait until no mark is left, so none goes by an old rule."""
    mark = marks.oldest(tx)
    if mark is None:
        return Rederived(0, more=False)
    batch = obligations.after_cursor(tx, under_path=mark.path, cursor=mark.cursor, most=most)
    if mark.kind == "calendar":
        _redate(tx, batch, at=at)
    _watch_anew(tx, batch, since=mark.made_at)
    if len(batch) < most:
        marks.remove(tx, mark.id)
    else:
        marks.advance(tx, mark.id, cursor=batch[-1].id)
    return Rederived(len(batch), more=marks.oldest(tx) is not None)


def _redate(tx: Connection, batch: list[Row[Any]], *, at: datetime) -> None:
    """Working days changed: what is counted in them moves."""
    for roadmap_id in sorted(roadmaps.of_items(tx, {row.item_id for row in batch if row.item_id is not None})):
        derive_roadmap(tx, roadmap_id, at=at)
    for pair_id in sorted({row.pair_id for row in batch if row.pair_id is not None}):
        derive_pair(tx, pair_id, at=at)


def _watch_anew(tx: Connection, batch: list[Row[Any]], *, since: datetime) -> None:
    """A rule looks forward from the day it takes effect (law 5); what had come due before is still owed."""
    lives = local_lives(tx, {row.organisation_id for row in batch})
    looks = []
    for row in obligations.reread(tx, [row.id for row in batch]):
        if row.status != "open" or row.held or row.due_on is None:
            continue
        if row.next_look_at is not None and row.next_look_at <= since:
            continue
        looked_at = max(row.looked_at, since)
        looks.append((row.id, looked_at, _next_look(row, lives[row.organisation_id], after=looked_at)))
    obligations.looked(tx, looks)


def _next_look(row: Row[Any], life: LocalLife, *, after: datetime) -> datetime | None:
    return next_look(
        row.due_on,
        subject_kind=row.subject_kind,
        review=row.ladder == "review",
        policy=life.policy,
        calendar=life.calendar,
        zone=life.zone,
        after=after,
    )
