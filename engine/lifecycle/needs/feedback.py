"""Feedback of the participants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar, Literal

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts
from engine.lifecycle.needs.need import Who, people
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
        gave = {
            given.person_id
            for given in facts.feedback
            if given.given_on <= today and facts.is_current(given.given_on, given.visit)
        }
        asked = people(facts, _ASKED[self.of])
        missing = [
            member.name
            for member in asked
            if member.person_id not in gave and not (member.minor and member.representative_id in gave)
        ]
        if not missing:
            return None
        names = ", ".join(missing)
        return Reason(
            self.name,
            Words(f"Нет обратной связи: {names}", f"No feedback from: {names}"),
            Words("Попросите оставить отзыв или запишите его", "Ask for the feedback or record it"),
        )
