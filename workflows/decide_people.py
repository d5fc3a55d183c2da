"""Rows that may be somebody who is there already: the same person, another one, or left out."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import people_imports
from workflows.people_import_at_hand import not_checked, take_people_import

Decision = int | str
"""The id of the person it is; `new`: somebody else; `skip`: leave the row out."""


def decide_people(
    tx: Connection, *, by: By, import_id: int, decisions: Mapping[str, Decision], version: int | None = None
) -> int | Refused:
    """Keep decisions by the key of their row (`sheet:row`). Returns how many were kept.

    Raises BadInput for a row that is not in the file.
    """
    hand = take_people_import(tx, by=by, import_id=import_id)
    if (no := hand.refused or not_checked(hand.row)) is not None:
        return no
    if version is not None and version != hand.row.version:
        raise ChangedMeanwhile(f"people-import:{import_id}")
    known = {f"{one['at']}:{one['row']}" for one in hand.row.told if "row" in one}
    for key, said in decisions.items():
        if key not in known or not (isinstance(said, int) or said in ("new", "skip")):
            raise BadInput("row", f"Строки {key[:20]} в файле нет", f"There is no row {key[:20]} in the file")
    people_imports.change(tx, hand.row, told=decided(hand.row.told, decisions))
    return len(decisions)


def decided(told: list[dict[str, Any]], decisions: Mapping[str, Decision]) -> list[dict[str, Any]]:
    """The rows with their decisions."""
    return [
        {**one, "decision": decisions[key]}
        if "row" in one and (key := f"{one['at']}:{one['row']}") in decisions
        else one
        for one in told
    ]
