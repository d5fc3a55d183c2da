"""Yearly indicators: tables with a column per year, and the same as lines of text that end in the numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.roadmap_reading.columns import Row, filled, year_columns
from engine.roadmap_reading.flowing import Pen
from engine.roadmap_reading.model import ReadIndicator, Unused
from engine.roadmap_reading.numbers import number_of
from engine.roadmap_reading.placing import HEADER_AGAIN, Patch
from engine.source import SourceLine, Spot
from engine.words import Words

_NUMBER = r"(?:не\s+(?:менее|ниже|меньше|более)\s+|до\s+|от\s+)?\d{1,3}(?:[.,]\d{1,2})?\s*%?"
_VALUE = re.compile(
    rf"^\s*({_NUMBER})(?:\s*[-–—]\s*\d{{1,3}}(?:[.,]\d{{1,2}})?\s*%?)?(?:\s*(?:чел\.?|шт\.?|ед\.?|человек))?\s*$",
    re.IGNORECASE,
)
NO_FIGURES = Words("Строка без значений по годам", "A row without yearly figures")
ROW_NUMBER = Words("Номер строки", "The number of a row")
_LONGEST_UNIT = 10
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")
_TAIL = re.compile(r"((?:\s+|^)\d{1,3}(?:[.,]\d{1,2})?\s?%?){2,12}\s*$")
_YEARS = re.compile(r"((?:\s+|^)20\d\d(?:\s?(?:г\.|год|г))?){2,12}\s*$")
_YEAR = re.compile(r"20\d\d")
_FORMULA = re.compile(
    r"\(\s*(?=(?:отношени|соотношени|процентное\s+отношени|дол[яи]\s|количеств|численност|числ[оа]|кол-во|рассчит|формула))",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<=[%.,;:])\s*(?=отношение\s)", re.IGNORECASE)
_RATIO = re.compile(
    r"^(?:процентное\s+)?(?:со)?отношение\s+(.+?)\s*,?\s+к(?:о)?\s+(?=общ|количеств|числ|сумм|всем|всей)(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_DIVIDED = re.compile(r"^(.+?)\s+(?:/|:|÷|делённое\s+на|деленное\s+на)\s+(.+)$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Figures:
    """The indicators of a table or of some lines, and what of them is furniture."""

    indicators: tuple[ReadIndicator, ...]
    unused: tuple[Unused, ...] = ()


def figures_of(rows: Sequence[Row], years: dict[int, int], pen: Pen) -> Figures:
    """Indicators of the rows under a header of years: grid column → year."""
    found: list[ReadIndicator] = []
    unused: list[Unused] = []
    waiting: list[Patch] = []
    for row in rows:
        if year_columns(row):
            unused += [Unused(cell.text, cell.at, HEADER_AGAIN) for cell in filled(row)]
            continue
        values = {years[cell.column]: cell.text for cell in row if cell.column in years and cell.text.strip()}
        words = _words(row, years)
        unused += [
            Unused(cell.text, cell.at, ROW_NUMBER)
            for cell in filled(row)
            if cell.column not in years and number_of(cell.text)
        ]
        if not values:
            # Words without figures begin the row that follows, or go on with the one above.
            if found and _unfinished(found[-1]) and words:
                found[-1] = _more(found[-1], words, pen)
            else:
                waiting += words
            continue
        if not any(_VALUE.match(text) for text in values.values()) or not (words or waiting):
            unused += [Unused(cell.text, cell.at, NO_FIGURES) for cell in filled(row)]
            continue
        targets = {year: value for year, text in values.items() if (value := _value(text)) is not None}
        found.append(_indicator([*waiting, *words], targets, pen))
        waiting = []
    unused += [Unused(patch.text, patch.at[0], NO_FIGURES) for patch in waiting]
    return Figures(tuple(found), tuple(unused))


def _words(row: Row, years: dict[int, int]) -> list[Patch]:
    """What is measured; a column of units («%», «ед.») goes on after a comma."""
    cells = [cell for cell in filled(row) if cell.column not in years and not number_of(cell.text)]
    patches = [Patch(cell.text, (cell.at,)) for cell in cells]
    if len(patches) > 1 and len(patches[-1].text) <= _LONGEST_UNIT:
        before, unit = patches[-2:]
        told = before.text if unit.text in before.text else f"{before.text}, {unit.text}"
        patches[-2:] = [Patch(told, before.at)]
    return patches


def looks_like_figures(rows: Sequence[Row], years: dict[int, int]) -> bool:
    """Whether rows without a header go on under the years of the table before them."""
    return bool(rows) and all(
        sum(1 for cell in row if cell.column in years and _VALUE.match(cell.text)) * 2 >= len(years)
        for row in rows
        if len(filled(row)) > 1
    )


def years_of_line(text: str) -> tuple[int, ...]:
    """Years at the end of a line that heads yearly figures.

    >>> years_of_line("Наименование показателя 2020 2021 2022"), years_of_line("на 2020 год")
    ((2020, 2021, 2022), ())
    """
    found = _YEARS.search(text)
    years = tuple(int(year) for year in _YEAR.findall(found[0])) if found else ()
    return years if len(years) >= 2 and list(years) == sorted(set(years)) else ()


def figures_of_lines(lines: Sequence[SourceLine], years: Sequence[int], pen: Pen) -> tuple[Figures, int]:
    """Indicators written as lines, each ending in one number per year; and how many lines they take."""
    found: list[ReadIndicator] = []
    words: list[Patch] = []
    taken = 0
    for place, line in enumerate(lines):
        text = line.text.strip()
        if not text:
            continue
        tail = _TAIL.search(text)
        numbers = _DIGITS.findall(tail[0]) if tail else []
        if tail and len(numbers) >= len(years):
            numbers = numbers[-len(years) :]
            before = text[: tail.start()].strip()
            patch = [Patch(before, (line.at,))] if before else []
            if not words and not patch:
                break
            targets = dict(zip(years, map(_number, numbers), strict=True))
            found.append(_indicator([*words, *patch], targets, pen, line.at))
            words, taken = [], place + 1
        elif years_of_line(text):
            taken = place + 1 if not words else taken
        else:
            words.append(Patch(text, (line.at,)))
    return Figures(tuple(found)), taken


def split_formula(words: str) -> tuple[str, str]:
    """A title and the formula in brackets behind it.

    >>> split_formula("Доля детей (с 10 лет), % (отношение числа детей (всех) к числу жителей).")
    ('Доля детей (с 10 лет), %', 'отношение числа детей (всех) к числу жителей')
    """
    found = _FORMULA.search(words)
    if not found:
        bare = _BARE.search(words)
        return (words[: bare.start()].strip(), words[bare.end() :].strip(" .")) if bare else (words.strip(), "")
    formula = words[found.end() :].strip(" .;")
    if formula.endswith(")"):
        formula = formula[:-1].rstrip(" .;")
    return words[: found.start()].strip(), formula


def parts_of(formula: str) -> tuple[str, str]:
    """What is counted and of what.

    >>> parts_of("отношение количества пар, к общему количеству учителей")
    ('количества пар', 'общему количеству учителей')
    """
    found = _RATIO.match(formula) or _DIVIDED.match(formula)
    return (found[1].strip(" ,"), found[2].strip(" .")) if found else ("", "")


def _indicator(patches: Sequence[Patch], targets: dict[int, int | float], pen: Pen, *more: Spot) -> ReadIndicator:
    words = pen.said(patches)
    title, formula = split_formula(words.text)
    numerator, denominator = parts_of(formula)
    at = tuple(dict.fromkeys((*words.at, *more)))
    return ReadIndicator(title, formula, numerator, denominator, tuple(sorted(targets.items())), at)


def _unfinished(one: ReadIndicator) -> bool:
    """Whether an indicator's words stop inside a bracket: a page ended there."""
    text = f"{one.title} ({one.formula}" if one.formula else one.title
    return (bool(one.formula) and not one.denominator) or text.count("(") > text.count(")") + 1


def _more(one: ReadIndicator, patches: Sequence[Patch], pen: Pen) -> ReadIndicator:
    before = f"{one.title} ({one.formula}" if one.formula else one.title
    return _indicator([Patch(before, one.at), *patches], dict(one.targets), pen)


def _value(text: str) -> int | float | None:
    found = _VALUE.match(text)
    number = _DIGITS.search(found[1]) if found else None
    return _number(number[0]) if number else None


def _number(text: str) -> int | float:
    value = float(text.replace(",", "."))
    return int(value) if value.is_integer() else value
