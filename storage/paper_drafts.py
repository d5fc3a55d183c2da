"""Papers being written: which form, about what, and what was typed over the values taken from the data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Text, bindparam, cast, insert, select, update

from engine.refusals import ChangedMeanwhile
from storage.tables.organisations import organisations, people
from storage.tables.papers import paper_drafts
from storage.tables.programmes import memberships
from storage.today import columns


@dataclass(frozen=True, slots=True)
class DraftRow:
    """`subject` names what it is about besides pairs and people; `paper_id` once it was registered."""

    id: int
    organisation_id: int
    form: str
    pairs: list[int]
    people: list[int]
    subject: dict[str, Any]
    typed: dict[str, Any]
    item_id: int | None
    paper_id: int | None
    dropped_on: date | None
    made_at: datetime
    actor_id: int | None
    version: int


_COLUMNS = [paper_drafts.c[field.name] for field in fields(DraftRow)]
_BY_ID = select(*_COLUMNS).where(paper_drafts.c.id == bindparam("id"))
_OPEN = (paper_drafts.c.paper_id.is_(None), paper_drafts.c.dropped_on.is_(None))


def get(tx: Connection, draft_id: int) -> DraftRow | None:
    row = tx.execute(_BY_ID, {"id": draft_id}).first()
    return None if row is None else DraftRow(*row)


def of_paper(tx: Connection, paper_id: int) -> DraftRow | None:
    """What a registered paper was written from."""
    row = tx.execute(select(*_COLUMNS).where(paper_drafts.c.paper_id == paper_id)).first()
    return None if row is None else DraftRow(*row)


def listing(tx: Connection, *, visible: ColumnElement[bool], most: int) -> Sequence[Row[Any]]:
    """The drafts still being written, the newest first, with who began them and where."""
    asked = (
        columns(*_COLUMNS, organisations.c.name.label("organisation"), people.c.name.label("author"))
        .join(organisations, organisations.c.id == paper_drafts.c.organisation_id)
        .outerjoin(people, people.c.id == paper_drafts.c.actor_id)
        .where(visible, *_OPEN)
        .order_by(paper_drafts.c.id.desc())
    )
    return tx.execute(asked.limit(most)).all()


def open_of_form(tx: Connection, organisation_id: int, form: str) -> list[DraftRow]:
    """The drafts of one form still being written, the newest first."""
    asked = select(*_COLUMNS).where(
        paper_drafts.c.organisation_id == organisation_id, paper_drafts.c.form == form, *_OPEN
    )
    return [DraftRow(*row) for row in tx.execute(asked.order_by(paper_drafts.c.id.desc()))]


def add(
    tx: Connection,
    *,
    organisation_id: int,
    form: str,
    pairs: Sequence[int],
    people: Sequence[int],
    subject: Mapping[str, Any],
    typed: Mapping[str, Any],
    item_id: int | None,
    at: datetime,
    actor_id: int | None,
) -> int:
    made = tx.execute(
        insert(paper_drafts)
        .values(
            organisation_id=organisation_id,
            form=form,
            pairs=list(pairs),
            people=list(people),
            subject=dict(subject),
            typed=dict(typed),
            item_id=item_id,
            made_at=at,
            actor_id=actor_id,
            version=1,
        )
        .returning(paper_drafts.c.id)
    )
    return int(made.scalar_one())


def change(tx: Connection, draft: DraftRow, **values: Any) -> None:
    """Store new values. Raises ChangedMeanwhile when somebody else changed the draft since it was read."""
    done = tx.execute(
        update(paper_drafts)
        .where(paper_drafts.c.id == draft.id, paper_drafts.c.version == draft.version)
        .values(version=draft.version + 1, **values)
    )
    if done.rowcount != 1:
        raise ChangedMeanwhile(f"paper-draft:{draft.id}")


def forget(tx: Connection, person_id: int) -> int:
    """What was typed into drafts about this person or his pair alone goes with them; returns how many there were.

    A draft that names many keeps the words about the others: there the name itself is struck out.
    """
    pairs = set(tx.scalars(select(memberships.c.pair_id).where(memberships.c.person_id == person_id)))
    asked = select(paper_drafts.c.id, paper_drafts.c.pairs, paper_drafts.c.people)
    told = tx.execute(asked.where(cast(paper_drafts.c.typed, Text) != "{}"))
    alone = [row.id for row in told if row.people == [person_id] or (len(row.pairs) == 1 and row.pairs[0] in pairs)]
    for draft_id in alone:
        tx.execute(update(paper_drafts).where(paper_drafts.c.id == draft_id).values(typed={}))
    return len(alone)
