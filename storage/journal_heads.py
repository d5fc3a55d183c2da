"""Where the chains of several organisations end: who remembers an answer asks whether anything was decided since."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from storage.given import among
from storage.hot import Hot
from storage.tables.journal import journal_heads
from storage.tables.organisations import people
from storage.tables.programmes import memberships, pairs, programmes

_HEADS = Hot(
    select(journal_heads.c.organisation_id, journal_heads.c.hash)
    .where(among(journal_heads.c.organisation_id, "organisations"))
    .order_by(journal_heads.c.organisation_id)
)
_HOMES = Hot(
    select(people.c.organisation_id)
    .join(memberships, memberships.c.person_id == people.c.id)
    .where(among(memberships.c.pair_id, "pair_ids"), memberships.c.to_day.is_(None))
    .distinct()
)
_PROGRAMMES = Hot(
    select(programmes.c.organisation_id)
    .join(pairs, pairs.c.programme_id == programmes.c.id)
    .where(pairs.c.organisation_id == bindparam("organisation"), pairs.c.closed_on.is_(None))
    .distinct()
)

Heads = tuple[tuple[int, str], ...]
"""(organisation, seal of its last line): a seal covers all lines before it, so equal heads mean the same history."""


def heads(tx: Connection, organisation_ids: Iterable[int]) -> Heads:
    """The end of each chain; an organisation that has none yet is left out."""
    return tuple((place, seal) for place, seal in _HEADS.all(tx, {"organisations": organisation_ids}))


def concerned(tx: Connection, organisation_id: int, pair_ids: Iterable[int]) -> frozenset[int]:
    """The organisations in whose journals the facts of these live pairs of one organisation are written down.

    Records of pairs stand in the pairs' own; people, their consents and representatives in the members' home;
    diagnostics in the programme's.
    """
    homes = _HOMES.all(tx, {"pair_ids": pair_ids})
    run_by = _PROGRAMMES.all(tx, {"organisation": organisation_id})
    return frozenset({organisation_id, *(place for (place,) in homes), *(place for (place,) in run_by)})
