"""What the registers keep about a person is changed: from the consent on, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.people_reading.rows import EARLIEST
from engine.people_reading.values import MOST_PAIRS, listed, phone_of, sex_of
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import journal, profiles
from workflows.access import forbidden
from workflows.consent_gate import has_consent, refused_before_consent
from workflows.find import find_person
from workflows.plain_text import breaks_the_line
from workflows.record_consent import check_day, local_day

TEXTS: Mapping[str, int] = {
    "place": 300,
    "category": 300,
    "request": 2000,
    "achievements": 2000,
    "wished_age": 300,
    "time_resource": 300,
    "expert_in": 300,
}
"""Longest text of each."""

LISTS = ("needs", "competences", "interests")
FIELDS = ("sex", "phone", *TEXTS, *LISTS, "capacity", "entered_on")


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """`version` is what the next change must expect; `fields` are the names of what changed."""

    person_id: int
    version: int
    fields: tuple[str, ...]


def change_profile(
    tx: Connection,
    *,
    by: By,
    person_id: int,
    changes: Mapping[str, Any],
    version: int | None = None,
    filled: bool = False,
) -> ProfileChanged | Refused:
    """Store new values by the names of `FIELDS`; what is not named stays. Lists may be told as text with commas.
    `filled`: they come from questionnaires; the journal's line keeps what stood before in its erasable words.

    Refused before the consent to process personal data. Raises BadInput for a value that does not fit and
    ChangedMeanwhile when the stored version is not `version` (None = whatever is there; 0 = nothing yet).
    """
    person = find_person(tx, person_id, by=by, field="id")
    refused = forbidden(tx, by, "person.change", person.organisation_id)
    if refused is not None:
        return refused
    today = local_day(tx, person, by)
    if not has_consent(tx, person_id, day=today) and (no := refused_before_consent(changes)) is not None:
        return no
    before = profiles.of_person(tx, person_id)
    if version is not None and version != before.version:
        raise ChangedMeanwhile(f"person:{person_id}")
    read = {name: read_field(name, value, today=today) for name, value in changes.items()}
    new = {name: value for name, value in read.items() if getattr(before, name) != value}
    if not new:
        return ProfileChanged(person_id, before.version, ())
    after = profiles.change(tx, before, new)
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="person.fill" if filled else "person.change",
        subject=f"person:{person_id}",
        facts={"fields": sorted(new), **({"version": after} if filled else {})},  # which, not what: values are erasable
        people={"person": person_id},
        words={"before": {name: getattr(before, name) for name in sorted(new)}} if filled else None,
    )
    return ProfileChanged(person_id, after, tuple(sorted(new)))


def read_field(name: str, value: Any, *, today: date) -> Any:
    """The value as it is kept. Raises BadInput of the field."""
    match name:
        case "sex":
            return sex_of(value) if value else ""
        case "phone":
            return phone_of(value) if value else ""
        case "capacity":
            return _capacity(value)
        case "entered_on":
            if value is not None:
                check_day(value, name, today=today, earliest=EARLIEST)
            return value
        case _ if name in LISTS:
            return listed(value if isinstance(value, str) else "\n".join(value), name)
        case _ if name in TEXTS:
            return _text(name, value)
        case _:
            raise BadInput(name, f"{name}: такого поля нет", f"{name}: there is no such field")


def _capacity(value: int | None) -> int | None:
    if value is None or 0 <= value <= MOST_PAIRS:
        return value
    raise BadInput(
        "capacity",
        f"capacity: нужно целое число от 0 до {MOST_PAIRS}",
        f"capacity: a whole number from 0 to {MOST_PAIRS} is needed",
    )


def _text(name: str, value: str) -> str:
    said = "\n".join(" ".join(line.split()) for line in value.replace("\r\n", "\n").split("\n")).strip()
    if any(breaks_the_line(line) for line in value.replace("\r", "").replace("\t", " ").split("\n")):
        raise BadInput(name, f"{name}: уберите управляющие знаки", f"{name}: remove the control characters")
    if len(said) > TEXTS[name]:
        raise BadInput(
            name,
            f"{name}: не больше {TEXTS[name]} знаков, сейчас {len(said)}",
            f"{name}: at most {TEXTS[name]} characters, there are {len(said)}",
        )
    return said
