"""Feedback of the participants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Literal

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, FeedbackFact, Member
from engine.lifecycle.needs.need import Who, people, russian_day, whose
from engine.refusals import Reason
from engine.words import Words

Giver = Literal["mentor", "mentee", "both"]
_ASKED: Mapping[Giver, Who] = MappingProxyType({"mentor": "mentor", "mentee": "mentees", "both": "all"})


@dataclass(frozen=True, slots=True)
class Feedback:
    """Each of `of` gave feedback in the current visit; a representative's feedback counts for the minor.

    >>> from engine.lifecycle.facts import Member
    >>> pair = Facts("final_meeting", date(2026, 5, 18), members=(Member(1, "mentor", "Ким О. В.", "staff"),))
    >>> Feedback("mentor").unmet(pair, date(2026, 5, 20), WorkCalendar()).reason.ru
    'Нет обратной связи: Ким О. В.'
    """

    of: Giver = "both"
    name: ClassVar[str] = "feedback"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        gave = _current(facts, today)
        missing = [member.name for member in self.each(facts) if not any(_speaks(one, member) for one in gave)]
        if not missing:
            return None
        names = ", ".join(missing)
        return Reason(
            self.name,
            Words(f"Нет обратной связи: {names}", f"No feedback from: {names}"),
            Words("Попросите оставить отзыв или запишите его", "Ask for the feedback or record it"),
        )

    def each(self, facts: Facts) -> tuple[Member, ...]:
        return tuple(people(facts, _ASKED[self.of]))

    def title(self, member: Member | None) -> Words:
        of = whose(member)
        return Words(f"Отзыв {of.ru}", f"Feedback of {of.en}")

    def proof(self, facts: Facts, today: date) -> Words:
        gave = _current(facts, today)
        last = [(member, max(one.given_on for one in gave if _speaks(one, member))) for member in self.each(facts)]
        return Words(
            "; ".join(f"{member.name}, {russian_day(day)}" for member, day in last),
            "; ".join(f"{member.name}, {day.isoformat()}" for member, day in last),
        )


def _current(facts: Facts, today: date) -> list[FeedbackFact]:
    return [one for one in facts.feedback if one.given_on <= today and facts.is_current(one.given_on, one.visit)]


def _speaks(given: FeedbackFact, member: Member) -> bool:
    """Whether this is the member's own feedback or, for a minor, his representative's."""
    return given.person_id == member.person_id or (member.minor and given.person_id == member.representative_id)
