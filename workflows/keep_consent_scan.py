"""A scan of the signed paper is given to a consent that was confirmed by word."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import consents, journal
from workflows.access import forbidden, unknown
from workflows.complete_item import Proof
from workflows.find import find_person


@dataclass(frozen=True, slots=True)
class ScanKept:
    id: int
    person_id: int


def keep_consent_scan(tx: Connection, *, by: By, consent_id: int, scan: Proof) -> ScanKept | Refused:
    """The paper itself stands beside the record; a later scan takes the place of an earlier one."""
    rows = consents.by_ids(tx, [consent_id])
    if not rows:
        raise unknown("id", consent_id)
    person = find_person(tx, rows[0].person_id, by=by, field="id")
    refused = forbidden(tx, by, "consent.record", person.organisation_id)
    if refused is not None:
        return refused
    consents.keep_scan(tx, consent_id, scan.reference)
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="consent.scan",
        subject=f"person:{person.id}",
        facts={"consent": consent_id, "sha256": scan.sha256},
        people={"person": person.id},
    )
    return ScanKept(consent_id, person.id)
