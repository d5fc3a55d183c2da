"""A checked file of people as a page shows it: how many of each kind, the rows with their faults, who looks alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.people_reading.columns import TITLES
from engine.refusals import Refused
from engine.words import Words
from storage.organisations import OrganisationRow
from storage.people_imports import PeopleImportRow
from workflows.people_import_at_hand import PeopleImportAtHand, planned, take_people_import
from workflows.people_there import people_of
from workflows.plan_people import Action, RowPlan, where
from workflows.undo_people import UNDOABLE_FOR

Only = Literal["", "fault", "decide", "add", "change", "same", "skip"]
ONLY: tuple[Only, ...] = get_args(Only)
_MOST_DOUBTS = 30


@dataclass(frozen=True, slots=True)
class AlikePerson:
    """Somebody a row may be: `id` negative = an earlier row of the file. `said`: position and address."""

    id: int
    name: str
    said: str


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """`faults`: the place and the sentence of each; `gated`: titles of what has to wait for a consent. `changes`: what
    would be stored anew about somebody known."""

    plan: RowPlan
    faults: tuple[tuple[Words, Words], ...]
    gated: tuple[Words, ...]
    changes: tuple[Words, ...]
    alike: tuple[AlikePerson, ...]


@dataclass(frozen=True, slots=True)
class PeopleImportSheet:
    """`counts` by action (of a loaded file: what loading did); `gated`: rows that lack only a consent. `doubts` are the
    first rows that wait for a decision; `rows` those of the page; `several`: it fills more than the
    chosen organisation."""

    row: PeopleImportRow
    place: OrganisationRow
    refused: Refused | None
    counts: dict[str, int]
    gated: int
    rows: tuple[ImportedRow, ...]
    doubts: tuple[ImportedRow, ...]
    only: Only
    page: int
    pages: int
    undoable: bool
    several: bool = False
    undo_for: timedelta = UNDOABLE_FOR


def show_people_import(
    tx: Connection, *, by: By, import_id: int, only: Only = "", page: int = 1, most: int = 50
) -> PeopleImportSheet:
    """Raises BadInput when there is none the actor may know of."""
    hand = take_people_import(tx, by=by, import_id=import_id)
    row = hand.row
    if row.state != "checked":
        counts = next((one for one in row.made if "lines" in one), {})
        undoable = row.state == "loaded" and row.loaded_at is not None and by.at - row.loaded_at <= UNDOABLE_FOR
        return PeopleImportSheet(row, hand.place, hand.refused, counts, 0, (), (), only, 1, 1, undoable)
    people = people_of(tx, row.told, hand.place, today=hand.today)
    plans = planned(tx, hand, by=by, people=people)
    wanted = [plan for plan in plans if not only or _is(plan, only)]
    pages = max(1, -(-len(wanted) // most))
    page = min(max(page, 1), pages)
    said = {one.id: f"{one.position} {one.email}".strip() for one in people.stored.values()}
    doubts = [plan for plan in plans if plan.action == "decide"]
    return PeopleImportSheet(
        row,
        hand.place,
        hand.refused,
        dict.fromkeys(get_args(Action), 0) | Counter(plan.action for plan in plans),
        sum(plan.gated and plan.action in ("add", "change", "same") for plan in plans),
        _shown(hand, wanted[(page - 1) * most : page * most], said),
        _shown(hand, doubts[:_MOST_DOUBTS], said),
        only,
        page,
        pages,
        undoable=False,
        several=any(plan.place.id != hand.place.id for plan in plans),
    )


def _is(plan: RowPlan, only: Only) -> bool:
    return bool(plan.faults) if only == "fault" else plan.action == only


def _shown(hand: PeopleImportAtHand, plans: Sequence[RowPlan], said: dict[int, str]) -> tuple[ImportedRow, ...]:
    return tuple(
        ImportedRow(
            plan,
            tuple((where(plan, fault, hand.sheets), fault.words) for fault in plan.faults if not fault.gated),
            tuple(TITLES[fault.field] for fault in plan.faults if fault.gated),
            tuple(TITLES[name] for name in plan.changes),
            tuple(AlikePerson(one.id, one.name, said.get(one.id, one.email)) for one in plan.alike),
        )
        for plan in plans
    )
