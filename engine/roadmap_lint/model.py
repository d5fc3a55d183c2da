"""What the linter looks at and what it says: one shape for a file just read and for a roadmap in force."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from engine.deadlines.model import Deadline
from engine.periods import Period
from engine.roadmap_lint.spans import Span, span_of
from engine.roadmap_reading.doings import doings_of
from engine.source import Spot
from engine.words import Words

Severity = Literal["warning", "hint"]
"""A warning is a defect to mend; a hint is a thought, shown folded and counted apart."""


@dataclass(frozen=True, slots=True)
class LintRow:
    """One row. `asked`: fields the reader could not tell for sure (`responsible`, `result` …).

    `answerable`: somebody is responsible by role or by name even where the cell is blank. `id` only in force.
    """

    number: str
    section: str
    activity: str
    deadline_text: str
    deadline: Deadline
    responsible: str = ""
    result: str = ""
    document: str = ""
    indicator: str = ""
    measured: bool = False  # a figure, a paper or the stages of pairs prove it
    answerable: bool = False
    asked: frozenset[str] = frozenset()
    at: tuple[Spot, ...] = ()
    id: int | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of the row but for its deadline and its responsible."""
        return tuple(text for text in (self.activity, self.result, self.document, self.indicator) if text)

    @property
    def doings(self) -> tuple[str, ...]:
        return doings_of(self.activity, f"{self.result}\n{self.document}")

    @property
    def span(self) -> Span:
        """When it runs; both days None where the deadline names no day of its own."""
        return span_of(self.deadline)

    @property
    def due(self) -> date | None:
        return self.span.due


@dataclass(frozen=True, slots=True)
class LintRoadmap:
    """The whole roadmap. `sections` are their numbers; `organisation` the name it says or belongs to."""

    title: str
    period: Period | None
    approved_on: date | None
    organisation: str
    sections: tuple[str, ...]
    rows: tuple[LintRow, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found. The first row is the one to mend; the others it stands against come after it."""

    rows: tuple[LintRow, ...]
    words: str
    why: Words
    mend: Words
    severity: Severity | None = None  # None: the rule's own


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the linter looks for. `key` is a promise to scripts; `explanation` is for administrators."""

    key: str
    title: Words
    explanation: Words
    severity: Severity
    find: Callable[[LintRoadmap], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding as pages and commands show it."""

    rule: Rule
    severity: Severity
    rows: tuple[LintRow, ...]
    words: str
    why: Words
    mend: Words

    @property
    def items(self) -> tuple[str, ...]:
        """The numbers of its rows, the one to mend first."""
        return tuple(row.number for row in self.rows)

    @property
    def at(self) -> tuple[Spot, ...]:
        """Where the rows stand: the first place of each."""
        return tuple(row.at[0] for row in self.rows if row.at)
