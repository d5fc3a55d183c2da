"""A person goes over to another organisation: a new school is a new operator of personal data (152-ФЗ art. 6).

The pairs of the old one have ended before, its papers and history stay there. Consents given to the old one hold no
longer; what only a consent allows to keep moves along when the new one's was signed, and is struck out otherwise.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import consents, journal, leaving, organisations, roles, transfers
from storage.people import PersonRow
from workflows.access import forbidden, unknown
from workflows.consent_clocks import stop_clocks
from workflows.derive_asked import derive_asked
from workflows.erase_person import answering
from workflows.find import find_person
from workflows.record_consent import check_day, local_day, record_consent


@dataclass(frozen=True, slots=True)
class PersonTransferred:
    """`kept`: birth date and the fields of the registers moved along, since the new consent was signed."""

    id: int
    person_id: int
    to_organisation_id: int
    kept: bool


def transfer_person(
    tx: Connection,
    *,
    by: By,
    person_id: int,
    to_organisation_id: int,
    on: date | None = None,
    consent_signed: date | None = None,
) -> PersonTransferred | Refused:
    """Move the person from a day on (None = today). `consent_signed`: when the new organisation's consent was signed.

    Refused without the right in both organisations, while pairs are live, and while open rows of a roadmap are his.
    Raises BadInput for an unknown person or organisation, for the same one, and for a day ahead.
    """
    person = find_person(tx, person_id, by=by)
    refused = forbidden(tx, by, "person.transfer", person.organisation_id) or forbidden(
        tx, by, "person.transfer", to_organisation_id
    )
    if refused is not None:
        return refused
    target = organisations.by_id(tx, to_organisation_id)
    if target is None:
        raise unknown("to", to_organisation_id)
    if target.id == person.organisation_id:
        raise BadInput("to", "to: участник уже там", "to: the person is there already")
    today = local_day(tx, person, by)
    day = on or today
    check_day(day, "on", today=today)
    pairs = leaving.live_pairs(tx, person_id)
    if tied := (*((_still_in(pairs),) if pairs else ()), *answering(tx, person_id)):
        return Refused(tied)
    _leave(tx, by, person, day=day, today=today)
    kept = consent_signed is not None
    if not kept:
        transfers.strip(tx, person_id)
    transfer_id = transfers.move(
        tx, person_id=person_id, start=person.organisation_id, end=target.id, on=day, at=by.at, actor_id=by.person_id
    )
    derive_asked(tx, person_id, at=by.at)
    _note(tx, by, person, target.id, transfer_id=transfer_id, day=day, kept=kept)
    if consent_signed is not None:
        signed = record_consent(tx, by=by, person_id=person_id, kind="personal-data", signed_on=consent_signed)
        if isinstance(signed, Refused):
            return signed
    return PersonTransferred(transfer_id, person_id, target.id, kept)


def _leave(tx: Connection, by: By, person: PersonRow, *, day: date, today: date) -> None:
    """Roles in the old organisation end the day before; so do its consents, which nobody is asked to renew. A
    representative stays one, and so does whoever holds an office above.
    """
    last = day - timedelta(days=1)
    place = organisations.by_id(tx, person.organisation_id)
    assert place is not None  # noqa: S101  # the foreign key says so
    for grant_id in leaving.grants_below(tx, person.id, path=place.path, day=last):
        roles.end(tx, grant_id, last_day=last)
    stop_clocks(tx, by=by, signed=consents.of_person(tx, person.id), kind="renew", on=today)
    transfers.end_consents(tx, person.id, last_day=last)


def _still_in(pairs: list[int]) -> Reason:
    numbers = ", ".join(f"№ {number}" for number in pairs)
    return Reason(
        "live_pairs",
        Words(f"Участник состоит в парах: {numbers}", f"The person belongs to pairs: {numbers}"),
        Words(
            "Завершите их с исходом «переведён» или замените наставника",
            "End them with the outcome “transferred” or replace the mentor",
        ),
    )


def _note(
    tx: Connection, by: By, person: PersonRow, target_id: int, *, transfer_id: int, day: date, kept: bool
) -> None:
    """Both organisations note it: the one that let go, and the one that took over."""
    for organisation_id in (person.organisation_id, target_id):
        journal.append(
            tx,
            organisation_id=organisation_id,
            by=by,
            verb="person.transfer",
            subject=f"person:{person.id}",
            facts={
                "transfer": transfer_id,
                "from": person.organisation_id,
                "to": target_id,
                "on": day.isoformat(),
                "kept": kept,
            },
            people={"person": person.id},
        )
