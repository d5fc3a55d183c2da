"""The whole database is checked against itself: journal, references, obligations."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, true
from sqlalchemy.exc import OperationalError

from engine.obligations import Changes
from storage import integrity, journal, obligations, organisations
from storage.integrity import OwnerKind
from workflows.derive_obligations import owed_by_pair, owed_by_roadmap, owed_by_survey, owed_by_task

_UNREADABLE = "Could not decode to UTF-8"  # how SQLite's driver says that the bytes of a text are none
_OWED = {"pair": owed_by_pair, "roadmap": owed_by_roadmap, "task": owed_by_task, "survey": owed_by_survey}


@dataclass(frozen=True, slots=True)
class Verified:
    """Faults as one sentence each, empty = sound. `pending` are changes whose consequences ticks still derive:
    no fault, and what they reach is not compared."""

    journal: tuple[str, ...]
    references: tuple[str, ...]
    obligations: tuple[str, ...]
    pending: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not (self.journal or self.references or self.obligations)


def verify_data(tx: Connection, *, at: datetime, advance: Callable[[int], None] = lambda steps: None) -> Verified:
    """Check everything as of an instant; nothing is changed. `advance` is told of each organisation and owner."""
    chains: list[str] = []
    for each in organisations.listing(tx, visible=true()):
        chains += [f"{each.path}: {fault.seq}: {fault.words.ru}" for fault in journal.verify_chain(tx, each.id)]
        advance(1)
    marks = organisations.pending_marks(tx)
    broken = tuple(integrity.broken_references(tx))
    # What is owed is derived along the references: with a broken one there is nothing to compare.
    differences = () if broken else tuple(_differences(tx, [path for _, path, _ in marks], at=at, advance=advance))
    return Verified(
        journal=tuple(chains),
        references=broken,
        obligations=differences,
        pending=tuple(f"{kind} {path} ({made_at:%Y-%m-%d %H:%M} UTC)" for kind, path, made_at in marks),
    )


def size(tx: Connection) -> int:
    """How many steps `verify_data` will take."""
    return len(organisations.listing(tx, visible=true())) + sum(1 for _ in integrity.owners(tx))


def _differences(
    tx: Connection, waiting: Sequence[str], *, at: datetime, advance: Callable[[int], None]
) -> Iterator[str]:
    for kind, owner_id, path in list(integrity.owners(tx)):
        advance(1)
        if any(path == top or path.startswith(f"{top}/") for top in waiting):
            continue
        try:
            changes = _OWED[kind](tx, owner_id, at=at).changes
        except (ValueError, LookupError, AssertionError) as error:  # a day, a stage or a text that is none
            yield f"{path}: {kind}:{owner_id}: запись не читается ({type(error).__name__})"
            continue
        except OperationalError as error:
            if _UNREADABLE not in str(error.orig):
                raise
            yield f"{path}: {kind}:{owner_id}: запись не читается (UTF-8)"
            continue
        # What the next tick is about to settle (a look of a past quarter) is no difference yet.
        settled = obligations.awaiting_look(tx, [one.id for one in changes.vanished], now=at)
        changes = replace(changes, vanished=tuple(one for one in changes.vanished if one.id not in settled))
        if changes:
            yield _told(kind, owner_id, path, changes)


def _told(kind: OwnerKind, owner_id: int, path: str, changes: Changes) -> str:
    counts = (("не выведено", changes.born), ("иначе", changes.moved), ("лишних", changes.vanished))
    listed = ", ".join(f"{word} {len(found)}" for word, found in counts if found)
    return f"{path}: {kind}:{owner_id}: {listed}"
