"""Registered papers: number and date as in the school's own register, and the pairs they are about."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, exists, insert, select

from storage.tables.papers import paper_pairs, papers


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper about the pairs of `paper_pair`; one without such rows is about the organisation."""

    id: int
    organisation_id: int
    kind: str
    purpose: str
    number: str
    dated: date


_COLUMNS = [papers.c[field.name] for field in fields(PaperRow)]
_BY_ID = select(*_COLUMNS).where(papers.c.id == bindparam("id"))
_ABOUT = select(paper_pairs.c.pair_id).where(paper_pairs.c.paper_id == bindparam("id"))
_SAME = (
    select(papers.c.id)
    .where(
        papers.c.organisation_id == bindparam("organisation_id"),
        papers.c.kind == bindparam("kind"),
        papers.c.purpose == bindparam("purpose"),
        papers.c.number == bindparam("number"),
        papers.c.dated == bindparam("dated"),
        exists().where(paper_pairs.c.paper_id == papers.c.id),
    )
    .order_by(papers.c.id)
    .limit(1)
)


def get(tx: Connection, paper_id: int) -> PaperRow | None:
    row = tx.execute(_BY_ID, {"id": paper_id}).first()
    return None if row is None else PaperRow(*row)


def is_about(tx: Connection, paper_id: int, pair_id: int) -> bool:
    """Whether the paper names the pair, or names none and so speaks of the whole organisation."""
    about = set(tx.execute(_ABOUT, {"id": paper_id}).scalars())
    return not about or pair_id in about


def registered(
    tx: Connection, *, organisation_id: int, kind: str, purpose: str, number: str, dated: date
) -> int | None:
    """The paper of this kind, purpose, number and day that names pairs; None when the register has none."""
    same = {
        "organisation_id": organisation_id,
        "kind": kind,
        "purpose": purpose,
        "number": number,
        "dated": dated,
    }
    found: int | None = tx.execute(_SAME, same).scalar()
    return found


def add(
    tx: Connection, *, organisation_id: int, kind: str, purpose: str, number: str, dated: date, at: datetime
) -> int:
    """Registers a paper about the organisation and returns its id."""
    made = tx.execute(
        insert(papers)
        .values(
            organisation_id=organisation_id,
            kind=kind,
            purpose=purpose,
            number=number,
            dated=dated,
            recorded_at=at,
        )
        .returning(papers.c.id)
    )
    return int(made.scalar_one())


def name_pairs(tx: Connection, paper_id: int, pair_ids: Iterable[int]) -> None:
    """The paper is about these pairs too; those it names already stay as they are."""
    known = set(tx.execute(_ABOUT, {"id": paper_id}).scalars())
    fresh = [{"paper_id": paper_id, "pair_id": pair_id} for pair_id in pair_ids if pair_id not in known]
    if fresh:
        tx.execute(insert(paper_pairs), fresh)
