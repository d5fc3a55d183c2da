"""A file becomes a live roadmap at once, without a review: what is unclear becomes questions to the curator."""

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import Past
from engine.periods import Period
from engine.refusals import Refused
from workflows.accept_import import Accepted, accept_import
from workflows.mend_import import HeadMending, mend_import
from workflows.start_import import FileRead, start_import


def import_roadmap(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    found: FileRead,
    past: Past = "open",
    into: int | None = None,
    period: Period | None = None,
) -> Accepted | Refused:
    """Start, date and accept an import in one go; `period` when the file says none or another one is meant."""
    started = start_import(tx, by=by, organisation_id=organisation_id, found=found, into=into)
    if isinstance(started, Refused):
        return started
    if period is not None:
        mended = mend_import(tx, by=by, import_id=started.import_id, mending=HeadMending(period=period))
        if isinstance(mended, Refused):
            return mended
    return accept_import(tx, by=by, import_id=started.import_id, past=past)
