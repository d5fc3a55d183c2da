"""What was understood of a roadmap's document, every value beside the words it came from."""

from dataclasses import dataclass, field

from engine.deadlines.model import Deadline
from engine.periods import Period
from engine.roadmaps import Approval, DocumentKind, Responsible, Threshold
from engine.source import Spot
from engine.words import Words


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the source, broken words joined and spaces mended, with the places they came from."""

    text: str = ""
    at: tuple[Spot, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must decide: about which value, in words, with the candidates there are."""

    field: str  # deadline | responsible | result | document | indicator | number | section | activity
    words: Words
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsibles:
    """Who is responsible, understood: the first role and the others; `to_assign`: the school has to choose.

    `named` are the people (surname and initials) and `outside` the organisations the words name.
    """

    roles: tuple[Responsible, ...] = ()
    to_assign: bool = False
    named: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadSection:
    """A heading. `number` as written without its final dot (`II`, `6.1`), or a letter A, B, … where it had none."""

    number: str
    title: str
    result: str = ""
    at: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One row: the words by columns and what they mean. `section` is a ReadSection.number, "" before the first one.

    `number` is the source's own without its final dot, or its place among all rows ("1"…) where rows have none.
    `others`: (heading, words) of columns that have no meaning of their own here, and of footnotes whose star the row
    carries. Nothing of a row is left out.
    """

    number: str
    section: str
    activity: Said
    deadline: Said
    meaning: Deadline
    responsible: Said = Said()
    who: Responsibles = Responsibles()
    result: Said = Said()
    document: Said = Said()
    document_kinds: tuple[DocumentKind, ...] = ()
    indicator: Said = Said()
    thresholds: tuple[Threshold, ...] = ()
    key: str = ""  # the name lifecycles know such a row by (`first-meeting`, `plans-approved` …), "" for others
    drives: str | None = None  # the pair stage whose leaving this row's date asks for
    others: tuple[tuple[str, Said], ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadIndicator:
    """A yearly share. `targets`: (year, percent), by year. `formula` is the words in brackets, as written."""

    title: str
    formula: str
    numerator: str
    denominator: str
    targets: tuple[tuple[int, int | float], ...]
    at: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Unused:
    """Words that went into nothing: page furniture, repeated headers. `why` says which."""

    text: str
    at: Spot
    why: Words


@dataclass(frozen=True, slots=True)
class ReadRoadmap:
    """The whole document. `headings`: (meaning, words) of its columns in their own order, for printing it again."""

    title: str
    period: Period | None
    approved: Approval | None
    goal: str
    tasks: tuple[str, ...]
    sections: tuple[ReadSection, ...]
    items: tuple[ReadItem, ...]
    indicators: tuple[ReadIndicator, ...]
    unused: tuple[Unused, ...]
    headings: tuple[tuple[str, str], ...] = ()
    organisation: str = ""  # whose roadmap it says it is, "" when it does not
    notes: tuple[Words, ...] = field(default=())
    head: tuple[Said, ...] = ()  # the words around the tables that title, period, approval, goal and tasks came from
