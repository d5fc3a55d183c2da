"""The personal plan: it has items, it is approved, it is done."""

from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, Member
from engine.lifecycle.needs.need import dated
from engine.refusals import Reason
from engine.words import Words


@dataclass(frozen=True, slots=True)
class PlanItems:
    """The plan has at least this many items."""

    at_least: int = field(default=1, metadata={"minimum": 1})
    name: ClassVar[str] = "plan_items"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        items = facts.plan.items
        if items >= self.at_least:
            return None
        return Reason(
            self.name,
            Words(
                f"Пунктов в плане: {items}, нужно не меньше {self.at_least}",
                f"Items in the plan: {items}, at least {self.at_least} needed",
            ),
            Words("Добавьте пункты в план пары", "Add items to the pair's plan"),
        )

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        return Words("Индивидуальный план составлен", "The personal plan is written")

    def proof(self, facts: Facts, today: date) -> Words:
        return Words(f"Пунктов в плане: {facts.plan.items}", f"Items in the plan: {facts.plan.items}")


@dataclass(frozen=True, slots=True)
class PlanApproved:
    """The plan is approved, not later than today."""

    name: ClassVar[str] = "plan_approved"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        approved = facts.plan.approved_on
        if approved is not None and approved <= today:
            return None
        return Reason(
            self.name,
            Words("План пары не утверждён", "The pair's plan is not approved"),
            Words("Утвердите план и укажите документ", "Approve the plan and name the paper"),
        )

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        return Words("План утверждён", "The plan is approved")

    def proof(self, facts: Facts, today: date) -> Words:
        return dated(Words("Утверждён", "Approved on"), facts.plan.approved_on or today)


@dataclass(frozen=True, slots=True)
class PlanDone:
    """At least this part of the plan's items is done, in percent. A plan without items is not done.

    >>> from engine.lifecycle.facts import PlanFact
    >>> nearly = Facts("work", date(2025, 10, 1), plan=PlanFact(items=10, done=8))
    >>> PlanDone(at_least_percent=90).unmet(nearly, date(2026, 5, 20), WorkCalendar()).reason.en
    'Plan done: 8 of 10 (80 %), at least 90 % needed'
    """

    at_least_percent: int = field(default=90, metadata={"minimum": 1, "maximum": 100})
    name: ClassVar[str] = "plan_done"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        items, done = facts.plan.items, facts.plan.done
        if items and done * 100 >= self.at_least_percent * items:
            return None
        percent = done * 100 // items if items else 0
        return Reason(
            self.name,
            Words(
                f"План выполнен: {done} из {items} ({percent} %), нужно не меньше {self.at_least_percent} %",
                f"Plan done: {done} of {items} ({percent} %), at least {self.at_least_percent} % needed",
            ),
            Words("Отметьте выполненные пункты плана", "Mark the items of the plan that are done"),
        )

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        least = self.at_least_percent
        return Words(
            f"План выполнен не меньше чем на {least}\N{NO-BREAK SPACE}%", f"At least {least} % of the plan done"
        )

    def proof(self, facts: Facts, today: date) -> Words:
        items, done = facts.plan.items, facts.plan.done
        return Words(f"Выполнено {done} из {items}", f"{done} of {items} done")
