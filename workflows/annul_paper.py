"""A registered paper is annulled: it stays in the register and proves nothing. The same day it can come back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, organisations, paper_rows, papers, plans
from storage.papers import PaperRow
from workflows.access import forbidden
from workflows.close_by_paper import close_certain, free_rows
from workflows.derive_obligations import derive_pair
from workflows.find_paper import find_paper
from workflows.plain_text import plain_text

_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class PaperAnnulled:
    """`freed`: how many proofs of rows fell; `plans`: pairs whose plans are approved no longer."""

    id: int
    number: str
    annulled_on: date | None
    freed: int
    plans: tuple[int, ...]


def annul_paper(tx: Connection, *, by: By, paper_id: int, reason: str = "") -> PaperAnnulled | Refused:
    """What it closed is owed again, plans it approved wait for another order. Refused for one annulled before."""
    paper = find_paper(tx, by=by, paper_id=paper_id)
    if (no := forbidden(tx, by, "paper.register", paper.organisation_id)) is not None:
        return no
    if paper.annulled_on is not None:
        return _refused(
            Words("Документ уже аннулирован", "It is annulled already"), Words("Делать нечего", "Nothing to do")
        )
    said = plain_text(reason, "--reason", longest=_LONGEST_REASON) if reason.strip() else ""
    today = papers_day(tx, paper, by)
    papers.annul(tx, paper_id, on=today)
    freed = free_rows(tx, by=by, paper_id=paper_id)
    cleared = _unapprove(tx, paper_id)
    _derive(tx, paper_id, by)
    journal.append(
        tx,
        organisation_id=paper.organisation_id,
        by=by,
        verb="paper.annul",
        subject=f"paper:{paper_id}",
        facts={"number": paper.number, "dated": paper.dated, "freed": freed, "plans": cleared},
        words={"reason": said} if said else None,
    )
    return PaperAnnulled(paper_id, paper.number, today, freed, tuple(cleared))


def restore_paper(tx: Connection, *, by: By, paper_id: int) -> PaperAnnulled | Refused:
    """The annulment was a mistake: the paper is in force again and closes what certainly expects it. Refused after the
    day of the annulment.
    """
    paper = find_paper(tx, by=by, paper_id=paper_id)
    if (no := forbidden(tx, by, "paper.register", paper.organisation_id)) is not None:
        return no
    if paper.annulled_on is None or paper.annulled_on < papers_day(tx, paper, by):
        return _refused(
            Words("Вернуть документ можно в день аннулирования", "It can be taken back on the same day only"),
            Words("Зарегистрируйте новый документ", "Register another paper"),
        )
    papers.annul(tx, paper_id, on=None)
    _derive(tx, paper_id, by)
    closed = close_certain(tx, by=by, paper_id=paper_id)
    if isinstance(closed, Refused):
        return closed
    journal.append(
        tx,
        organisation_id=paper.organisation_id,
        by=by,
        verb="paper.restore",
        subject=f"paper:{paper_id}",
        facts={"number": paper.number, "closed": len(closed)},
    )
    return PaperAnnulled(paper_id, paper.number, None, 0, ())


def papers_day(tx: Connection, paper: PaperRow, by: By) -> date:
    """The local day of the paper's organisation."""
    from_there = organisations.by_id(tx, paper.organisation_id)
    assert from_there is not None  # noqa: S101  # a foreign key says so
    return from_there.today(by.at)


def _unapprove(tx: Connection, paper_id: int) -> list[int]:
    """Plans approved by the paper are approved by nothing."""
    cleared = paper_rows.plans_approved_by(tx, paper_id)
    for pair_id in cleared:
        plan = plans.get(tx, pair_id)
        if plan is not None:
            plans.approve(tx, plan, on=None, paper_id=None)
    return cleared


def _derive(tx: Connection, paper_id: int, by: By) -> None:
    for pair_id in papers.pairs_of(tx, paper_id):
        derive_pair(tx, pair_id, at=by.at)


def _refused(reason: Words, mend: Words) -> Refused:
    return Refused((Reason("paper", reason, mend),))
