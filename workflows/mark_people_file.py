"""A checked file goes back to its sender: the same cells, the faulty ones red, each with what to do."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from documents.people_workbook import Marked, marked_workbook
from engine.actors import By
from engine.people_reading.sheets import Headed
from engine.refusals import Refused
from engine.words import Language
from workflows.people_import_at_hand import not_checked, planned, take_people_import
from workflows.plan_people import RowPlan


def mark_people_file(tx: Connection, *, by: By, import_id: int, language: Language = "ru") -> bytes | Refused:
    """The workbook. Refused once the file is loaded or dropped: its words are gone."""
    hand = take_people_import(tx, by=by, import_id=import_id)
    if (no := hand.refused or not_checked(hand.row)) is not None:
        return no
    sheets = [Headed.from_document(one["sheet"]) for one in hand.row.told if "sheet" in one]
    rows: dict[int, list[tuple[int, dict[int, str]]]] = {}
    for one in hand.row.told:
        if "row" in one:
            cells = {int(column): text for column, text in one["cells"].items()}
            rows.setdefault(one["at"], []).append((one["row"], cells))
    plans = planned(tx, hand, by=by)
    return marked_workbook(sheets, rows, _marks(plans, language), language=language)


def _marks(plans: Sequence[RowPlan], language: Language) -> Iterator[Marked]:
    for plan in plans:
        for fault in plan.faults:
            yield Marked(plan.sheet, plan.row, fault.column, fault.words.in_(language))
        if plan.action == "decide":
            names = ", ".join(one.name for one in plan.alike)
            said = f"Похоже на: {names}" if language == "ru" else f"Looks like: {names}"
            yield Marked(plan.sheet, plan.row, None, said)
