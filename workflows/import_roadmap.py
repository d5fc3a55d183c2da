"""A file becomes a live roadmap at once, without a review: what is unclear becomes questions to the curator."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import Past
from engine.periods import Period
from engine.refusals import Refused
from engine.roadmap_mending import Mended
from workflows.accept_import import Accepted, accept_import
from workflows.lint_roadmap import Linted, lint_review
from workflows.mend_import import HeadMending, mend_import
from workflows.roadmap_changes import RoadmapDifference, roadmap_changes
from workflows.roadmap_import_at_hand import take_import
from workflows.start_import import FileRead, start_import


@dataclass(frozen=True, slots=True)
class Imported:
    """What came into force with the review it came from and what the linter says of it.

    `difference` when it corrected a live roadmap.
    """

    accepted: Accepted
    review: Mended
    difference: RoadmapDifference | None
    findings: tuple[Linted, ...] = ()


def import_roadmap(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    found: FileRead,
    past: Past = "open",
    into: int | None = None,
    period: Period | None = None,
) -> Imported | Refused:
    """Start, date and accept an import in one go; `period` when the file says none or another one is meant.

    Raises BadInput as those do.
    """
    started = start_import(tx, by=by, organisation_id=organisation_id, found=found, into=into)
    if isinstance(started, Refused):
        return started
    if period is not None:
        mended = mend_import(tx, by=by, import_id=started.import_id, mending=HeadMending(period=period))
        if isinstance(mended, Refused):
            return mended
    at_hand = take_import(tx, by=by, import_id=started.import_id, verb="roadmap.import")
    dated = at_hand.review.period is not None
    difference = roadmap_changes(tx, at_hand) if into is not None and dated else None
    accepted = accept_import(tx, by=by, import_id=started.import_id, past=past)
    if isinstance(accepted, Refused):
        return accepted
    return Imported(accepted, at_hand.review, difference, lint_review(at_hand.review, organisation=at_hand.school))
