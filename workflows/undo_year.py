"""The turn of a school year is undone within a day, as long as nobody has built on it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, publications, roadmaps
from storage.journal import Line
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.derive_obligations import derive_roadmap, derive_task
from workflows.local_life import local_life
from workflows.prolong_pair import unprolong_pair
from workflows.show_year_turn import YEAR_VERBS
from workflows.undo_answer import UNDOABLE_FOR
from workflows.undo_move import undo_move

_ENDED = ("closed", "announced")


@dataclass(frozen=True, slots=True)
class YearUnturned:
    """The new programmes stay, empty: nothing is deleted."""

    pairs: int
    rows: int
    programmes: tuple[int, ...]


def undo_year(tx: Connection, *, by: By, organisation: OrganisationRow) -> YearUnturned | Refused:
    """Pairs go back to their programme and stage, carried rows to the old roadmap; the new roadmap is dropped.

    Refused after a day, when a pair has moved since, or when a row of the new roadmap is proved.
    """
    if (no := forbidden(tx, by, "year.turn", organisation.id)) is not None:
        return no
    last = journal.entries(tx, organisation.id, verbs=YEAR_VERBS, limit=1)
    if not last or last[0].verb != "year.turn" or by.at - last[0].at > UNDOABLE_FOR:
        return _refused(
            Words("Отменять нечего: год не начинали или прошли сутки", "There is nothing to undo any more"),
            Words("Меняйте пары и пункты по одному", "Change pairs and rows one by one"),
        )
    done = last[0].facts
    made = [int(new) for old, new in done["roadmaps"].items() if int(old) != int(new)]
    fresh = [one.row.id for roadmap_id in made for one in roadmaps.live_items(tx, roadmap_id)]
    ended = [int(one) for name in _ENDED for one in done[name]]
    lines = {int(one): journal.history(tx, int(one))[-1] for one in (*done["prolonged"], *ended)}
    if (no := _built_on(tx, last[0], lines, fresh)) is not None:
        return no
    for pair_id in done["prolonged"]:
        unprolong_pair(tx, by=by, pair_id=int(pair_id), line=lines[int(pair_id)])
    for pair_id in ended:
        undone = undo_move(tx, by=by, pair_id=pair_id)
        if isinstance(undone, Refused):
            return undone
    _drop(tx, by, organisation, made, fresh)
    _bring_back(tx, by, done["carried"])
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb="year.unturn",
        subject=f"organisation:{organisation.id}",
        facts={"roadmaps": made, "pairs": sorted(lines)},
    )
    return YearUnturned(len(lines), len(fresh), tuple(int(new) for new in done["programmes"].values()))


def _built_on(tx: Connection, turn: Line, lines: dict[int, Line], fresh: list[int]) -> Refused | None:
    moved = [pair_id for pair_id, line in lines.items() if line.at > turn.at]
    if moved or publications.proved(tx, fresh) or publications.lower_rows(tx, fresh):
        return _refused(
            Words(
                "В новом году уже работали: пары двигались или по пунктам есть подтверждения",
                "The new year is at work: pairs have moved or rows are proved",
            ),
            Words("Меняйте пары и пункты по одному", "Change pairs and rows one by one"),
        )
    return None


def _drop(tx: Connection, by: By, organisation: OrganisationRow, made: list[int], fresh: list[int]) -> None:
    today = local_life(tx, organisation.id).today(by.at)
    for task in roadmaps.open_tasks(tx, fresh):
        roadmaps.finish_task(tx, task.id, on=today)
        derive_task(tx, task.id, at=by.at)
    publications.drop(tx, fresh, on=today)
    for roadmap_id in made:
        derive_roadmap(tx, roadmap_id, at=by.at)
        publications.drop_roadmap(tx, roadmap_id, on=today)


def _bring_back(tx: Connection, by: By, carried: dict[str, str | None]) -> None:
    """What was carried over is owed in the old roadmap again."""
    found = publications.rows_of(tx, [int(one) for one in carried])
    for row in found.values():
        roadmaps.change_item(tx, row, adoption=carried[str(row.id)])
    for roadmap_id in sorted({row.roadmap_id for row in found.values()}):
        derive_roadmap(tx, roadmap_id, at=by.at)


def _refused(reason: Words, mend: Words) -> Refused:
    return Refused((Reason("undo", reason, mend),))
