"""A roadmap before it becomes a document: what its author means, apart from how the page looks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One activity. `span`: the deadline's two halves where a document has a column for each."""

    activity: str
    deadline: str
    responsible: str = ""
    result: str = ""
    document: str = ""
    indicator: str = ""
    number: str = ""
    others: Mapping[str, str] = field(default_factory=dict)  # meaning of a column of this plan alone → words
    span: tuple[str, str] | None = None

    def words(self, meaning: str) -> str:
        return self.others[meaning] if meaning in self.others else str(getattr(self, meaning, ""))


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a heading; a heading without number or title is none: its rows stand before any section."""

    number: str
    title: str
    rows: tuple[Row, ...]
    result: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A yearly share: its title, the words in brackets, its targets by year."""

    title: str
    formula: str
    targets: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """`approval`: the lines of the stamp. `headings`: meaning → words of the column, for the columns it has."""

    name: str
    title: str
    headings: Mapping[str, str]
    sections: tuple[Section, ...]
    approval: tuple[str, ...] = ()
    goal: str = ""
    tasks: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    indicators_title: str = ""
    footnote: str = ""

    def rows(self) -> Iterator[Row]:
        for section in self.sections:
            yield from section.rows
