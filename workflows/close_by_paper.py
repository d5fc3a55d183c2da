"""A registered paper closes the rows that expect it: by itself where that is certain, by choice elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.paper_closing import OF_ONE_PAIR, Expecting, Fit, fit
from engine.refusals import Refused
from storage import evidence, journal, paper_rows, papers
from storage.papers import PaperRow
from workflows.access import forbidden, unknown
from workflows.complete_item import Proof, complete_item
from workflows.derive_obligations import derive_pair, derive_roadmap
from workflows.item_at_hand import ask_again, take_item

_FAR = 10_000  # days: a row without any date comes last


@dataclass(frozen=True, slots=True)
class Offer:
    """One open obligation that a paper may close."""

    obligation_id: int
    item_id: int
    occurrence: str
    roadmap_id: int
    pair_id: int | None
    number: str
    title: str
    due_on: date | None
    fit: Fit


@dataclass(frozen=True, slots=True)
class Closed:
    """What a paper has closed."""

    evidence_id: int
    item_id: int
    pair_id: int | None
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class ClosedByPaper:
    id: int
    closed: tuple[Closed, ...]


def offers(tx: Connection, paper: PaperRow) -> tuple[Offer, ...]:
    """The open rows the paper may close; of a row owed by pairs only those of the pairs it names."""
    if paper.annulled_on is not None:
        return ()
    about = set(papers.pairs_of(tx, paper.id))
    found = [_offer(paper, row) for row in paper_rows.expecting(tx, paper.organisation_id)]
    mine = [one for one in found if one is not None and (one.pair_id is None or not about or one.pair_id in about)]
    return tuple(mine) if paper.purpose not in OF_ONE_PAIR else tuple(_with_doubt(tx, paper, mine))


def certain(paper: PaperRow, about: Sequence[int], found: Iterable[Offer]) -> tuple[Offer, ...]:
    """Those that need no choice: one row is sure. Of several days of one row the nearest to the paper's is meant; what
    pairs owe is certain only for pairs the paper names.
    """
    sure = [one for one in found if one.fit == "sure"]
    if len({one.item_id for one in sure}) != 1:
        return ()
    owed = [one for one in sure if one.pair_id is not None]
    if owed:
        return tuple(one for one in owed if one.pair_id in about)
    ranked = sorted(sure, key=lambda one: _distance(one, paper.dated))
    alone = len(ranked) == 1 or _distance(ranked[0], paper.dated) < _distance(ranked[1], paper.dated)
    return (ranked[0],) if alone else ()


def close_certain(tx: Connection, *, by: By, paper_id: int) -> tuple[Closed, ...] | Refused:
    """Close what is certain; nothing where a person has to choose."""
    paper = papers.get(tx, paper_id)
    if paper is None:
        raise unknown("paper", paper_id)
    chosen = certain(paper, papers.pairs_of(tx, paper_id), offers(tx, paper))
    return _close(tx, by=by, paper=paper, chosen=chosen)


def close_by_paper(tx: Connection, *, by: By, paper_id: int, obligation_ids: Sequence[int]) -> ClosedByPaper | Refused:
    """Close the chosen obligations. Raises BadInput for one the paper does not fit."""
    paper = papers.get(tx, paper_id)
    if paper is None:
        raise unknown("paper", paper_id)
    if (no := forbidden(tx, by, "roadmap.complete", paper.organisation_id)) is not None:
        return no
    known = {one.obligation_id: one for one in offers(tx, paper)}
    if strange := [key for key in obligation_ids if key not in known]:
        raise unknown("obligation", strange[0])
    closed = _close(tx, by=by, paper=paper, chosen=[known[key] for key in obligation_ids])
    return closed if isinstance(closed, Refused) else ClosedByPaper(paper_id, closed)


def free_rows(tx: Connection, *, by: By, paper_id: int) -> int:
    """Nothing is proved by the paper any more: what it closed alone is owed again. Returns how many proofs fell."""
    found = paper_rows.proved_by(tx, paper_id)
    for row in found:
        evidence.withdraw(tx, row.id)
        journal.append(
            tx,
            organisation_id=row.organisation_id,
            by=by,
            verb="paper.free",
            subject=f"item:{row.item_id}",
            facts={"paper": paper_id, "obligation": row.obligation_id},
        )
    for roadmap_id in sorted({row.roadmap_id for row in found}):
        derive_roadmap(tx, roadmap_id, at=by.at)
    for pair_id in sorted({row.pair_id for row in found if row.pair_id is not None}):
        derive_pair(tx, pair_id, at=by.at)
    for item_id in sorted({row.item_id for row in found}):
        ask_again(tx, take_item(tx, by=By(at=by.at), item_id=item_id, verb="roadmap.complete"), by=by)
    return len(found)


def _close(tx: Connection, *, by: By, paper: PaperRow, chosen: Iterable[Offer]) -> tuple[Closed, ...] | Refused:
    proof = Proof("paper", str(paper.id), paper_id=paper.id)
    closed: list[Closed] = []
    for one in chosen:
        done = complete_item(
            tx, by=by, item_id=one.item_id, proof=proof, occurrence=one.occurrence, pair_id=one.pair_id
        )
        if isinstance(done, Refused):
            return done
        closed.append(Closed(done.evidence_id, one.item_id, one.pair_id, one.number, one.title))
    return tuple(closed)


def _offer(paper: PaperRow, row: Row[Any]) -> Offer | None:
    how = fit(paper.kind, paper.purpose, Expecting(row.key, row.document_kind, row.title, row.result))
    if how is None:
        return None
    return Offer(
        obligation_id=row.obligation_id,
        item_id=row.item_id,
        occurrence=row.occurrence,
        roadmap_id=row.roadmap_id,
        pair_id=row.pair_id,
        number=row.number,
        title=row.title,
        due_on=row.due_on,
        fit=how,
    )


def _with_doubt(tx: Connection, paper: PaperRow, found: Iterable[Offer]) -> Iterator[Offer]:
    """A row about all the pairs is sure only once the last of them has its paper."""
    waiting: dict[int, bool] = {}
    for one in found:
        if one.pair_id is None and one.fit == "sure":
            if one.roadmap_id not in waiting:
                waiting[one.roadmap_id] = papers.a_pair_lacks(tx, one.roadmap_id, paper.kind, paper.purpose)
            yield replace(one, fit="maybe") if waiting[one.roadmap_id] else one
        else:
            yield one


def _distance(one: Offer, day: date) -> int:
    return _FAR if one.due_on is None else abs((one.due_on - day).days)
