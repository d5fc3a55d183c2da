"""Live pairs by the version of their lifecycle and the stage they stand in."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from storage.tables.organisations import organisations
from storage.tables.programmes import pairs


class Standing(NamedTuple):
    """How many live pairs of a version stand in a stage."""

    definition_id: int
    stage: str
    live: int


class Placed(NamedTuple):
    """A pair as a list of many schools shows it: by its number."""

    id: int
    number: int
    organisation: str


def live_by_stage(tx: Connection, *, visible: ColumnElement[bool]) -> list[Standing]:
    """One row per version and stage, however many pairs there are."""
    found = tx.execute(
        select(pairs.c.definition_id, pairs.c.stage, func.count())
        .where(visible, pairs.c.closed_on.is_(None))
        .group_by(pairs.c.definition_id, pairs.c.stage)
    )
    return [Standing(row[0], row[1], row[2]) for row in found]


def placed(tx: Connection, pair_ids: Collection[int]) -> dict[int, Placed]:
    """Pairs by id, with the name of their organisation."""
    found = tx.execute(
        select(pairs.c.id, pairs.c.number, organisations.c.name)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
        .where(pairs.c.id.in_(sorted(pair_ids)))
    )
    return {row[0]: Placed(row[0], row[1], row[2]) for row in found}


def orphans(
    tx: Connection, *, visible: ColumnElement[bool], definition_id: int, stages: Collection[str], most: int
) -> list[Placed]:
    """Live pairs that stand in a stage their own version does not have: they must be seen, not hidden."""
    found = tx.execute(
        select(pairs.c.id, pairs.c.number, organisations.c.name)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
        .where(
            visible,
            pairs.c.closed_on.is_(None),
            pairs.c.definition_id == definition_id,
            pairs.c.stage.not_in(sorted(stages)),
        )
        .order_by(pairs.c.id)
        .limit(most)
    )
    return [Placed(row[0], row[1], row[2]) for row in found]
