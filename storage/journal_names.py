"""What the lines of a journal speak of, by name: pairs, rows of roadmaps, people."""

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import Connection, select

from storage.given import among
from storage.hot import Hot
from storage.tables.organisations import organisations, people
from storage.tables.programmes import pairs
from storage.tables.roadmaps import items


class NamedPerson(NamedTuple):
    """Somebody a line mentions; `path` is where they belong."""

    id: int
    name: str
    path: str


_PAIRS = Hot(select(pairs.c.id, pairs.c.number).where(among(pairs.c.id, "ids")))
_ITEMS = Hot(select(items.c.id, items.c.number, items.c.title).where(among(items.c.id, "ids")))
_PEOPLE = Hot(
    select(people.c.id, people.c.name, organisations.c.path)
    .join(organisations, organisations.c.id == people.c.organisation_id)
    .where(among(people.c.id, "ids"))
)


def pair_numbers(tx: Connection, ids: Collection[int]) -> dict[int, int]:
    return dict(_PAIRS.all(tx, {"ids": ids})) if ids else {}


def items_of(tx: Connection, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """(number, title) by id."""
    return {row[0]: (row[1], row[2]) for row in _ITEMS.all(tx, {"ids": ids})} if ids else {}


def people_of(tx: Connection, ids: Collection[int]) -> dict[int, NamedPerson]:
    return {row[0]: NamedPerson(*row) for row in _PEOPLE.all(tx, {"ids": ids})} if ids else {}
