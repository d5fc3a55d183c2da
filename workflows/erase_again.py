"""After a backup was restored: whoever was erased since it was made is erased again."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import leaving
from storage.database import Database
from workflows.erase_person import erase_person


@dataclass(frozen=True, slots=True)
class ErasedAgain:
    """`left`: ids whose erasing is refused now, since they stand in live pairs or answer for rows of that time."""

    done: tuple[int, ...]
    left: tuple[int, ...]


def erase_again(database: Database, *, by: By, seal: str, person_ids: Sequence[int]) -> ErasedAgain:
    """Each in a transaction of its own. Nothing is done in a database with another past: `seal` says which one it was,
    and the same numbers mean other people there.
    """
    with database.read() as tx:
        known, gone = leaving.erased(tx)
    if not seal or known != seal:
        return ErasedAgain((), ())
    done: list[int] = []
    left: list[int] = []
    for person_id in person_ids:
        if person_id in gone:
            continue
        try:
            with database.write() as tx:
                outcome = erase_person(tx, by=by, person_id=person_id)
        except BadInput:  # somebody added after the backup: not there
            continue
        (left if isinstance(outcome, Refused) else done).append(person_id)
    return ErasedAgain(tuple(done), tuple(left))
