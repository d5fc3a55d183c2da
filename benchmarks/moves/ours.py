"""This product's storage path: its statements on its own tables, with the decision of its engine in between.

It seals the journal line onto the organisation's chain as the product always does: two statements more than the others.
"""

from dataclasses import replace

from benchmarks.moves.definition import definition
from benchmarks.moves.shape import MOVES, NOW, TODAY, pair_id
from engine.actors import OPERATOR, By
from engine.calendar import WorkCalendar
from engine.lifecycle import Facts, Moved, decide
from storage import journal, outbox, pairs
from storage.database import Database
from storage.journal import PairStep

_DEFINITION = definition()
_CALENDAR = WorkCalendar()
_BY = By(at=NOW, person_id=1)


class StorageMover:
    def __init__(self, url: str) -> None:
        self._database = Database(url)

    def move(self, i: int) -> None:
        with self._database.write() as tx:
            pair = pairs.get(tx, pair_id(i))
            assert pair is not None
            move = MOVES[pair.stage][0]
            moved = decide(_DEFINITION, Facts(pair.stage, pair.stage_since), move, OPERATOR, TODAY, _CALENDAR)
            assert isinstance(moved, Moved)
            visits, seq = pair.visits + 1, pair.pair_seq + 1
            pairs.save(
                tx,
                replace(pair, stage=moved.to_stage, stage_since=TODAY, visit=visits, visits=visits, pair_seq=seq),
            )
            journal.append(
                tx,
                organisation_id=pair.organisation_id,
                by=_BY,
                verb="advance",
                subject=pair.subject,
                facts={"visit": visits, "today": "2025-10-01"},
                pair=PairStep(
                    pair_id=pair.id,
                    pair_seq=seq,
                    move=move,
                    from_stage=moved.from_stage,
                    to_stage=moved.to_stage,
                ),
            )
            outbox.enqueue(
                tx,
                key=f"stage-opened/{pair.id}/{i}",
                kind="stage_opened",
                organisation_id=pair.organisation_id,
                recipient_id=1,
                pair_id=pair.id,
                facts={"pair": pair.id, "stage": moved.to_stage},
                at=NOW,
                ready_at=NOW,
            )

    def close(self) -> None:
        self._database.dispose()
