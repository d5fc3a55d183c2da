"""Consents: personal data, photo, the duty of mentoring."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import ConsentFact, ConsentKind, Facts, Member
from engine.lifecycle.needs.need import Who, people, russian_day, whose
from engine.refusals import Reason
from engine.words import Words

CONSENT_KINDS: Mapping[ConsentKind, Words] = MappingProxyType(
    {
        "personal-data": Words("на обработку персональных данных", "to the processing of personal data"),
        "photo": Words("на публикацию фото и видео", "to the publication of photos and videos"),
        "mentoring-duty": Words("на выполнение работы по наставничеству", "to the duty of mentoring"),
    }
)


@dataclass(frozen=True, slots=True)
class Consents:
    """A consent of this kind is signed, not withdrawn and not over, for each of `of`.

    For a minor only a consent signed by the representative counts (152-FZ art. 9). The duty of mentoring is
    asked only of mentors who are staff (Labour Code 351.8: a worker's written consent).

    >>> from engine.lifecycle.facts import Member
    >>> pair = Facts("formed", date(2025, 9, 1), members=(Member(1, "mentor", "Ким О. В.", "staff"),))
    >>> Consents(kind="mentoring-duty", of="mentor").unmet(pair, date(2025, 9, 2), WorkCalendar()).reason.en
    'No consent to the duty of mentoring: Ким О. В.'
    """

    kind: ConsentKind
    of: Who = "all"
    name: ClassVar[str] = "consents"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        missing = [
            member
            for member in self.each(facts)
            if not any(self._covers(consent, member, today) for consent in facts.consents)
        ]
        if not missing:
            return None
        title = CONSENT_KINDS[self.kind]
        names = Words(
            ", ".join(_named(member, "за несовершеннолетнего подписывает представитель") for member in missing),
            ", ".join(_named(member, "a minor: the representative signs") for member in missing),
        )
        return Reason(
            self.name,
            Words(f"Нет согласия {title.ru}: {names.ru}", f"No consent {title.en}: {names.en}"),
            Words(
                "Получите подписанное согласие и запишите дату подписания",
                "Get the consent signed and record its date",
            ),
        )

    def each(self, facts: Facts) -> tuple[Member, ...]:
        return tuple(member for member in people(facts, self.of) if self._applies(member))

    def title(self, member: Member | None) -> Words:
        title, of = CONSENT_KINDS[self.kind], whose(member)
        return Words(f"Согласие {of.ru} {title.ru}", f"Consent of {of.en} {title.en}")

    def proof(self, facts: Facts, today: date) -> Words:
        found = [
            (member, consent.signed_on)
            for member in self.each(facts)
            for consent in facts.consents
            if self._covers(consent, member, today)
        ]
        return Words(
            "; ".join(f"{member.name}, подписано {russian_day(day)}" for member, day in found),
            "; ".join(f"{member.name}, signed on {day.isoformat()}" for member, day in found),
        )

    def _applies(self, member: Member) -> bool:
        return self.kind != "mentoring-duty" or (member.role == "mentor" and member.kind == "staff")

    def _covers(self, consent: ConsentFact, member: Member, today: date) -> bool:
        return (
            consent.person_id == member.person_id
            and consent.kind == self.kind
            and consent.signed_on <= today
            and (consent.withdrawn_on is None or consent.withdrawn_on > today)
            and (consent.valid_to is None or consent.valid_to >= today)
            and (not member.minor or consent.by is not None)
        )


def _named(member: Member, remark: str) -> str:
    return f"{member.name} ({remark})" if member.minor else member.name
