"""Registered papers: number and date as in the school's own register, and the pairs they are about."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select

from storage.tables.programmes import paper_pairs, papers


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
_SAME = select(func.count()).where(
    papers.c.organisation_id == bindparam("organisation_id"),
    papers.c.kind == bindparam("kind"),
    papers.c.number == bindparam("number"),
    papers.c.dated == bindparam("dated"),
)


def get(tx: Connection, paper_id: int) -> PaperRow | None:
    row = tx.execute(_BY_ID, {"id": paper_id}).first()
    return None if row is None else PaperRow(*row)


def is_about(tx: Connection, paper_id: int, pair_id: int) -> bool:
    """Whether the paper names the pair, or names none and so speaks of the whole organisation."""
    about = set(tx.execute(_ABOUT, {"id": paper_id}).scalars())
    return not about or pair_id in about


def is_registered(tx: Connection, *, organisation_id: int, kind: str, number: str, dated: date) -> bool:
    """Whether the register already holds a paper of this kind, number and day."""
    same = {"organisation_id": organisation_id, "kind": kind, "number": number, "dated": dated}
    return bool(tx.execute(_SAME, same).scalar_one())


def add(
    tx: Connection,
    *,
    organisation_id: int,
    kind: str,
    purpose: str,
    number: str,
    dated: date,
    pair_ids: Iterable[int],
    at: datetime,
) -> int:
    """Registers a paper and returns its id."""
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
    paper_id = int(made.scalar_one())
    about = [{"paper_id": paper_id, "pair_id": pair_id} for pair_id in pair_ids]
    if about:
        tx.execute(insert(paper_pairs), about)
    return paper_id
