"""Proposes the pairs of a whole programme: nothing is formed, it is looked at first."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.matching import Solver, propose
from engine.refusals import Refused
from storage import journal, match_proposals
from workflows.access import forbidden
from workflows.find_programme import find_programme
from workflows.match_at_hand import written
from workflows.match_pool import gather
from workflows.match_solver import SOLVER


@dataclass(frozen=True, slots=True)
class PairsProposed:
    """`pairs` proposed, `mentees` in them, `left` mentees without a mentor. `solver`: best | greedy."""

    id: int
    programme_id: int
    pairs: int
    mentees: int
    left: int
    solver: str


def propose_pairs(tx: Connection, *, by: By, programme_id: int, solver: Solver = SOLVER) -> PairsProposed | Refused:
    """A new proposal for everybody who waits; earlier proposals of the programme can no longer be taken."""
    programme = find_programme(tx, by=by, programme_id=programme_id)
    if (no := forbidden(tx, by, "match.propose", programme.organisation_id)) is not None:
        return no
    gathered = gather(tx, programme, at=by.at)
    made = propose(gathered.pool, solver)
    proposal_id = match_proposals.add(
        tx, programme_id=programme.id, found=written(made, gathered.pool.print()), at=by.at, actor_id=by.person_id
    )
    left = len(gathered.pool.mentees) - made.count
    journal.append(
        tx,
        organisation_id=programme.organisation_id,
        by=by,
        verb="match.propose",
        subject=f"match:{proposal_id}",
        facts={
            "programme": programme.id,
            "pairs": len(made.pairs),
            "mentees": made.count,
            "left": left,
            "solver": made.solver,
        },
    )
    return PairsProposed(proposal_id, programme.id, len(made.pairs), made.count, left, made.solver)
