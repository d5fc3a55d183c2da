"""The acts of erasures that somebody may see, with their extracts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from storage import leaving, organisations
from storage.erasing import Struck
from workflows.access import sees


@dataclass(frozen=True, slots=True)
class Act:
    """`struck`: table, how, rows. `files`: how many files went. After `keep_until` the act may be destroyed, too."""

    id: int
    organisation: str
    reference: str
    ground: str
    on: date
    keep_until: date
    struck: tuple[Struck, ...]
    files: int


def list_acts(tx: Connection, *, by: By) -> list[Act]:
    """Newest first; only of organisations the actor sees."""
    found: list[Act] = []
    for row in leaving.acts(tx):
        place = organisations.by_id(tx, row["organisation_id"])
        if place is None or not sees(tx, by, place.id):
            continue
        lines = [each for each in row["extract"] if "table" in each]
        found.append(
            Act(
                row["id"],
                place.name,
                row["reference"],
                row["ground"],
                row["on"],
                row["keep_until"],
                tuple(Struck(each["table"], each["how"], each["rows"]) for each in lines),
                len(row["extract"]) - len(lines),
            )
        )
    return found
