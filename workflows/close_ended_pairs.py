"""Closes the pairs whose announced end has come: the tick's share of ending a pair."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import move_for_outcome
from engine.refusals import Refused
from engine.reminders.ladder import at_local
from storage import pairs
from storage.facts import ending_of
from workflows.carry_out_move import PairMoved, carry_out, decide_move, facts_for
from workflows.pair_at_hand import take_pair

_FURTHEST_EAST = timedelta(hours=14)  # the local day that begins first on Earth
_A_DAY = timedelta(days=1)


def close_ended_pairs(tx: Connection, *, at: datetime) -> list[PairMoved]:
    """Closes each pair by the day announced, once that day has begun where its organisation is.

    A pair whose definition asks for more than the notice waits until that is met; its stage shows it as overdue.
    """
    closed: list[PairMoved] = []
    for organisation_id, timezone in pairs.organisations_with_ends(tx, latest=_latest_day(at)):
        today = at.astimezone(ZoneInfo(timezone)).date()
        for pair_id in pairs.ending_by(tx, organisation_id=organisation_id, today=today):
            moved = _close(tx, pair_id, at=at)
            if isinstance(moved, PairMoved):
                closed.append(moved)
    return closed


def end_may_have_come(ends_on: date | None, *, at: datetime) -> bool:
    """Whether an end announced for a local day may have come somewhere on Earth; None = none is announced."""
    return ends_on is not None and ends_on <= _latest_day(at)


def next_end(tx: Connection, *, after: datetime | None) -> datetime | None:
    """The local midnight at which the next announced end comes; only one later than `after`, the last tick.

    An end that a tick has looked at and left standing waits for somebody, not for the clock.
    """
    since = date.min if after is None else after.date() - _A_DAY
    midnights = (at_local(day, time(), ZoneInfo(zone)) for day, zone in pairs.ends_ahead(tx, since=since))
    return min((one for one in midnights if after is None or one > after), default=None)


def _latest_day(at: datetime) -> date:
    """The furthest local day on Earth at an instant."""
    return (at + _FURTHEST_EAST).date()


def _close(tx: Connection, pair_id: int, *, at: datetime) -> PairMoved | Refused | None:
    by = By(at=at, clock=True)
    hand = take_pair(tx, by=by, pair_id=pair_id)
    ending = ending_of(hand.pair)
    move = move_for_outcome(hand.definition, hand.pair.stage, ending.outcome) if ending else None
    if move is None:
        return None
    decided = decide_move(hand, facts_for(tx, hand, move.needs), move.key)
    if isinstance(decided, Refused):
        return decided
    return carry_out(tx, by=by, hand=hand, moved=decided)
