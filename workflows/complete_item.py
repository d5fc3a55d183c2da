"""A roadmap row is done: evidence closes its obligation."""

from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import evidence, journal, obligations, organisations, papers, reminders, roadmaps
from storage.surroundings import line_of
from workflows.access import unknown
from workflows.derive_obligations import derive_task
from workflows.item_at_hand import ItemAtHand, meant_obligations, take_item
from workflows.plain_text import plain_text

_SHORTEST_REASON = 3
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that the row is done. `reference`: the stored file's name, a link, the id of a paper, an event or a
    report, a figure, or the reason why it is done without any of them.

    `sha256` is the file's; of a figure that was computed, its measures': a figure without it was given by a person.
    """

    kind: Literal["file", "link", "paper", "figure", "event", "report", "reason"]
    reference: str
    sha256: str = ""
    paper_id: int | None = None


@dataclass(frozen=True, slots=True)
class Completed:
    obligation_id: int
    occurrence: str
    evidence_id: int


def complete_item(
    tx: Connection, *, by: By, item_id: int, proof: Proof, occurrence: str | None = None, pair_id: int | None = None
) -> Completed | Refused:
    """Close one obligation of a row with its evidence; reminders not yet sent are cancelled. What a figure has closed
    may be given evidence as well: then it stays closed whatever the figure does.

    Raises BadInput when it is not clear which of several open dates is meant, or nothing is open.
    """
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.complete")
    if item.refused is not None:
        return item.refused
    _check_paper(tx, item, proof)
    [one] = meant_obligations(tx, item, occurrence=occurrence, pair_id=pair_id, proving=True)
    return close_obligation(tx, item, one, by=by, proof=proof, verb="roadmap.complete")


def close_obligation(tx: Connection, item: ItemAtHand, one: Row[Any], *, by: By, proof: Proof, verb: str) -> Completed:
    """Close one open obligation of a row that is at hand; `verb` is what the journal calls it."""
    evidence_id = evidence.add(
        tx,
        obligation_id=one.id,
        kind=proof.kind,
        reference=proof.reference,
        sha256=proof.sha256,
        paper_id=proof.paper_id,
        at=by.at,
    )
    # What a figure closed in time was done in time, whenever its paper comes.
    obligations.close(tx, [one.id], status="done", at=one.done_at or by.at, reason="")
    reminders.cancel_unsent(tx, [one.id], reason="выполнено")
    _answer_questions(tx, item, by=by)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb=verb,
        subject=item.subject,
        facts={"obligation": one.id, "occurrence": one.occurrence, "evidence": proof.kind, "sha256": proof.sha256},
        words={"reference": proof.reference},
    )
    return Completed(one.id, one.occurrence, evidence_id)


def reason_proof(reason: str, *, field: str) -> Proof:
    """Done without a paper or a figure: somebody says why. Raises BadInput for a reason that says nothing."""
    told = plain_text(reason, field, longest=_LONGEST_REASON)
    if len(told) < _SHORTEST_REASON:
        raise BadInput(field, f"{field}: напишите причину", f"{field}: write a reason")
    return Proof("reason", told)


def _check_paper(tx: Connection, item: ItemAtHand, proof: Proof) -> None:
    """A row is proved by papers of its own organisation or of those above it, whatever else the actor may see."""
    if proof.paper_id is None:
        return
    paper = papers.get(tx, proof.paper_id)
    owner = None if paper is None else organisations.by_id(tx, paper.organisation_id)
    if owner is None or owner.path not in line_of(item.life.path):
        raise unknown("paper", proof.paper_id)


def _answer_questions(tx: Connection, item: ItemAtHand, *, by: By) -> None:
    """A row with nothing left to do needs neither a date nor a responsible."""
    if obligations.open_of_item(tx, item.row.id):
        return
    for task in roadmaps.open_tasks(tx, [item.row.id]):
        roadmaps.finish_task(tx, task.id, on=item.life.today(by.at))
        derive_task(tx, task.id, at=by.at)
