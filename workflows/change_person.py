"""What is known about a participant is changed or, after the consent, completed."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import accounts, journal, organisations, people, sign_in_links
from storage.people import PersonKind, PersonRow
from workflows.access import forbidden
from workflows.add_person import KINDS, address
from workflows.add_user import above_oneself
from workflows.consent_gate import has_consent, refused_before_consent
from workflows.find import find_person
from workflows.plain_text import one_of, plain_text
from workflows.record_consent import local_day

_EARLIEST = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanges:
    """New values; None = as it was. An empty `position` takes it away."""

    name: str | None = None
    email: str | None = None
    kind: str | None = None
    position: str | None = None
    born: date | None = None
    hired: date | None = None


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """`version` is what the next change must expect; `fields` are the names of what changed."""

    id: int
    version: int
    fields: tuple[str, ...]


def change_person(
    tx: Connection, *, by: By, person_id: int, changes: PersonChanges, version: int | None = None
) -> PersonChanged | Refused:
    """Change a participant. `version` is the one the editor saw; None = whatever is there.

    Refused when a birth or hiring date comes before the consent, and when the new address would open somebody's account
    to whoever may not give accounts. Raises BadInput for values that do not fit and
    ChangedMeanwhile when somebody else saved first.
    """
    person = find_person(tx, person_id, by=by, field="id")
    refused = forbidden(tx, by, "person.change", person.organisation_id)
    today = local_day(tx, person, by)
    if refused is None and not has_consent(tx, person_id, day=today):
        refused = refused_before_consent(asdict(changes))
    if refused is not None:
        return refused
    if version is not None and version != person.version:
        raise ChangedMeanwhile(f"person:{person_id}")
    values = _differing(person, _checked(tx, by, person, changes))
    if not values:
        return PersonChanged(person_id, person.version, ())
    if "email" in values:
        refused = _guard_account(tx, by, person)
        if refused is not None:
            return refused
    people.change(tx, person, values)
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="person.change",
        subject=f"person:{person_id}",
        facts={"fields": sorted(values)},  # which, not what: values would be one more place to erase them from
        people={"person": person_id},
    )
    return PersonChanged(person_id, person.version + 1, tuple(sorted(values)))


def _guard_account(tx: Connection, by: By, person: PersonRow) -> Refused | None:
    """Links to sign in go to the address: whoever changes it could take the account over.

    Links sent to the old address open nothing any more. An administrator who has no account yet will be invited there.
    """
    if accounts.of_person(tx, person.id) is None:
        return above_oneself(tx, by, person)
    refused = forbidden(tx, by, "user.add", person.organisation_id) or above_oneself(tx, by, person)
    if refused is None:
        sign_in_links.void(tx, person.id)
    return refused


def _checked(tx: Connection, by: By, person: PersonRow, changes: PersonChanges) -> dict[str, Any]:
    kind = person.kind if changes.kind is None else cast(PersonKind, one_of(changes.kind, KINDS, "kind"))
    found: dict[str, Any] = {"kind": kind}
    if changes.name is not None:
        found["name"] = plain_text(changes.name, "name")
    if changes.email is not None or kind != person.kind:
        found["email"] = address(person.email if changes.email is None else changes.email, kind)
    if changes.position is not None:
        found["position"] = plain_text(changes.position, "position") if changes.position else ""
    organisation = organisations.by_id(tx, person.organisation_id)
    assert organisation is not None  # noqa: S101  # the foreign key says so
    today = organisation.today(by.at)
    for field in fields(changes):
        value = getattr(changes, field.name)
        if isinstance(value, date):
            found[field.name] = _past(value, field.name, today=today)
    return found


def _differing(person: PersonRow, values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(person, name) != value}


def _past(day: date, field: str, *, today: date) -> date:
    if _EARLIEST <= day <= today:
        return day
    raise BadInput(
        field,
        f"{field}: {day} не бывает, нужен день от {_EARLIEST} до сегодня",
        f"{field}: {day} cannot be, write a day from {_EARLIEST} to today",
    )
