"""A sheet of people before anybody understood it, and where its table begins."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self, cast

from engine.people_reading.columns import Field, field_of
from engine.refusals import BadInput

_HEADING_WITHIN = 30  # filled rows: titles and stamps may stand above a table
_NAMES: frozenset[Field] = frozenset({"name", "surname"})


@dataclass(frozen=True, slots=True)
class Grid:
    """Filled cells by row and column, both counted from 1 as a spreadsheet shows them; rows from above."""

    title: str
    rows: tuple[tuple[int, Mapping[int, str]], ...]


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet whose heading row was found: the field of every known column, the titles as they stand."""

    title: str
    heading: int
    fields: Mapping[int, Field]
    titles: Mapping[int, str]
    above: tuple[tuple[int, Mapping[int, str]], ...] = ()
    rows: tuple[tuple[int, Mapping[int, str]], ...] = field(default=(), repr=False)

    def document(self) -> dict[str, Any]:
        """Without its rows, as JSON."""
        return {
            "title": self.title,
            "heading": self.heading,
            "fields": {str(column): name for column, name in self.fields.items()},
            "titles": {str(column): text for column, text in self.titles.items()},
            "above": [[row, {str(column): text for column, text in cells.items()}] for row, cells in self.above],
        }

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Self:
        """The sheet as it was kept, without its rows."""
        return cls(
            document["title"],
            document["heading"],
            {int(column): cast(Field, name) for column, name in document["fields"].items()},
            {int(column): text for column, text in document["titles"].items()},
            tuple((row, {int(column): text for column, text in cells.items()}) for row, cells in document["above"]),
        )


def headed(grids: tuple[Grid, ...]) -> tuple[Headed, ...]:
    """The sheets that hold a table of people. Raises BadInput when none does, or when one names a column twice."""
    found = tuple(one for grid in grids if (one := _headed(grid)) is not None)
    if found:
        return found
    raise BadInput(
        "file",
        "Не найдена строка заголовков: нужен столбец «ФИО» (или «Фамилия», «Имя», «Отчество»). Скачайте шаблон",
        "No heading row was found: a column “ФИО” (name) is needed. Download the template",
    )


def column_letters(column: int) -> str:
    """
    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _headed(grid: Grid) -> Headed | None:
    for at, (row, cells) in enumerate(grid.rows[:_HEADING_WITHIN]):
        fields: dict[int, Field] = {
            column: known for column, text in cells.items() if (known := field_of(text)) is not None
        }
        if _NAMES.isdisjoint(fields.values()) or len(fields) < 2:
            continue
        _refuse_twice(grid.title, fields)
        below = [one for one in grid.rows[at + 1 :] if not _numbers(one[1]) and dict(one[1]) != dict(cells)]
        return Headed(grid.title, row, fields, dict(cells), grid.rows[:at], tuple(below))
    return None


def _refuse_twice(title: str, fields: Mapping[int, Field]) -> None:
    seen: dict[Field, int] = {}
    for column, known in sorted(fields.items()):
        if known in seen:
            one, other = column_letters(seen[known]), column_letters(column)
            raise BadInput(
                "file",
                f"Лист «{title}»: столбцы {one} и {other} значат одно и то же, оставьте один",
                f"Sheet “{title}”: columns {one} and {other} mean the same, leave one of them",
            )
        seen[known] = column


def _numbers(cells: Mapping[int, str]) -> bool:
    """The row «1 2 3 4 5» under a heading."""
    said = [text.strip() for _, text in sorted(cells.items())]
    return len(said) > 2 and said == [str(number) for number in range(1, len(said) + 1)]
