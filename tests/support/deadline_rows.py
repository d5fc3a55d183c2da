"""Rows of the deadline fixtures: the key of the five seeds, further examples, and our own."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from engine.periods import Period

FOLDER = Path(__file__).parents[1] / "fixtures" / "deadlines"


@dataclass(frozen=True, slots=True)
class Row:
    """One phrase with its plan's period and the expected meaning."""

    id: str
    phrase: str
    period: Period | None
    kind: str
    value: str

    def __str__(self) -> str:
        return self.id


def rows(*files: str) -> list[Row]:
    """All rows of these files of tests/fixtures/deadlines, in order."""
    return [_row(line) for file in files for line in (FOLDER / file).read_text("utf-8").splitlines()[1:]]


def _row(line: str) -> Row:
    name, phrase, start, end, kind, value, *_ = [*line.split("\t"), ""]
    period = Period(date.fromisoformat(start), date.fromisoformat(end)) if start else None
    return Row(name, phrase.replace("\\n", "\n"), period, kind, value)


def comparable(kind: str, value: str) -> tuple[str, object]:
    """What the answer key compares: kind and value; lists as sets; only the kind of questions and other plans."""
    match kind:
        case "external" | "ambiguous" | "unreadable":
            return kind, ""
        case "event":
            return kind, value.partition(" ")[2]
        case "multi" | "recurring":
            return kind, frozenset(value.split("|"))
        case _:
            return kind, value
