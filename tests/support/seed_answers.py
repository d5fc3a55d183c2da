"""What the five seeds say, row by row: the answer keys of tests/fixtures, and how a reading differs from them."""

import csv
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from engine.periods import Period
from engine.roadmap_reading.model import ReadItem, ReadRoadmap

FIXTURES = Path(__file__).parents[1] / "fixtures"
SEEDS = ("S0", "S1", "S2", "S3", "S4")
YEARS = (2020, 2021, 2022, 2023, 2024)
PERIODS = {
    "S0": Period(date(2020, 1, 1), date(2024, 12, 31)),
    "S1": Period(date(2025, 9, 1), date(2026, 8, 31)),
    "S2": Period(date(2021, 4, 1), date(2022, 5, 31)),
    "S3": Period(date(2020, 1, 1), date(2024, 12, 31)),
    "S4": None,  # its head names no years, and two of its rows go on for ever
}
# The cell is blank in the lines of S2; its words stand in the row above, with which it was merged.
MERGED_WITH_ABOVE = {("S2-5.3", "result"): "Аналитическая справка"}
_AFTER_A_POINT = re.compile(r"(?<=\d\.) (?=[А-Я])")  # «п.6.1.Положения»: a space there is a matter of taste
_COMPARED_BY_KIND = ("external", "ambiguous")


def answers(name: str) -> list[dict[str, str]]:
    """`rows`, `sections` or `indicators`."""
    return _table(FIXTURES / "seeds" / f"{name}.tsv")


def of_seed(name: str, seed: str) -> list[dict[str, str]]:
    key = "seed" if name == "sections" else "id"
    return [row for row in answers(name) if row[key].split("-")[0] == seed]


@cache
def deadlines() -> dict[str, tuple[str, str]]:
    """id → kind and value."""
    return {row["id"]: (row["kind"], row["value"]) for row in _table(FIXTURES / "deadlines" / "seeds.tsv")}


def plain(words: str) -> str:
    """Words with their spaces made alike."""
    return _AFTER_A_POINT.sub("", " ".join(words.split()))


def same_deadline(item: ReadItem, name: str) -> bool:
    """Whether a deadline has the kind and the value of the key, as its README has them compared."""
    kind, value = deadlines()[name]
    if kind != item.meaning.kind:
        return False
    return kind in _COMPARED_BY_KIND or set(value.split("|")) == set(item.meaning.value.split("|"))


def wording(item: ReadItem) -> dict[str, str]:
    """The columns of an item that the key tells of."""
    said = {
        "activity": item.activity,
        "deadline": item.deadline,
        "responsible": item.responsible,
        "result": item.result,
        "document": item.document,
        "indicator": item.indicator,
    }
    return {"section": item.section, "number": item.number} | {name: plain(one.text) for name, one in said.items()}


def series(read: ReadRoadmap) -> list[tuple[str, str, tuple[tuple[int, int | float], ...]]]:
    return [(plain(one.title), plain(one.formula), one.targets) for one in read.indicators]


def expected_series(seed: str) -> list[tuple[str, str, tuple[tuple[int, int], ...]]]:
    return [
        (plain(row["title"]), plain(row["formula"]), tuple((year, int(row[str(year)])) for year in YEARS))
        for row in of_seed("indicators", seed)
    ]


def misread(read: ReadRoadmap, seed: str) -> Iterator[str]:
    """What differs from the key, row by row; nothing when all rows came out right."""
    rows = of_seed("rows", seed)
    if len(rows) != len(read.items):
        yield f"{len(read.items)} rows instead of {len(rows)}: {[item.number for item in read.items]}"
        return
    for row, item in zip(rows, read.items, strict=True):
        for name, words in wording(item).items():
            wanted = MERGED_WITH_ABOVE.get((row["id"], name), plain(row[name]))
            if words != wanted:
                yield f"{row['id']} {name}: {words!r} instead of {wanted!r}"
        if not same_deadline(item, row["id"]):
            yield f"{row['id']}: {item.meaning.kind} {item.meaning.value} instead of {deadlines()[row['id']]}"


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))
