"""A file of people somebody acts on: where it belongs, whether he may, and what loading it would do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import organisations, people_imports
from storage.organisations import OrganisationRow
from storage.people_imports import PeopleImportRow
from workflows.access import acting, forbidden, sees, unknown
from workflows.people_there import People, people_of
from workflows.plan_people import RowPlan, plan_rows


@dataclass(frozen=True, slots=True)
class PeopleImportAtHand:
    """`refused`: the actor may not. `today` is the local day of the organisation."""

    row: PeopleImportRow
    place: OrganisationRow
    today: date
    refused: Refused | None

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(one["sheet"]["title"] for one in self.row.told if "sheet" in one)


def take_people_import(tx: Connection, *, by: By, import_id: int) -> PeopleImportAtHand:
    """Raises BadInput when there is none the actor may know of."""
    row = people_imports.get(tx, import_id)
    if row is None or not sees(tx, by, row.organisation_id):
        raise unknown("import", import_id)
    place = organisations.by_id(tx, row.organisation_id)
    assert place is not None  # noqa: S101  # the foreign key says so
    return PeopleImportAtHand(row, place, place.today(by.at), forbidden(tx, by, "people.import", place.id))


def planned(
    tx: Connection,
    hand: PeopleImportAtHand,
    *,
    by: By,
    people: People | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Sequence[RowPlan]:
    """The plan of every row as things are now."""
    return plan_rows(
        hand.row.told,
        people or people_of(tx, hand.row.told, hand.place, today=hand.today),
        today=hand.today,
        giver=acting(tx, by, hand.place.id),
        progress=progress,
    )


def not_checked(row: PeopleImportRow) -> Refused | None:
    """The refusal for a file that does not wait to be loaded any more."""
    if row.state == "checked":
        return None
    said = {
        "loaded": Words("Этот файл уже загружен", "This file is loaded already"),
        "dropped": Words("Этот файл убран", "This file was dropped"),
        "undone": Words("Загрузка этого файла отменена", "The loading of this file was undone"),
    }
    mend = Words("Загрузите файл ещё раз", "Upload the file once more")
    return Refused((Reason("import", said.get(row.state, mend), mend),))
