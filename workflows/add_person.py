"""A participant is added: before the consent only name, address, organisation and position are stored."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import cast, get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from notifications.addresses import plain_address
from storage import journal, people, roles
from storage.people import PersonKind
from workflows.access import forbidden
from workflows.consent_gate import refused_before_consent
from workflows.find import find_person
from workflows.plain_text import one_of, plain_text

KINDS: tuple[PersonKind, ...] = get_args(PersonKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is told about somebody. `representative_id`: the person who signs and reads for a minor.

    `email` may be empty for a pupil: letters go to the representative.
    """

    name: str
    email: str = ""
    kind: str = "staff"
    position: str = ""
    born: date | None = None
    hired: date | None = None
    representative_id: int | None = None


@dataclass(frozen=True, slots=True)
class PersonAdded:
    id: int
    name: str


def add_person(tx: Connection, *, by: By, organisation_id: int, told: NewPerson) -> PersonAdded | Refused:
    """Store a participant of the organisation.

    Refused when there is a birth or hiring date: no consent can be recorded for somebody who is not there yet.
    Raises BadInput for any value that does not fit and for the same person told twice.
    """
    refused = forbidden(tx, by, "person.add", organisation_id) or refused_before_consent(asdict(told))
    if refused is not None:
        return refused
    kind = cast(PersonKind, one_of(told.kind, KINDS, "kind"))
    name, email = plain_text(told.name, "name"), address(told.email, kind)
    position = plain_text(told.position, "position") if told.position else ""
    _check_new(tx, organisation_id, name=name, email=email)
    if told.representative_id is not None:
        check_representative(tx, by=by, representative_id=told.representative_id, kind=kind)
    person_id = people.add(tx, organisation_id=organisation_id, name=name, email=email, kind=kind, position=position)
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="person.add",
        subject=f"person:{person_id}",
        facts={"kind": kind},
        people={"person": person_id, **({"representative": told.representative_id} if told.representative_id else {})},
        words={"name": name},
    )
    if told.representative_id is not None:
        roles.add(
            tx,
            person_id=told.representative_id,
            role="representative",
            organisation_id=organisation_id,
            days=(None, None),
            for_person_id=person_id,
        )
    return PersonAdded(person_id, name)


def address(email: str, kind: PersonKind) -> str:
    """The one plain address; only a pupil may have none. Raises BadInput."""
    if not email and kind == "pupil":
        return ""
    return plain_address(email.strip(" "), "email")


def check_representative(tx: Connection, *, by: By, representative_id: int, kind: PersonKind) -> None:
    """Raises BadInput unless an existing grown-up is named for a pupil."""
    representative = find_person(tx, representative_id, by=by, field="representative")
    if kind != "pupil":
        raise BadInput(
            "representative",
            "representative: представитель бывает только у школьника (--kind pupil)",
            "representative: only a pupil has a representative (--kind pupil)",
        )
    if representative.kind == "pupil":
        raise BadInput(
            "representative",
            "representative: представителем школьника может быть только взрослый",
            "representative: only a grown-up can represent a pupil",
        )


def _check_new(tx: Connection, organisation_id: int, *, name: str, email: str) -> None:
    for same in people.namesakes(tx, organisation_id=organisation_id, name=name):
        if same.email.lower() == email.lower() and not same.disabled:
            raise BadInput(
                "name",
                f"name: такой участник уже есть (id {same.id}); измените его: person change {same.id}",
                f"name: somebody of this name and address is there (id {same.id}); change it: person change {same.id}",
            )
