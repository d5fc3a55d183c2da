"""A row marked as done by mistake is open again within a day: its evidence is withdrawn, the journal keeps both."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import evidence, item_sheet, journal
from workflows.access import unknown
from workflows.derive_obligations import derive_pair, derive_roadmap
from workflows.item_at_hand import ask_again, take_item

UNDOABLE_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Reopened:
    item_id: int
    obligation_id: int


def reopen_item(tx: Connection, *, by: By, evidence_id: int) -> Reopened | Refused:
    """Withdraw a piece of evidence; without any other its obligation is owed again, with its revision and ledger.

    The kept file stays where it is: another piece may be the same file. Refused after a day. Raises BadInput when
    there is no such evidence the actor may know of.
    """
    found = item_sheet.one_evidence(tx, evidence_id)
    if found is None:
        raise unknown("evidence", evidence_id)
    item = take_item(tx, by=by, item_id=found.item_id, verb="roadmap.complete")
    if item.refused is not None:
        return item.refused
    if by.at - found.at > UNDOABLE_FOR:
        return Refused(
            (
                Reason(
                    "time",
                    Words("Отменить можно в течение суток", "It can be undone within a day"),
                    Words("Внесите новое подтверждение", "Give new evidence"),
                ),
            )
        )
    evidence.withdraw(tx, evidence_id)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="roadmap.reopen",
        subject=item.subject,
        facts={"obligation": found.obligation_id, "evidence": found.kind, "sha256": found.sha256},
        words={"reference": found.reference},
    )
    if found.pair_id is None:
        derive_roadmap(tx, item.row.roadmap_id, at=by.at)
    else:
        derive_pair(tx, found.pair_id, at=by.at)
    ask_again(tx, item, by=by)
    return Reopened(found.item_id, found.obligation_id)
