"""Proposals of pairs: what was found for a programme, which of it became pairs, which is the newest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.tables.matching import match_proposals
from storage.tables.programmes import programmes


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """`found` and `taken` as the flows write them: ids and whole numbers, never a name or anybody's words."""

    id: int
    programme_id: int
    state: str
    found: dict[str, Any]
    taken: list[dict[str, Any]]
    made_at: datetime
    actor_id: int | None
    version: int


_COLUMNS = [match_proposals.c[field.name] for field in fields(ProposalRow)]
_BY_ID = select(*_COLUMNS).where(match_proposals.c.id == bindparam("id"))
_NEWEST = (
    select(*_COLUMNS)
    .where(match_proposals.c.programme_id == bindparam("programme_id"))
    .order_by(match_proposals.c.id.desc())
    .limit(1)
)


def get(tx: Connection, proposal_id: int) -> ProposalRow | None:
    row = tx.execute(_BY_ID, {"id": proposal_id}).first()
    return None if row is None else ProposalRow(*row)


def newest(tx: Connection, programme_id: int) -> ProposalRow | None:
    """The last proposal of a programme, whatever became of it."""
    row = tx.execute(_NEWEST, {"programme_id": programme_id}).first()
    return None if row is None else ProposalRow(*row)


def newest_ids(tx: Connection, *, visible: ColumnElement[bool]) -> dict[int, int]:
    """The last proposal of each programme the clause over programmes lets through, by programme."""
    found = (
        select(match_proposals.c.programme_id, func.max(match_proposals.c.id))
        .join(programmes, programmes.c.id == match_proposals.c.programme_id)
        .where(visible)
        .group_by(match_proposals.c.programme_id)
    )
    return {row[0]: row[1] for row in tx.execute(found)}


def add(tx: Connection, *, programme_id: int, found: Mapping[str, Any], at: datetime, actor_id: int | None) -> int:
    """Stores a new proposal and returns its id; the programme's earlier open ones become stale."""
    tx.execute(
        update(match_proposals)
        .where(match_proposals.c.programme_id == programme_id, match_proposals.c.state == "proposed")
        .values(state="stale", version=match_proposals.c.version + 1)
    )
    made = tx.execute(
        insert(match_proposals)
        .values(programme_id=programme_id, found=dict(found), taken=[], made_at=at, actor_id=actor_id)
        .returning(match_proposals.c.id)
    )
    return int(made.scalar_one())


def change(
    tx: Connection,
    row: ProposalRow,
    *,
    found: Mapping[str, Any] | None = None,
    taken: Sequence[Mapping[str, Any]] | None = None,
    state: str | None = None,
) -> int:
    """Writes what changed of a proposal that was read, and returns its new version. Raises ChangedMeanwhile when
    somebody else saved it since.
    """
    values = {
        "found": row.found if found is None else dict(found),
        "taken": row.taken if taken is None else [dict(one) for one in taken],
        "state": state or row.state,
        "version": row.version + 1,
    }
    changed = tx.execute(
        update(match_proposals)
        .where(match_proposals.c.id == row.id, match_proposals.c.version == row.version)
        .values(values)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile(f"match:{row.id}")
    return row.version + 1
