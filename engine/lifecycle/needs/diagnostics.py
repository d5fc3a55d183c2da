"""Diagnostics of the period, passed by those who were asked."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts
from engine.lifecycle.needs.need import Who, people
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
        asked = facts.diagnostic_periods[-1:] if self.periods == "latest" else facts.diagnostic_periods
        passed = {(fact.person_id, fact.period_key) for fact in facts.diagnostics if fact.passed_on <= today}
        missing = [
            f"{member.name} ({period})"
            for period in asked
            for member in people(facts, self.of)
            if (member.person_id, period) not in passed
        ]
        if not missing:
            return None
        names = ", ".join(missing)
        return Reason(
            self.name,
            Words(f"Не пройдена диагностика: {names}", f"Diagnostics not passed: {names}"),
            Words("Напомните пройти диагностику или внесите ответы", "Remind them or enter the answers"),
        )
