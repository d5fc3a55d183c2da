"""Rows that measure prove themselves: a figure that is reached closes them, a figure that falls back opens them again.

What a person closed, by evidence or by a paper, stays closed whatever the figures say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.indicators.share import told_against
from storage import evidence, figures, journal
from workflows.complete_item import Proof, close_obligation
from workflows.derive_obligations import derive_pair, derive_roadmap
from workflows.figures_at_hand import MeasuredRow
from workflows.item_at_hand import ItemAtHand, ask_again
from workflows.local_life import LocalLife


@dataclass(frozen=True, slots=True)
class Proved:
    """The ids of the obligations that were closed and of those that are open again."""

    closed: tuple[int, ...] = ()
    reopened: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.closed or self.reopened)


def prove_rows(tx: Connection, life: LocalLife, rows: Iterable[MeasuredRow], *, at: datetime) -> Proved:
    """Close and open what the figures say, as the clock. The figures must be of this transaction."""
    by = By(at=at, clock=True)
    closed: list[int] = []
    reopened: list[int] = []
    for one in rows:
        if one.reached and one.decided:
            closed += _close(tx, ItemAtHand(one.row, life, None), one, by=by)
        elif one.fallen and one.window.current:
            reopened += _reopen(tx, ItemAtHand(one.row, life, None), one, by=by)
    return Proved(tuple(closed), tuple(reopened))


def words_of(one: MeasuredRow) -> str:
    """«92 % ≥ 90 %: 46 из 50»; several thresholds behind one another."""
    return "; ".join(told_against(each.share, each.threshold) for each in one.readings)


def _close(tx: Connection, item: ItemAtHand, one: MeasuredRow, *, by: By) -> list[int]:
    standing = [each for each in one.window.owed if each.status in ("open", "needs_date")]
    proof = Proof("figure", words_of(one), sha256=_seal(one))
    for each in standing:
        close_obligation(tx, item, each, by=by, proof=proof, verb="roadmap.prove")
    return [each.id for each in standing]


def _reopen(tx: Connection, item: ItemAtHand, one: MeasuredRow, *, by: By) -> list[int]:
    today = item.life.today(by.at)
    standing = [each for each in one.window.owed if each.status == "done" and each.figures and _asked(each, today)]
    if not standing:
        return []
    ids = [each.id for each in standing]
    for evidence_id in figures.figure_evidence(tx, ids):
        evidence.withdraw(tx, evidence_id)
    reason = words_of(one)
    for each in standing:
        journal.append(
            tx,
            organisation_id=item.row.organisation_id,
            by=by,
            verb="roadmap.fall-back",
            subject=item.subject,
            facts={"obligation": each.id, "occurrence": each.occurrence, "figure": reason},
        )
    _derive(tx, item, standing, at=by.at)
    figures.explain(tx, ids, f"показатель снизился: {reason}")
    ask_again(tx, item, by=by)
    return ids


def _asked(owed: Row[Any], today: date) -> bool:
    """The look of a quarter that is over is asked for no more: it keeps the figure of its time."""
    return owed.ladder != "review" or owed.due_on is None or bool(owed.due_on >= today)


def _seal(one: MeasuredRow) -> str:
    """By what the figure was computed: the measures as they are declared now."""
    return sha256("\n".join(repr(each.measure) for each in one.readings).encode()).hexdigest()


def _derive(tx: Connection, item: ItemAtHand, standing: Sequence[Row[Any]], *, at: datetime) -> None:
    if any(each.pair_id is None for each in standing):
        derive_roadmap(tx, item.row.roadmap_id, at=at)
        return
    for pair_id in sorted({each.pair_id for each in standing}):
        derive_pair(tx, pair_id, at=at)
