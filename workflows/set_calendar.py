"""An organisation says which days it works otherwise than the country."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, organisations
from workflows.access import forbidden

_MOST_DAYS = 4_000  # ten years of every day: more is a mistake


@dataclass(frozen=True, slots=True)
class CalendarSet:
    """How many days the organisation now says itself, and how many of them this call changed."""

    organisation_id: int
    days: int
    changed: int


def set_calendar(
    tx: Connection, *, by: By, organisation_id: int, days: Mapping[date, bool | None]
) -> CalendarSet | Refused:
    """Store days (True = worked) of an organisation and of everything below it that does not say otherwise.

    None takes the organisation's word back. Days that are not named keep their say. A change leaves a mark: ticks move
    what it reaches, by batches.
    Raises BadInput for no day at all.
    """
    refused = forbidden(tx, by, "calendar.change", organisation_id)
    if refused is not None:
        return refused
    if not 0 < len(days) <= _MOST_DAYS:
        raise BadInput("file", f"file: нужно от 1 до {_MOST_DAYS} дней", f"file: 1 to {_MOST_DAYS} days are needed")
    before = organisations.overrides(tx, organisation_id)
    changed = {day: working for day, working in days.items() if before.get(day) is not working}
    left = {day: working for day, working in (before | changed).items() if working is not None}
    if changed:
        organisations.set_overrides(tx, organisation_id, changed)
        organisations.mark(tx, kind="calendar", organisation_id=organisation_id, at=by.at)
        journal.append(
            tx,
            organisation_id=organisation_id,
            by=by,
            verb="calendar.change",
            subject=f"organisation:{organisation_id}",
            facts={"days": {day.isoformat(): working for day, working in sorted(changed.items())}},
        )
    return CalendarSet(organisation_id, days=len(left), changed=len(changed))
