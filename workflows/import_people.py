"""A file of people in one step, for commands and the API: checked, decided, loaded, or nothing stored."""

from collections.abc import Callable, Iterable, Mapping

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from workflows.check_people import check_people
from workflows.decide_people import Decision, decide_people
from workflows.load_people import PeopleLoaded, load_people
from workflows.read_people_file import PeopleFile


def import_people(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    found: PeopleFile,
    good_only: bool = False,
    decisions: Mapping[str, Decision] | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> PeopleLoaded | Refused:
    """Refused with every fault of every row; whoever called rolls everything back then."""
    checked = check_people(tx, by=by, organisation_id=organisation_id, found=found)
    if isinstance(checked, Refused):
        return checked
    if decisions:
        kept = decide_people(tx, by=by, import_id=checked.import_id, decisions=decisions)
        if isinstance(kept, Refused):
            return kept
    return load_people(tx, by=by, import_id=checked.import_id, good_only=good_only, progress=progress)


def read_decisions(said: Iterable[str], field: str) -> dict[str, Decision]:
    """`7=12` (row 7 is person 12), `7=new`, `7=skip`; `2:7=new` for row 7 of the second sheet.

    Raises BadInput of `field`.
    """
    found: dict[str, Decision] = {}
    for one in said:
        place, _, what = one.replace(" ", "").partition("=")
        sheet, _, row = place.rpartition(":")
        what = what.lower()
        good = row.isdigit() and (not sheet or sheet.isdigit()) and (what in ("new", "skip") or what.isdigit())
        if not good or len(one) > 40:
            raise BadInput(
                field,
                f"{field}: «{one[:40]}» не понято, нужно СТРОКА=НОМЕР, СТРОКА=new или СТРОКА=skip",
                f"{field}: “{one[:40]}” is not understood, write ROW=ID, ROW=new or ROW=skip",
            )
        found[f"{int(sheet or 1) - 1}:{int(row)}"] = int(what) if what.isdigit() else what
    return found
