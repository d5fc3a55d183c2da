"""What may be stored about somebody before a consent to process personal data: the one answer for every door.

Whoever stores fields of a person (a form, an import, a profile) asks here with what was told: `refused_before_consent`.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType

from sqlalchemy import Connection

from engine.refusals import Reason, Refused
from engine.words import Words
from storage import consents

FREE_FIELDS: frozenset[str] = frozenset({"name", "email", "organisation", "position"})
"""Semantics: before a consent only these are stored."""

_STRUCTURE: frozenset[str] = frozenset({"kind", "language", "representative_id", "person_id", "version"})
"""Not about the person but about the record: what kind of participant, who signs, in which language we write."""

TITLES: Mapping[str, Words] = MappingProxyType(
    {
        "born": Words("дата рождения", "birth date"),
        "hired": Words("дата приёма", "hiring date"),
        "sex": Words("пол", "sex"),
        "phone": Words("телефон", "phone"),
        "place": Words("место работы или учёбы", "place of work or study"),
        "category": Words("категория", "category"),
        "request": Words("запрос", "request"),
        "needs": Words("потребности", "needs"),
        "competences": Words("компетенции", "competences"),
        "interests": Words("интересы", "interests"),
        "achievements": Words("достижения", "achievements"),
        "wished_age": Words("желаемый возраст", "wished age"),
        "time_resource": Words("ресурс времени", "time"),
        "expert_in": Words("экспертность", "expertise"),
        "capacity": Words("сколько пар ведёт", "capacity"),
        "entered_on": Words("дата внесения в базу", "day of entry"),
        "result": Words("результат на мероприятии", "result at an event"),
        "reason": Words("почему этих двоих не сводят", "why these two are kept apart"),
    }
)


def refused_before_consent(told: Mapping[str, object]) -> Refused | None:
    """The refusal to store these fields about somebody without a consent; None when nothing asks for one.

    A value that is empty (None, "", an empty list) stores nothing.
    """
    wanted = [name for name, value in told.items() if needs_consent(name) and not _empty(value)]
    if not wanted:
        return None
    titles = [TITLES.get(name, Words(name, name)) for name in wanted]
    ru, en = ", ".join(one.ru for one in titles), ", ".join(one.en for one in titles)
    return Refused(
        (
            Reason(
                "consents",
                Words(
                    f"До согласия на обработку персональных данных не хранится: {ru}",
                    f"Before the consent to process personal data this is not stored: {en}",
                ),
                Words(
                    "Запишите согласие (consent record --kind personal-data), затем внесите эти сведения",
                    "Record the consent (consent record --kind personal-data), then tell it",
                ),
            ),
        )
    )


def needs_consent(name: str) -> bool:
    """Whether a field of this name may be stored only after a consent; an unknown one may not be stored before."""
    return name not in FREE_FIELDS and name not in _STRUCTURE


def has_consent(tx: Connection, person_id: int, *, day: date) -> bool:
    """Whether a consent to process personal data is in force on a day."""
    return bool(consents.in_force(tx, person_id, "personal-data", day=day))


def without_consent_among(tx: Connection, person_ids: Collection[int], *, day: date) -> frozenset[int]:
    """Those of many who have none, in one question."""
    signed = consents.of_people(tx, person_ids)
    return frozenset(one for one in person_ids if not _holds(signed.get(one, ()), day))


def _holds(signed: Iterable[consents.ConsentRow], day: date) -> bool:
    return any(one.kind == "personal-data" and one.signature.holds(day) for one in signed)


def _empty(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, list | tuple | set | dict) and not value)
