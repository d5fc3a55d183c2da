"""One decision after the other within an organisation: what a flow reads still holds when it stores.

SQLite lets one transaction write at a time. PostgreSQL lets many, each seeing what the others have committed, and two
that look at the same moment would both find a number free, a place empty, a question unanswered. So whoever decides
takes a turn first, at the head of the organisation's journal, where every decision ends anyway; others wait for the
commit and then read what became of it. Transactions that can only read wait for nobody.
"""

from collections.abc import Mapping
from typing import Any, Literal

from sqlalchemy import Connection, Select, bindparam, select

from storage.hot import Hot
from storage.tables.events import events
from storage.tables.journal import journal_heads
from storage.tables.organisations import people
from storage.tables.papers import paper_drafts, papers
from storage.tables.programmes import pairs, programmes, surveys

Thing = Literal["pair", "person", "paper", "paper_draft", "event", "survey"]

_HEAD = select(journal_heads.c.organisation_id).with_for_update()
_TAKE = Hot(_HEAD.where(journal_heads.c.organisation_id == bindparam("id")))


def _owner(table: Any) -> Select[Any]:
    return select(table.c.organisation_id).where(table.c.id == bindparam("id"))


def _hot(owner: Select[Any]) -> Hot:
    return Hot(_HEAD.where(journal_heads.c.organisation_id == owner.scalar_subquery()))


_BY_SURVEY = (
    select(programmes.c.organisation_id)
    .join(surveys, surveys.c.programme_id == programmes.c.id)
    .where(surveys.c.id == bindparam("id"))
)
_TAKE_OF: Mapping[Thing, Hot] = {
    "pair": _hot(_owner(pairs)),
    "person": _hot(_owner(people)),
    "paper": _hot(_owner(papers)),
    "paper_draft": _hot(_owner(paper_drafts)),
    "event": _hot(_owner(events)),
    "survey": _hot(_BY_SURVEY),
}


def take(tx: Connection, organisation_id: int) -> None:
    """Wait until nobody else decides in the organisation; until this transaction ends nobody else does."""
    _take(tx, _TAKE, organisation_id)


def take_of(tx: Connection, thing: Thing, key: int) -> None:
    """The same for the organisation a thing belongs to; for one that is not there nothing happens."""
    _take(tx, _TAKE_OF[thing], key)


def _take(tx: Connection, statement: Hot, key: int) -> None:
    if tx.dialect.name == "postgresql" and not tx.get_execution_options().get("postgresql_readonly", False):
        statement.first(tx, {"id": key})
