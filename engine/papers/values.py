"""What was collected for a paper → the words of its placeholders, and what is missing or doubtful."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.papers import spelling
from engine.papers.cases import OBLIQUE, Case, Cases, Inflect
from engine.papers.model import PaperField, PaperForm
from engine.papers.placeholders import COUNT


@dataclass(frozen=True, slots=True)
class Person:
    """A name with what its cases depend on; `sex` is «f», «m» or "" when nobody said."""

    full: str
    sex: str = ""


Given = str | int | float | date | Person | None
Row = Mapping[str, Given]
Collected = Mapping[str, Given | Sequence[Row]]
"""By the names of fields. A list is a sequence of rows, each by the names of the fields of a row."""

Filled = Mapping[str, "str | tuple[Mapping[str, str], ...]"]
"""By placeholders: `mentor.name.gen` → words; a list → its rows, each by placeholders without `row.`."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Words whose cases were guessed: a person must look before the paper is registered."""

    placeholder: str
    words: str


@dataclass(frozen=True, slots=True)
class Filling:
    values: Filled
    doubts: tuple[Doubt, ...]


def filled(form: PaperForm, given: Collected, inflect: Inflect, typed: Mapping[str, str] | None = None) -> Filling:
    """The words of every placeholder; `typed` (by placeholder, outside lists) stands over what is derived.

    What is absent becomes an empty text: `missing` says first what must not be. Never raises.
    """
    writing = _Writing(inflect)
    values: dict[str, str | tuple[Mapping[str, str], ...]] = {}
    for field in form.fields:
        value = given.get(field.name)
        if field.of == "rows":
            values[field.name] = tuple(writing.row(field, row, n) for n, row in enumerate(_rows(value), 1))
        else:
            values.update(writing.field(field, None if _is_list(value) else value, ""))  # type: ignore[arg-type]  # no list
    values.update({name: words for name, words in (typed or {}).items() if isinstance(values.get(name), str)})
    return Filling(values, tuple(dict.fromkeys(writing.doubts)))


def missing(form: PaperForm, given: Collected) -> Iterator[PaperField]:
    """The required fields without a value; a required list without rows is one of them, and so is one with a row that
    lacks what each row must have.
    """
    for field in form.fields:
        value = given.get(field.name)
        if field.of != "rows":
            if field.required and _empty(value):
                yield field
            continue
        rows = _rows(value)
        if field.required and not rows:
            yield field
        for inner in field.fields:
            if inner.required and any(_empty(row.get(inner.name)) for row in rows):
                yield inner


class _Writing:
    def __init__(self, inflect: Inflect) -> None:
        self._inflect = inflect
        self.doubts: list[Doubt] = []

    def row(self, of: PaperField, row: Row, n: int) -> Mapping[str, str]:
        values = {COUNT: str(n)}
        for field in of.fields:
            values.update(self.field(field, row.get(field.name), f"{of.name}."))
        return values

    def field(self, field: PaperField, value: Given, prefix: str) -> Mapping[str, str]:
        name = field.name
        if isinstance(value, Person):
            sex, value = value.sex, value.full
        else:
            sex = ""
        if field.of == "date":
            return dict(_dates(name, value))
        text = _text(value)
        if field.of == "name":
            return dict(self._names(name, " ".join(text.split()), sex, prefix))
        if field.of == "position":
            return dict(self._positions(name, " ".join(text.split()), prefix))
        return {name: text, f"{name}.capital": spelling.capital(text)} if field.of == "text" else {name: text}

    def _cases(self, name: str, words: str, sex: str, prefix: str, *, of_name: bool) -> Cases:
        if not words:
            return Cases.unchanged("")
        made = self._inflect("name" if of_name else "position", words, sex)
        if made.doubtful:
            self.doubts.append(Doubt(prefix + name, words))
        return made.cases

    def _names(self, name: str, full: str, sex: str, prefix: str) -> Iterator[tuple[str, str]]:
        cases = self._cases(name, full, sex, prefix, of_name=True)
        for ending, case in _endings():
            words = cases.in_(case)
            surname = "".join(words.split()[:1])
            yield f"{name}{ending}", words
            yield f"{name}{ending}.initials", spelling.initials_first(full, surname)
            yield f"{name}{ending}.short", spelling.surname_first(full, surname)

    def _positions(self, name: str, post: str, prefix: str) -> Iterator[tuple[str, str]]:
        cases = self._cases(name, post, "", prefix, of_name=False)
        for ending, case in _endings():
            yield f"{name}{ending}", cases.in_(case)
            yield f"{name}{ending}.capital", spelling.capital(cases.in_(case))


def _endings() -> Iterator[tuple[str, Case]]:
    yield "", "nom"
    for case in OBLIQUE:
        yield f".{case}", case


def _dates(name: str, value: Given) -> Iterator[tuple[str, str]]:
    """A day that was typed as words stays those words, however it is asked for."""
    if isinstance(value, date):
        yield name, spelling.date_in_words(value)
        yield f"{name}.short", spelling.date_in_figures(value)
        yield f"{name}.quoted", spelling.date_in_quotes(value)
    else:
        yield from ((f"{name}{ending}", _text(value)) for ending in ("", ".short", ".quoted"))


def _text(value: Given) -> str:
    if value is None:
        return ""
    if isinstance(value, Person):
        return value.full
    if isinstance(value, date):
        return spelling.date_in_words(value)
    return value if isinstance(value, str) else spelling.number_in_figures(value)


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == Person("")


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _rows(value: object) -> tuple[Row, ...]:
    return tuple(row for row in value if isinstance(row, Mapping)) if isinstance(value, list | tuple) else ()
