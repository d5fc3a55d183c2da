"""Takes back what was taken of a proposal: the pairs end as never started, the proposal stands as before."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import journal, match_proposals, pairs
from workflows.end_pair import end_pair
from workflows.match_at_hand import MatchAtHand, take_match
from workflows.match_pool import gather

_UNDOABLE_FOR = timedelta(hours=24)
_REASON = "Отменено сразу после подбора"


@dataclass(frozen=True, slots=True)
class PairsReturned:
    id: int
    programme_id: int
    pairs: tuple[int, ...]


def return_pairs(
    tx: Connection, *, by: By, proposal_id: int, pair_ids: Collection[int] = ()
) -> PairsReturned | Refused:
    """`pair_ids` empty: every pair taken of it. Refused for pairs older than a day or that have moved on since."""
    hand = take_match(tx, by=by, proposal_id=proposal_id, verb="match.take")
    if isinstance(hand, Refused):
        return hand
    taken = {one["pair"] for one in hand.row.taken}
    wanted = sorted(set(pair_ids) or taken)
    if not wanted or not taken.issuperset(wanted):
        raise BadInput("--pair", "Этих пар в предложении нет", "The proposal has no such pairs")
    if faults := [reason for pair_id in wanted for reason in _too_late(tx, by, pair_id)]:
        return Refused(tuple(faults))
    fresh = gather(tx, hand.programme, at=by.at).pool.print() == hand.row.found["print"]
    for pair_id in wanted:
        ended = end_pair(tx, by=by, pair_id=pair_id, outcome="never_started", reason=_REASON)
        if isinstance(ended, Refused):
            return ended
    _store(tx, by, hand, wanted, fresh=fresh)
    return PairsReturned(proposal_id, hand.programme.id, tuple(wanted))


def _too_late(tx: Connection, by: By, pair_id: int) -> list[Reason]:
    pair, first = pairs.get(tx, pair_id), journal.history(tx, pair_id)[0]
    assert pair is not None  # noqa: S101  # the proposal names it
    if pair.pair_seq == 1 and by.at - first.at <= _UNDOABLE_FOR:
        return []
    return [
        Reason(
            "undo",
            Words(
                f"Пара № {pair.number} уже пошла дальше или сформирована больше суток назад",
                f"Pair No. {pair.number} has moved on, or was formed more than a day ago",
            ),
            Words("Завершите её на странице пары", "End it on its own page"),
        )
    ]


def _store(tx: Connection, by: By, hand: MatchAtHand, pair_ids: list[int], *, fresh: bool) -> None:
    newest = match_proposals.newest(tx, hand.programme.id)
    superseded = newest is not None and newest.id != hand.row.id
    found = hand.row.found
    if fresh:
        found = {**found, "print": gather(tx, hand.programme, at=by.at).pool.print()}
    match_proposals.change(
        tx,
        hand.row,
        found=found,
        taken=[one for one in hand.row.taken if one["pair"] not in pair_ids],
        state="stale" if superseded else "proposed",
    )
    journal.append(
        tx,
        organisation_id=hand.programme.organisation_id,
        by=by,
        verb="match.return",
        subject=hand.subject,
        facts={"pairs": pair_ids},
    )
