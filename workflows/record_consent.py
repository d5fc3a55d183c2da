"""A signed consent is recorded."""

from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.minors import is_minor
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import consents, journal, organisations, roles
from storage.consents import ConsentKind
from storage.people import PersonRow
from workflows.access import forbidden
from workflows.find import find_person
from workflows.plain_text import one_of

CONSENT_KINDS: tuple[ConsentKind, ...] = get_args(ConsentKind)
_EARLIEST = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """`signed_by_id` is the representative who signed for a minor, None = the person."""

    id: int
    person_id: int
    kind: ConsentKind
    signed_by_id: int | None


def record_consent(tx: Connection, *, by: By, person_id: int, kind: str, signed_on: date) -> ConsentRecorded | Refused:
    """Store a consent signed on a day that is not ahead.

    A minor's is signed by the representative; while there is none the flow is refused. Raises BadInput for an
    unknown person or kind, a day ahead, and a consent of this kind that is in force already.
    """
    person = find_person(tx, person_id, by=by)
    refused = forbidden(tx, by, "consent.record", person.organisation_id)
    if refused is not None:
        return refused
    known = cast(ConsentKind, one_of(kind, CONSENT_KINDS, "kind"))
    today = local_day(tx, person, by)
    check_day(signed_on, "signed", today=today)
    _check_new(tx, person_id, known, signed_on)
    signer: int | None = None
    if is_minor(person.kind, person.born, today):
        present = roles.representatives(tx, person_id, day=today)
        if not present:
            return _nobody_signs(person_id)
        signer = present[0].person_id
    consent_id = consents.add(tx, person_id=person_id, kind=known, signed_on=signed_on, at=by.at)
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="consent.record",
        subject=f"person:{person_id}",
        facts={"consent": consent_id, "kind": known, "signed_on": signed_on.isoformat()},
        people={"person": person_id, **({} if signer is None else {"signed_by": signer})},
    )
    return ConsentRecorded(consent_id, person_id, known, signer)


def local_day(tx: Connection, person: PersonRow, by: By) -> date:
    """Today where the person belongs."""
    organisation = organisations.by_id(tx, person.organisation_id)
    assert organisation is not None  # noqa: S101  # the foreign key says so
    return organisation.today(by.at)


def check_day(day: date, field: str, *, today: date, earliest: date = _EARLIEST) -> None:
    """Raises BadInput for a day that is ahead or before `earliest`."""
    if earliest <= day <= today:
        return
    raise BadInput(
        field,
        f"{field}: {day} не подходит, нужен день от {earliest} до сегодня ({today})",
        f"{field}: {day} does not fit, write a day from {earliest} to today ({today})",
    )


def _check_new(tx: Connection, person_id: int, kind: ConsentKind, signed_on: date) -> None:
    for known in consents.of_person(tx, person_id):
        if known.kind == kind and (known.withdrawn_on is None or known.signed_on == signed_on):
            raise BadInput(
                "kind",
                f"kind: согласие {kind} уже записано (id {known.id}, подписано {known.signed_on})",
                f"kind: the consent {kind} is recorded (id {known.id}, signed {known.signed_on})",
            )


def _nobody_signs(person_id: int) -> Refused:
    return Refused(
        (
            Reason(
                "representative",
                Words(
                    "За несовершеннолетнего подписывает законный представитель, а он не указан",
                    "A legal representative signs for a minor, and none is named",
                ),
                Words(
                    f"Добавьте его: role grant --person НОМЕР --role representative --for {person_id}",
                    f"Add one: role grant --person ID --role representative --for {person_id}",
                ),
            ),
        )
    )
