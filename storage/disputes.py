"""Meetings that the two sides tell differently: they wait for the curator."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select

from storage.scope import Scope, visible
from storage.tables.organisations import organisations
from storage.tables.programmes import meeting_words, meetings, pairs
from storage.today import columns


def listing(tx: Connection, scope: Scope, *, most: int) -> Sequence[Row[Any]]:
    """Recorded meetings of live pairs that somebody of the pair says were not held, the oldest first."""
    return tx.execute(
        columns(
            meetings.c.id,
            meetings.c.pair_id,
            meetings.c.kind,
            meetings.c.held_on,
            pairs.c.number.label("pair_number"),
            organisations.c.path.label("org_path"),
        )
        .join(pairs, pairs.c.id == meetings.c.pair_id)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
        .where(*_disputed(scope))
        .order_by(meetings.c.held_on, meetings.c.id)
        .limit(most)
    ).all()


def count(tx: Connection, scope: Scope) -> int:
    """How many there are."""
    found = select(func.count()).select_from(meetings.join(pairs, pairs.c.id == meetings.c.pair_id))
    return int(tx.execute(found.where(*_disputed(scope))).scalar_one())


def _disputed(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    no = exists().where(meeting_words.c.meeting_id == meetings.c.id, meeting_words.c.held.is_(False))
    return visible(scope, pairs.c.organisation_id), pairs.c.closed_on.is_(None), meetings.c.withdrawn_at.is_(None), no
