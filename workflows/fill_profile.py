"""What somebody told in questionnaires goes into his profile: seen beside what stands there, stored, taken back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.people_reading.values import LONGEST_LIST
from engine.refusals import BadInput, Reason, Refused
from engine.search_keys import search_key
from engine.words import Words
from storage import journal, profiles, said_by_people
from storage.profiles import ProfileRow
from workflows.access import forbidden
from workflows.change_profile import LISTS, ProfileChanged, change_profile, read_field
from workflows.find import find_person
from workflows.record_consent import local_day
from workflows.told_by_people import told_by_people

UNDOABLE_FOR = timedelta(hours=24)
_LONGEST: Mapping[str, int] = {"time_resource": 300, "wished_age": 300, "request": 2000}
_LONGEST_ENTRY = 200


@dataclass(frozen=True, slots=True)
class Proposed:
    """A field that the questionnaires would change."""

    field: str
    before: Any
    after: Any


def proposed(tx: Connection, stored: ProfileRow, *, today: date) -> tuple[Proposed, ...]:
    """What the person's own answers would change; lists grow by what is new, the rest is said anew."""
    spoken = told_by_people(tx, said_by_people.of_person(tx, stored.person_id)).get(stored.person_id)
    found: list[Proposed] = []
    for name, value in (spoken.values if spoken else {}).items():
        before = getattr(stored, name)
        try:
            after = _grown(before, value, name, today) if name in LISTS else _read(name, value, today)
        except BadInput:  # an answer of old may hold what no field takes: it is written by hand then
            continue
        if after != before:
            found.append(Proposed(name, before, after))
    return tuple(found)


def fill_profile(
    tx: Connection, *, by: By, person_id: int, only: Collection[str] | None = None, version: int | None = None
) -> ProfileChanged | Refused:
    """Store what the answers tell, of `only` these fields. Refused when nothing is new, and before the consent."""
    person = find_person(tx, person_id, by=by, field="id")
    if (no := forbidden(tx, by, "person.change", person.organisation_id)) is not None:
        return no
    news = proposed(tx, profiles.of_person(tx, person_id), today=local_day(tx, person, by))
    changes = {one.field: one.after for one in news if only is None or one.field in only}
    if not changes:
        return _refused("answers", "В анкетах нет ничего нового", "The questionnaires tell nothing new")
    return change_profile(tx, by=by, person_id=person_id, changes=changes, version=version, filled=True)


def unfill_profile(tx: Connection, *, by: By, person_id: int) -> ProfileChanged | Refused:
    """What stood before stands there again. Refused after a day, and when the profile was changed since."""
    person = find_person(tx, person_id, by=by, field="id")
    if (no := forbidden(tx, by, "person.change", person.organisation_id)) is not None:
        return no
    lines = journal.entries(tx, person.organisation_id, subject=f"person:{person_id}", verbs=("person.fill",), limit=1)
    before: dict[str, Any] = lines[0].words.get("before", {}) if lines else {}
    if not before:
        return _refused("answers", "Из анкет ничего не переносили", "Nothing was taken from questionnaires")
    if by.at - lines[0].at > UNDOABLE_FOR:
        return _refused("time", "Отменить можно в течение суток", "It can be undone within a day")
    version = profiles.of_person(tx, person_id).version
    if version != lines[0].facts.get("version"):
        return _refused("newer", "Сведения с тех пор изменили", "The profile was changed since")
    return change_profile(tx, by=by, person_id=person_id, changes=before, version=version)


def _grown(before: list[str], told: list[str], name: str, today: date) -> list[str]:
    known = {search_key(one) for one in before}
    read: list[str] = read_field(name, [one[:_LONGEST_ENTRY] for one in told[:LONGEST_LIST]], today=today)
    return [*before, *(one for one in read if search_key(one) not in known)][:LONGEST_LIST]


def _read(name: str, value: Any, today: date) -> Any:
    return read_field(name, value[: _LONGEST[name]] if name in _LONGEST else value, today=today)


def _refused(need: str, ru: str, en: str) -> Refused:
    mend = Words("Измените сведения на странице участника", "Change the profile on the person's page")
    return Refused((Reason(need, Words(ru, en), mend),))
