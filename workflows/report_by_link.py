"""A report given on the page behind a letter's link: the newest stands, and it alone can be taken back there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from engine.refusals import Refused
from storage import link_uses, pair_records
from workflows.open_letter_link import OpenLink
from workflows.record_report import ReportWords, record_report
from workflows.withdraw_record import Withdrawn, withdraw_feedback

_EVER = timedelta(days=366)


def report_by_link(
    tx: Connection, opened: OpenLink, *, pair_id: int, words: ReportWords
) -> Mapping[str, Any] | Refused:
    """What taking the report back needs."""
    reader = opened.link.person_id
    made = record_report(tx, by=opened.by, pair_id=pair_id, person_id=reader, words=words)
    if isinstance(made, Refused):
        return made
    if made.replaced is not None:
        for use in link_uses.of_person(tx, reader, subject=opened.link.subject, since=opened.at - _EVER):
            if use.action == "report" and use.answer["report"] == made.replaced:
                link_uses.undo(tx, use.token_hash, at=opened.at)
    return {"report": made.id}


def take_back_report(tx: Connection, opened: OpenLink, report_id: int) -> Withdrawn | Refused | None:
    """None when it counts for nothing already: corrected or taken back elsewhere."""
    if pair_records.feedback(tx, report_id) is None:
        return None
    return withdraw_feedback(tx, by=opened.by, feedback_id=report_id)
