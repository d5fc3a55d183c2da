"""What people told of themselves in questionnaires, in the fields of the registers; the latest word counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.questionnaires import Told, told
from storage.said_by_people import Said
from workflows.published_questionnaires import pinned


@dataclass(slots=True)
class Spoken:
    """`values`: fields of a profile; `ready` to be a mentor, None = never asked, with the day it was said.

    `resources_on`: the day of the latest questionnaire that told competences or a capacity.
    """

    values: dict[str, Any] = field(default_factory=dict[str, Any])
    ready: bool | None = None
    ready_on: date | None = None
    resources_on: date | None = None


def told_by_people(tx: Connection, given: Sequence[Said]) -> dict[int, Spoken]:
    """By person. `given`: the oldest first, so that what was said later replaces it field by field."""
    asked = pinned(tx, {one.definition_id for one in given})
    found: dict[int, Spoken] = {}
    for one in given:
        said = told(asked[one.definition_id], one.answers)
        spoken = found.setdefault(one.person_id, Spoken())
        values = _values(said)
        spoken.values |= values
        if said.ready is not None:
            spoken.ready, spoken.ready_on = said.ready, one.on
        if "competences" in values or "capacity" in values:
            spoken.resources_on = one.on
    return found


def _values(said: Told) -> dict[str, Any]:
    """Only what was told: silence takes nothing away."""
    values: dict[str, Any] = {
        "needs": list(said.needs),
        "competences": list(said.competences),
        "interests": list(said.interests),
        "time_resource": said.time,
        "wished_age": said.wished_age,
        "request": said.request,
        "capacity": said.capacity,
    }
    return {name: value for name, value in values.items() if value not in ("", [], None)}
