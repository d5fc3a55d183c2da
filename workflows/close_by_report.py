"""A mentor's report given in words closes the row of the roadmap that waits for his report, as its paper would."""

from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.paper_closing import Expecting, fit
from engine.refusals import Refused
from storage import evidence, journal, memberships, paper_rows
from storage.pairs import PairRow
from workflows.complete_item import Completed, Proof, complete_item
from workflows.derive_obligations import derive_roadmap
from workflows.item_at_hand import ask_again, take_item

_FAR = 10_000  # days: a row without any date comes last


def close_by_report(
    tx: Connection, *, by: By, pair: PairRow, report_id: int, person_id: int, today: date
) -> Completed | None:
    """The open obligation of this pair that certainly waits for its mentor's report, closed; None when none does."""
    mentors = {one.person_id for one in memberships.on_day(tx, pair.id, today) if one.role == "mentor"}
    if person_id not in mentors:
        return None
    waiting = [
        row
        for row in paper_rows.expecting(tx, pair.organisation_id)
        if row.pair_id == pair.id
        and fit("report", "mentoring-report", Expecting(row.key, row.document_kind, row.title, row.result)) == "sure"
    ]
    if len({row.item_id for row in waiting}) != 1:
        return None
    meant = min(waiting, key=lambda row: _FAR if row.due_on is None else abs((row.due_on - today).days))
    done = complete_item(
        tx,
        by=by,
        item_id=meant.item_id,
        proof=Proof("report", str(report_id)),
        occurrence=meant.occurrence,
        pair_id=pair.id,
    )
    return None if isinstance(done, Refused) else done


def point_anew(tx: Connection, before: int, after: int) -> None:
    """What one report has closed is closed by the other: a correction of it, or the one it corrected."""
    evidence.refer_anew(tx, kind="report", before=str(before), after=str(after))


def free_of_report(tx: Connection, *, by: By, report_id: int) -> None:
    """What the report alone has closed is owed again. The pair derives itself afterwards."""
    for row in paper_rows.proved_by_report(tx, str(report_id)):
        evidence.withdraw(tx, row.id)
        item = take_item(tx, by=By(at=by.at), item_id=row.item_id, verb="roadmap.complete")
        journal.append(
            tx,
            organisation_id=row.organisation_id,
            by=by,
            verb="roadmap.reopen",
            subject=item.subject,
            facts={"obligation": row.obligation_id, "evidence": "report", "sha256": ""},
        )
        derive_roadmap(tx, row.roadmap_id, at=by.at)
        ask_again(tx, item, by=by)
