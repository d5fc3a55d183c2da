"""A consent is withdrawn: letters stop by themselves, and a clock of thirty days starts."""

from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import Connection

from engine.actors import By, Role
from engine.permissions import lacking
from engine.refusals import BadInput, Refused
from storage import consents, journal, roles
from storage.consents import ConsentKind
from storage.people import PersonRow
from workflows.access import acting, forbidden
from workflows.consent_clocks import start_withdrawal, stop_clocks
from workflows.find import find_person
from workflows.plain_text import one_of
from workflows.record_consent import CONSENT_KINDS, check_day, local_day

_OFFICE: tuple[Role, ...] = ("administrator", "head", "curator")


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """`settle_by` is the last day to do what the withdrawal asks for: erase the data, take down what was published,
    release the mentor.
    """

    id: int
    person_id: int
    kind: ConsentKind
    settle_by: date

    @property
    def erase_by(self) -> date | None:
        """The last day to erase the person's data, None = only one kind of use ends."""
        return self.settle_by if self.kind == "personal-data" else None


def withdraw_consent(
    tx: Connection, *, by: By, person_id: int, kind: str, on: date | None = None
) -> ConsentWithdrawn | Refused:
    """Date the withdrawal of the consent in force (`on` None = today) and open a question to the curator, due in
    30 calendar days: to erase, to take down what was published (photo), to release from mentoring (duty).

    Nothing else is stored: who gets letters is asked of the consents each time one goes. A participant may withdraw
    his own. Raises BadInput for an unknown person or kind, a day ahead or before the signature, and no consent.
    """
    person = find_person(tx, person_id, by=by)
    refused = _refused(tx, by, person)
    if refused is not None:
        return refused
    known = cast(ConsentKind, one_of(kind, CONSENT_KINDS, "kind"))
    signed = consents.in_force(tx, person_id, known)
    if not signed:
        raise BadInput(
            "kind",
            f"kind: действующего согласия {known} у участника {person_id} нет",
            f"kind: person {person_id} has no consent {known} in force",
        )
    today = local_day(tx, person, by)
    day = today if on is None else on
    check_day(day, "on", today=today, earliest=signed[-1].signed_on)
    settle_by = start_withdrawal(tx, by=by, person=person, kind=known, consent_id=signed[-1].id, on=day)
    consents.withdraw(tx, [each.id for each in signed], on=day, destroy_by=settle_by)
    stop_clocks(tx, by=by, signed=signed, kind="renew", on=today)
    _note(tx, by, person, consent_id=signed[-1].id, kind=known, day=day)
    return ConsentWithdrawn(signed[-1].id, person_id, known, settle_by)


def _refused(tx: Connection, by: By, person: PersonRow) -> Refused | None:
    """A participant withdraws his own consent or that of the minor he represents; the office anybody's."""
    if by.person_id == person.id:
        return None
    today = local_day(tx, person, by)
    if by.person_id in {each.person_id for each in roles.representatives(tx, person.id, day=today)}:
        return None
    refused = forbidden(tx, by, "consent.withdraw", person.organisation_id)
    if (
        refused is None
        and acting(tx, by, person.organisation_id).roles.isdisjoint(_OFFICE)
        and by.person_id is not None
    ):
        return Refused((lacking(_OFFICE),))
    return refused


def _note(tx: Connection, by: By, person: PersonRow, *, consent_id: int, kind: ConsentKind, day: date) -> None:
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="consent.withdraw",
        subject=f"person:{person.id}",
        facts={"consent": consent_id, "kind": kind, "withdrawn_on": day.isoformat()},
        people={"person": person.id},
    )
