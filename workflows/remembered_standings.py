"""What the pairs of an organisation stand on, remembered while nothing is decided.

Every change of a fact leaves a line in a journal, and the seal of a chain's last line tells its whole history. So while
the pairs are the same, the local day is, and so are the ends of the chains, the facts cannot be others. What no journal
tells of (due days, agreed meetings) is not remembered.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from engine.calendar import WorkCalendar
from storage.board import BoardPair
from storage.journal_heads import Heads, concerned, heads

T = TypeVar("T")
_MOST = 64  # organisations whose boards are looked at in the same minutes


@dataclass(frozen=True, slots=True)
class Ground:
    """What is asked of one organisation. `named` because a standing says names or roles."""

    organisation_id: int
    named: bool
    found: Sequence[BoardPair]
    today: date
    calendar: WorkCalendar


@dataclass(frozen=True, slots=True)
class _Kept(Generic[T]):
    ground: Ground
    organisations: frozenset[int]
    heads: Heads
    value: T


class WhileUndecided(Generic[T]):
    """The last answer of each organisation, the least wanted ones are dropped."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._of: WeakKeyDictionary[Engine, OrderedDict[tuple[int, bool], _Kept[T]]] = WeakKeyDictionary()

    def get(self, tx: Connection, ground: Ground, work_out: Callable[[], T]) -> T:
        """The remembered answer as long as it holds, else a new one."""
        key = (ground.organisation_id, ground.named)
        with self._lock:
            kept = self._of.setdefault(tx.engine, OrderedDict()).get(key)
        if kept is not None and kept.ground == ground and kept.heads == heads(tx, kept.organisations):
            return kept.value
        places = concerned(tx, ground.organisation_id, [one.pair.id for one in ground.found])
        # Read before the facts: what is decided meanwhile makes the answer old, never the old answer new.
        ends = heads(tx, places)
        value = work_out()
        with self._lock:
            of = self._of.setdefault(tx.engine, OrderedDict())
            of[key] = _Kept(ground, places, ends, value)
            of.move_to_end(key)
            while len(of) > _MOST:
                of.popitem(last=False)
        return value
