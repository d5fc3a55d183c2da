"""Registered papers: orders, agreements, reports."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import ClassVar

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, Member, MemberRole, PaperFact, PaperKind
from engine.lifecycle.needs.need import dated
from engine.refusals import Reason
from engine.words import Words

PAPER_TITLES: Mapping[PaperKind, Words] = MappingProxyType(
    {
        "order": Words("приказ", "order"),
        "regulation": Words("положение", "regulation"),
        "plan": Words("план", "plan"),
        "report": Words("отчёт", "report"),
        "protocol": Words("протокол", "protocol"),
        "reference": Words("справка", "reference"),
        "register": Words("реестр", "register"),
        "agreement": Words("соглашение", "agreement"),
    }
)
_PURPOSES: Mapping[str, Words] = MappingProxyType(
    {
        "pairing": Words("о закреплении пары", "that assigns the pair"),
        "partnership": Words("с организацией-партнёром", "with the partner organisation"),
        "plan-approval": Words("об утверждении плана", "that approves the plan"),
        "mentoring-report": Words("наставника о работе с парой", "of the mentor on the pair's work"),
    }
)


@dataclass(frozen=True, slots=True)
class Order:
    """An order of this purpose is registered. With a new mentor a new order is needed: see
    `Facts.is_current`.
    """

    purpose: str = "pairing"
    name: ClassVar[str] = "order"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        return _missing(self.name, "order", self.purpose, facts, today)

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        return _title("order", self.purpose)

    def proof(self, facts: Facts, today: date) -> Words:
        return _proof("order", self.purpose, facts, today)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of this kind and purpose is registered."""

    kind: PaperKind
    purpose: str
    name: ClassVar[str] = "paper"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        return _missing(self.name, self.kind, self.purpose, facts, today)

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        return _title(self.kind, self.purpose)

    def proof(self, facts: Facts, today: date) -> Words:
        return _proof(self.kind, self.purpose, facts, today)


_WRITERS: Mapping[str, MemberRole] = MappingProxyType({"mentoring-report": "mentor", "mentee-report": "mentee"})
"""Whose own words, given with the fields of a report, are the report."""


@dataclass(frozen=True, slots=True)
class Report:
    """The report is handed in: a registered report of this purpose, or the one its writer has given in words.

    >>> from engine.lifecycle.facts import PaperFact
    >>> paper = PaperFact(7, "report", "mentoring-report", "12", date(2026, 5, 20))
    >>> pair = Facts("final_meeting", date(2026, 5, 18), papers=(paper,))
    >>> Report().unmet(pair, date(2026, 5, 21), WorkCalendar()) is None
    True
    """

    purpose: str = "mentoring-report"
    name: ClassVar[str] = "report"

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None:
        if self._given(facts, today):
            return None
        missing = _missing(self.name, "report", self.purpose, facts, today)
        if missing is None or self.purpose not in _WRITERS:
            return missing
        return Reason(
            missing.need,
            missing.reason,
            Words(
                f"Попросите заполнить отчёт по ссылке из письма. {missing.mend.ru}",
                f"Ask for the report by the letter's link. {missing.mend.en}",
            ),
        )

    def each(self, facts: Facts) -> None:
        return None

    def title(self, member: Member | None) -> Words:
        return _title("report", self.purpose)

    def proof(self, facts: Facts, today: date) -> Words:
        if _missing(self.name, "report", self.purpose, facts, today) is None:
            return _proof("report", self.purpose, facts, today)
        member, day = self._given(facts, today)[-1]
        return dated(Words(f"{member.name},", f"{member.name},"), day)

    def _given(self, facts: Facts, today: date) -> list[tuple[Member, date]]:
        """Who has given the report himself, or through the minor's representative, and when."""
        writers = [one for one in facts.members if one.role == _WRITERS.get(self.purpose)]
        return [
            (writer, said.given_on)
            for said in facts.feedback
            if said.report and said.given_on <= today and facts.is_current(said.given_on, said.visit)
            for writer in writers
            if said.person_id == writer.person_id or (writer.minor and said.person_id == writer.representative_id)
        ]


def _missing(need: str, kind: PaperKind, purpose: str, facts: Facts, today: date) -> Reason | None:
    if any(_counts(paper, kind, purpose, facts, today) for paper in facts.papers):
        return None
    title, what = PAPER_TITLES[kind], _what(purpose)
    return Reason(
        need,
        Words(f"Не зарегистрирован {title.ru} {what.ru}", f"The {title.en} {what.en} is not registered"),
        Words(
            f"Оформите и зарегистрируйте {title.ru}: номер и дата",
            f"Issue and register the {title.en}: number and date",
        ),
    )


def _counts(paper: PaperFact, kind: PaperKind, purpose: str, facts: Facts, today: date) -> bool:
    if paper.kind != kind or paper.purpose != purpose or paper.on > today or not paper.number:
        return False
    return facts.is_current(paper.on, None)


def _title(kind: PaperKind, purpose: str) -> Words:
    title, what = PAPER_TITLES[kind], _what(purpose)
    return Words(f"{title.ru.capitalize()} {what.ru}", f"The {title.en} {what.en}")


def _proof(kind: PaperKind, purpose: str, facts: Facts, today: date) -> Words:
    last = [paper for paper in facts.papers if _counts(paper, kind, purpose, facts, today)][-1]
    return dated(Words(f"№\N{NO-BREAK SPACE}{last.number} от", f"No. {last.number} of"), last.on)


def _what(purpose: str) -> Words:
    return _PURPOSES.get(purpose, Words(f"({purpose})", f"({purpose})"))
