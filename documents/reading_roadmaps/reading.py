"""A file of a roadmap → its lines and tables: whatever it is, whoever sent it, this process stays alive.

The parsing itself happens in `documents.reading_roadmaps.child`, a process of its own with little memory and time.
"""

import logging

from documents.parsing_child import Busy, Progress, TookTooLong, answer_of
from documents.reading_roadmaps import limits, sentences
from engine.refusals import BadInput
from engine.source import Source

_log = logging.getLogger(__name__)


def read_file(data: bytes, *, progress: Progress | None = None) -> Source:
    """The file as lines and tables; its kind is told by its content.

    `progress(done, total)` is called now and then from this thread; what is counted depends on the kind.
    Raises BadInput (field `file`) with one sentence for everything that cannot be read.
    """
    if not data:
        raise sentences.empty()
    if len(data) > limits.PACKED:
        raise sentences.too_large(limits.PACKED // limits.MEGABYTE)
    try:
        answer = answer_of("documents.reading_roadmaps.child", data, progress=progress)
    except Busy:
        raise sentences.busy() from None
    except TookTooLong:
        raise sentences.too_long() from None
    if answer is None:
        raise sentences.broken()
    if "refused" in answer:
        if answer.get("fault"):
            _log.info("roadmap file not read", extra={"fault": answer["fault"]})
        raise BadInput(sentences.FIELD, answer["refused"]["ru"], answer["refused"]["en"])
    return Source.from_document(answer["source"])
