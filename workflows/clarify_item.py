"""What a file left unclear about a row is settled: it stands as it is, the question is answered."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, roadmaps
from workflows.answer_question import answer_question
from workflows.item_at_hand import take_item


@dataclass(frozen=True, slots=True)
class Clarified:
    item_id: int
    questions: int


def clarify_item(tx: Connection, *, by: By, item_id: int) -> Clarified | Refused:
    """Say that a row is right as it stands; doubts of reading it are gone. Its date and its responsible are asked for
    by questions of their own. Raises BadInput when there is no such row the actor may know of.
    """
    item = take_item(tx, by=by, item_id=item_id, verb="roadmap.mend")
    if item.refused is not None:
        return item.refused
    asked = [one for one in item.row.questions if one["field"] not in ("deadline", "responsible")]
    left = [one for one in item.row.questions if one not in asked]
    if asked:
        roadmaps.change_item(tx, item.row, questions=left)
        journal.append(
            tx,
            organisation_id=item.row.organisation_id,
            by=by,
            verb="roadmap.clarify",
            subject=item.subject,
            facts={"fields": [one["field"] for one in asked]},
        )
    answer_question(tx, item, kind="clarify", by=by)
    return Clarified(item_id, len(asked))
