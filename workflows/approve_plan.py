"""Approves the individual plan of a pair by a registered paper."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import papers, plans
from storage.papers import PaperRow
from workflows.access import unknown
from workflows.carry_out_move import refused
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_record

PURPOSE = "plan-approval"


@dataclass(frozen=True, slots=True)
class PlanApproved:
    """`id` is the pair's; approved by the day of the paper."""

    id: int
    approved_on: date
    paper_id: int


def approve_plan(tx: Connection, *, by: By, pair_id: int, paper_id: int) -> PlanApproved | Refused:
    """The paper must be of the purpose `plan-approval` and name the pair, or no pair and so all of the organisation."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("plan.approve")) is not None:
        return no
    paper = _paper(tx, hand, paper_id)
    plan = plans.get(tx, pair_id)
    if plan is None or not plans.items(tx, pair_id):
        return refused(
            "plan_items",
            "У пары ещё нет плана",
            "The pair has no plan yet",
            mend_ru="Составьте план: nastavnik plan set",
            mend_en="Write the plan: nastavnik plan set",
        )
    plans.approve(tx, plan, on=paper.dated, paper_id=paper.id)
    write_record(tx, by=by, pair=hand.pair, verb="plan.approve", facts={"paper": paper.id, "approved_on": paper.dated})
    derive_pair(tx, pair_id, at=by.at)
    return PlanApproved(pair_id, paper.dated, paper.id)


def _paper(tx: Connection, hand: PairAtHand, paper_id: int) -> PaperRow:
    paper = papers.get(tx, paper_id)
    if paper is None or paper.organisation_id != hand.pair.organisation_id:
        raise unknown("--paper", paper_id)
    if paper.purpose != PURPOSE or not papers.is_about(tx, paper_id, hand.pair.id):
        needed = f"(--purpose {PURPOSE}, --pair {hand.pair.id})"
        raise BadInput(
            "--paper",
            f"--paper: документ {paper_id} не об утверждении плана этой пары {needed}",
            f"--paper: paper {paper_id} does not approve the plan of this pair {needed}",
        )
    return paper
