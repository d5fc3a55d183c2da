"""What changed above is taken row by row: whole, the date only, or one's own is kept; dropped rows may be dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, publications, roadmaps
from workflows.access import forbidden, unknown
from workflows.announce import announce_moved_dates
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.local_life import LocalLife, local_life
from workflows.show_changes import ChangedRow, show_changes

Choice = Literal["all", "date", "keep", "drop"]
CHOICES: tuple[Choice, ...] = ("all", "date", "keep", "drop")
KEPT_FOR_UNDO = (
    "number",
    "section",
    "title",
    "deadline_text",
    "deadline_kind",
    "deadline_value",
    "responsible_text",
    "result",
    "document_kind",
    "adoption",
    "upper_version",
    "agreed",
)
_DATE = ("deadline_text", "deadline_kind", "deadline_value")


@dataclass(frozen=True, slots=True)
class ChangesTaken:
    """`kept` rows stay as they were and are not asked about again until the row above changes once more."""

    roadmap_id: int
    taken: int
    kept: int
    dropped: int


def take_changes(tx: Connection, *, by: By, roadmap_id: int, choices: Mapping[int, Choice]) -> ChangesTaken | Refused:
    """Do to each row of the roadmap what was chosen for it, by its id; rows not named go on being offered.

    Raises BadInput for a row nothing is offered about, and for dropping a row that still stands above.
    """
    shown = show_changes(tx, by=by, roadmap_id=roadmap_id)
    organisation_id = shown.roadmap.organisation_id
    if (no := forbidden(tx, by, "roadmap.adopt", organisation_id)) is not None:
        return no
    life = local_life(tx, organisation_id)
    offered = {one.row.id: one for one in shown.rows}
    if strange := sorted(set(choices) - set(offered)):
        raise unknown("row", strange[0])
    before = {str(key): _as_stored(offered[key].row) for key in choices}
    for key, choice in choices.items():
        _take(tx, offered[key], choice, life, by)
    moved = derive_roadmap(tx, roadmap_id, at=by.at)
    announce_moved_dates(tx, moved, organisation_id=organisation_id, at=by.at)
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="roadmap.take",
        subject=f"roadmap:{roadmap_id}",
        facts={"rows": {str(key): choice for key, choice in choices.items()}},
        words={"before": before},
    )
    said = list(choices.values())
    return ChangesTaken(roadmap_id, said.count("all") + said.count("date"), said.count("keep"), said.count("drop"))


def _take(tx: Connection, one: ChangedRow, choice: Choice, life: LocalLife, by: By) -> None:
    upper = one.upper
    agreed: dict[str, Any] = {"upper_version": upper.mark, "agreed": upper.words}
    match choice:
        case "drop" if one.kind == "dropped":
            today: date = life.today(by.at)
            publications.drop(tx, [one.row.id], on=today)
            for task in roadmaps.open_tasks(tx, [one.row.id]):
                roadmaps.finish_task(tx, task.id, on=today)
                derive_task(tx, task.id, at=by.at)
        case "keep":
            roadmaps.change_item(tx, one.row, **agreed)
        case "all" if one.kind == "changed":
            roadmaps.change_item(tx, one.row, **upper.words, **agreed, **_adopted(one.row, "accepted"))
        case "date" if one.kind == "changed":
            dated = {name: upper.words[name] for name in _DATE}
            roadmaps.change_item(tx, one.row, **dated, **agreed, **_adopted(one.row, "adapted"))
        case _:
            raise BadInput(
                f"take_{one.row.id}",
                "Этот выбор здесь не подходит: обновите страницу",
                "This choice does not fit here: reload the page",
            )


def _adopted(row: Row[Any], how: str) -> dict[str, str]:
    """A delegated row stays delegated, whatever its words."""
    return {} if row.adoption == "delegated" else {"adoption": how}


def _as_stored(row: Row[Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in KEPT_FOR_UNDO}
