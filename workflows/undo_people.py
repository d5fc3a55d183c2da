"""A loaded file of people is taken back within a day: who came with it goes, who was changed is as before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, people_bulk, people_imports
from storage.people_imports import PeopleImportRow
from workflows.people_import_at_hand import take_people_import

UNDOABLE_FOR = timedelta(hours=24)
_DATES = ("born", "hired", "entered_on")


@dataclass(frozen=True, slots=True)
class PeopleUndone:
    """`removed`: people who came with the file; `restored`: people whom it had changed."""

    import_id: int
    removed: int
    restored: int


def undo_people(tx: Connection, *, by: By, import_id: int) -> PeopleUndone | Refused:
    """Refused after a day, and when somebody of the file has been worked with since: a pair, a letter, a change."""
    hand = take_people_import(tx, by=by, import_id=import_id)
    if hand.refused is not None:
        return hand.refused
    row = hand.row
    made = [one for one in row.made if "person" in one]
    if (no := _against(tx, row, made, by)) is not None:
        return no
    new = [one["person"] for one in made if one.get("new")]
    people_bulk.delete_consents(tx, [one["consent"] for one in made if "consent" in one])
    people_bulk.delete_grants(tx, [one["grant"] for one in made if "grant" in one])
    people_bulk.delete_people(tx, new)
    changed = [one for one in made if "version" in one]
    _restore(tx, changed)
    people_imports.change(tx, row, state="undone", made=[])
    counts = {"removed": len(new), "restored": len(changed)}
    for place_id in _lines(row):
        journal.append(
            tx,
            organisation_id=place_id,
            by=by,
            verb="people.import-undo",
            subject=f"people-import:{import_id}",
            facts=counts if place_id == hand.place.id else {},
        )
    return PeopleUndone(import_id, **counts)


def _lines(row: PeopleImportRow) -> dict[int, int]:
    """Where the loading stands in the journals, by organisation."""
    found: Mapping[str, int] = next((one["lines"] for one in row.made if "lines" in one), {})
    return {int(place_id): seq for place_id, seq in found.items()}


def _against(tx: Connection, row: PeopleImportRow, made: Sequence[Mapping[str, Any]], by: By) -> Refused | None:
    if row.state != "loaded" or row.loaded_at is None:
        return _refused("import", "Этот файл не загружен", "This file is not loaded")
    if by.at - row.loaded_at > UNDOABLE_FOR:
        return _refused("time", "Отменить загрузку можно в течение суток", "A loading can be undone within a day")
    mine = {one["person"] for one in made}
    later = people_imports.loaded_after(tx, row)
    if any(one.organisation_id == row.organisation_id or one.people & mine for one in later):
        return _refused("newer", "После этого файла загружен другой", "Another file was loaded since")
    touched = _touched(tx, row, made)
    if not touched:
        return None
    numbers = ", ".join(str(one) for one in sorted(touched)[:10])
    return _refused(
        "people",
        f"С участниками из файла уже работали ({len(touched)}): номера {numbers}",
        f"People of the file have been worked with since ({len(touched)}): ids {numbers}",
    )


def _touched(tx: Connection, row: PeopleImportRow, made: Sequence[Mapping[str, Any]]) -> set[int]:
    """People of the file whom anything else refers to, or who were changed since."""
    everybody = {one["person"] for one in made} | {one["for"] for one in made if "for" in one}
    new = {one["person"] for one in made if one.get("new")}
    ours = {
        "consent": {one["consent"] for one in made if "consent" in one},
        "role_grant": {one["grant"] for one in made if "grant" in one},
        "profile": new,
    }
    touched = people_bulk.leaned_on(tx, new, but=ours)
    for place_id, seq in _lines(row).items():
        touched |= people_bulk.touched_since(tx, place_id, seq) & everybody
    expected = {one["person"]: one["version"] for one in made if "version" in one}
    now = people_bulk.versions(tx, expected)
    return touched | {person for person, version in expected.items() if now.get(person) != version}


def _restore(tx: Connection, changed: Sequence[Mapping[str, Any]]) -> None:
    people_bulk.change_people(
        tx, [(one["person"], one["version"], _read(one["before"])) for one in changed if one.get("before")]
    )
    people_bulk.delete_profiles(tx, [one["person"] for one in changed if "profile" in one and one["profile"] is None])
    people_bulk.change_profiles(tx, [(one["person"], _read(one["profile"])) for one in changed if one.get("profile")])


def _read(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in _DATES and value is not None else value
        for name, value in values.items()
    }


def _refused(need: str, ru: str, en: str) -> Refused:
    mend = Words("Исправьте участников на их страницах", "Correct the people on their pages")
    return Refused((Reason(need, Words(ru, en), mend),))
