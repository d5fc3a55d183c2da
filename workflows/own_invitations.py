"""The events ahead that somebody, or a minor he represents, is invited to, with what was answered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from storage import event_answers, events
from workflows.consent_gate import without_consent_among


@dataclass(frozen=True, slots=True)
class OwnInvitation:
    """`answered`: everybody asked through this reader has answered; `coming` how many of them are."""

    id: int
    title: str
    day: date
    at_time: str
    place: str
    organisation: str
    answered: bool
    coming: int


def own_invitations(tx: Connection, person_ids: Collection[int], *, day: date) -> tuple[OwnInvitation, ...]:
    """By day; those without a consent are asked nothing where the letter would not have asked them either."""
    rows = event_answers.ahead(tx, person_ids, since=day)
    if not rows:
        return ()
    silent = without_consent_among(tx, person_ids, day=day)
    asking = {
        (one.event_id, one.person_id) for one in events.invitees(tx, {row.id for row in rows}) if one.needs_consent
    }
    asked = [row for row in rows if row.person_id not in silent or (row.id, row.person_id) not in asking]
    found: dict[int, OwnInvitation] = {}
    for row in asked:
        mine = [one.coming for one in asked if one.id == row.id]
        found[row.id] = OwnInvitation(
            id=row.id,
            title=row.title,
            day=row.planned_on,
            at_time=row.at_time,
            place=row.place,
            organisation=row.organisation,
            answered=None not in mine,
            coming=sum(one is True for one in mine),
        )
    return tuple(found.values())
