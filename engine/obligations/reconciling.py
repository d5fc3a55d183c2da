"""What stands against what the data ask for: new, moved, vanished, reopened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.obligations.deriving import Derived

Status = Literal["open", "done", "cancelled", "needs_date"]


@dataclass(frozen=True, slots=True)
class Standing:
    """An obligation as it is stored. `by_data` says that nobody's evidence closed it: the data may reopen it."""

    id: int
    subject_kind: str
    subject_id: int
    occurrence: str
    title: str
    due_on: date | None
    first_due_on: date | None
    starts_on: date | None
    revision: int
    status: Status
    reason: str
    ladder: str
    responsible_role: str | None
    responsible_id: int | None
    held: bool
    by_data: bool

    @property
    def identity(self) -> tuple[str, int, str]:
        return self.subject_kind, self.subject_id, self.occurrence


@dataclass(frozen=True, slots=True)
class Moved:
    """A stored obligation that must change to `to`. `new_revision`: the due day moved, its ladder begins anew."""

    standing: Standing
    to: Derived
    new_revision: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """`born` to insert, `moved` to update, `vanished` to close with a reason. Empty when the store equals the data."""

    born: tuple[Derived, ...]
    moved: tuple[Moved, ...]
    vanished: tuple[Standing, ...]

    def __bool__(self) -> bool:
        return bool(self.born or self.moved or self.vanished)


def reconcile(standing: Iterable[Standing], derived: Iterable[Derived]) -> Changes:
    """Compare by identity. Done by evidence stays done; what the data no longer ask for is closed, never deleted.

    >>> reconcile([], [Derived("item", 1, "1", "Приказ", date(2025, 9, 25))]).born[0].title
    'Приказ'
    """
    stored = {one.identity: one for one in standing}
    born: list[Derived] = []
    moved: list[Moved] = []
    for one in derived:
        old = stored.pop(one.identity, None)
        if old is None:
            born.append(one)
        elif (change := _change(old, one)) is not None:
            moved.append(change)
    vanished = tuple(old for old in stored.values() if old.status in ("open", "needs_date"))
    return Changes(tuple(born), tuple(moved), vanished)


def _change(old: Standing, new: Derived) -> Moved | None:
    if old.status == "done" and not old.by_data:
        return None
    same = (
        old.title == new.title
        and old.due_on == new.due_on
        and old.starts_on == new.starts_on
        and old.status == new.status
        and old.ladder == new.ladder
        and old.responsible_role == new.responsible_role
        and old.responsible_id == new.responsible_id
        and old.held == new.held
    )
    if same:
        return None
    # The first date ever said is a promise, not a move; after it every other day is a new revision.
    new_revision = old.due_on is not None and new.due_on is not None and old.due_on != new.due_on
    return Moved(old, new, new_revision)
