"""A workbook with people → its sheets as grids of text. The parsing happens in a process of its own with limits."""

import logging

from documents.parsing_child import Busy, Progress, TookTooLong, answer_of
from documents.reading_people import sentences
from documents.reading_roadmaps import limits
from documents.reading_roadmaps import sentences as general
from engine.people_reading.sheets import Grid
from engine.refusals import BadInput

_log = logging.getLogger(__name__)


def read_sheets(data: bytes, *, progress: Progress | None = None) -> tuple[Grid, ...]:
    """Every visible sheet. `progress(done, total)` is called now and then from this thread.

    Raises BadInput (field `file`) with one sentence for everything that cannot be read.
    """
    if not data:
        raise sentences.empty()
    if len(data) > limits.PACKED:
        raise sentences.too_large(limits.PACKED // limits.MEGABYTE)
    try:
        answer = answer_of("documents.reading_people.child", data, progress=progress)
    except Busy:
        raise general.busy() from None
    except TookTooLong:
        raise sentences.too_long() from None
    if answer is None:
        raise general.broken()
    if "refused" in answer:
        if answer.get("fault"):
            _log.info("file of people not read", extra={"fault": answer["fault"]})
        raise BadInput(sentences.FIELD, answer["refused"]["ru"], answer["refused"]["en"])
    return tuple(
        Grid(one["title"], tuple((row, dict(cells)) for row, cells in one["rows"])) for one in answer["sheets"]
    )
