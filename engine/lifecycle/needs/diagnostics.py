"""Diagnostics of the period, passed by those who were asked."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, Member
from engine.lifecycle.needs.need import Who, people, whose
from engine.questionnaires.periods import period_words
from engine.refusals import Reason
from engine.words import Words


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """Each of `of` passed the diagnostics of the latest period (or of `every` period) this pair was asked
    about.

    A pair that was never asked has not passed: seed roadmaps want diagnostics each quarter.

    >>> asked = Facts("work", date(2025, 10, 1), diagnostic_periods=("2025-Q4",))
    >>> Diagnostics().unmet(asked, date(2025, 12, 20), WorkCalendar()) is None  # nobody to ask
    True
    """

    of: Who = "all"
    periods: Literal["latest", "every"] = "latest"
    name: ClassVar[str] = "diagnostics"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        if not facts.diagnostic_periods:
            return Reason(
                self.name,
                Words("Диагностика ещё не проводилась", "No diagnostics have been held yet"),
                Words("Откройте диагностику и получите ответы", "Open the diagnostics and collect the answers"),
            )
        asked = self._asked(facts)
        passed = {(fact.person_id, fact.period_key) for fact in facts.diagnostics if fact.passed_on <= today}
        missing = [
            (member.name, period_words(period))
            for period in asked
            for member in people(facts, self.of)
            if (member.person_id, period) not in passed
        ]
        if not missing:
            return None
        return Reason(
            self.name,
            Words(
                "Не пройдена диагностика: " + ", ".join(f"{name} ({period.ru})" for name, period in missing),
                "Diagnostics not passed: " + ", ".join(f"{name} ({period.en})" for name, period in missing),
            ),
            Words("Напомните пройти диагностику или внесите ответы", "Remind them or enter the answers"),
        )

    def each(self, facts: Facts) -> tuple[Member, ...] | None:
        return tuple(people(facts, self.of)) if facts.diagnostic_periods else None

    def title(self, member: Member | None) -> Words:
        of = whose(member)
        return Words(f"Диагностика {of.ru}".strip(), f"Diagnostics of {of.en}" if member else "Diagnostics")

    def proof(self, facts: Facts, today: date) -> Words:
        names = ", ".join(member.name for member in people(facts, self.of))
        periods = [period_words(period) for period in self._asked(facts)]
        return Words(
            f"{names}: пройдена, {', '.join(one.ru for one in periods)}",
            f"{names}: passed, {', '.join(one.en for one in periods)}",
        )

    def _asked(self, facts: Facts) -> tuple[str, ...]:
        return facts.diagnostic_periods[-1:] if self.periods == "latest" else facts.diagnostic_periods
