"""What letters about to go are about: the rows a batch of them needs, by a fixed number of queries."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from storage.given import among
from storage.tables.accounts import accounts
from storage.tables.obligations import obligations
from storage.tables.organisations import people
from storage.tables.programmes import pairs, programmes
from storage.tables.roadmaps import items, postponements

_PEOPLE = (
    select(
        people,
        (accounts.c.person_id.is_not(None) & accounts.c.disabled_at.is_(None)).label("may_sign_in"),
        (accounts.c.password != "").label("has_password"),
    )
    .outerjoin(accounts, accounts.c.person_id == people.c.id)
    .where(among(people.c.id, "ids"))
)
_PAIRS = (
    select(pairs, programmes.c.title.label("programme"))
    .join(programmes, programmes.c.id == pairs.c.programme_id)
    .where(among(pairs.c.id, "ids"))
)
_OBLIGATIONS = (
    select(obligations, items.c.number.label("item_number"))
    .outerjoin(items, items.c.id == obligations.c.item_id)
    .where(among(obligations.c.id, "ids"))
)
_STAGE_DUE = (
    select(obligations)
    .where(
        obligations.c.subject_kind == "pair",
        among(obligations.c.subject_id, "ids"),
        obligations.c.status == "open",
    )
    .order_by(obligations.c.id)
)


def people_of(tx: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Readers, and whether they `may_sign_in` and have chosen a password (None: no account)."""
    return {row.id: row for row in tx.execute(_PEOPLE, {"ids": sorted(set(ids))})}


def pairs_of(tx: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Pairs with the title of their programme."""
    return {row.id: row for row in tx.execute(_PAIRS, {"ids": sorted(set(ids))})}


def obligations_of(tx: Connection, ids: Iterable[int]) -> dict[int, Row[Any]]:
    """Obligations with the number of their row."""
    return {row.id: row for row in tx.execute(_OBLIGATIONS, {"ids": sorted(set(ids))})}


def stage_obligations(tx: Connection, pair_ids: Iterable[int]) -> dict[int, Row[Any]]:
    """The open stage obligation of each pair."""
    return {row.subject_id: row for row in tx.execute(_STAGE_DUE, {"ids": sorted(set(pair_ids))})}


def last_postponement(tx: Connection, item_id: int, occurrence: str) -> Row[Any] | None:
    """The newest move of an occurrence's date; of a pair's share the row's own occurrence counts."""
    found: Sequence[Row[Any]] = tx.execute(
        select(postponements)
        .where(postponements.c.item_id == item_id, postponements.c.occurrence == occurrence.partition("/")[0])
        .order_by(postponements.c.id.desc())
        .limit(1)
    ).all()
    return found[0] if found else None
