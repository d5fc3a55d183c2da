"""Bytes of a workbook → the rows of people in it. No database: a long file is read before any transaction begins."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from documents.reading_people.reading import read_sheets
from engine.people_reading.sheets import headed
from engine.refusals import BadInput

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A workbook as it came out of the reader. `told`: its sheets, each followed by its rows, as they are kept."""

    sha256: str
    size: int
    told: list[dict[str, Any]]

    @property
    def rows(self) -> int:
        return sum("row" in one for one in self.told)


def read_people_file(data: bytes, *, progress: Progress | None = None) -> PeopleFile:
    """What the file says. The parsing happens in a child process with limits.

    Raises BadInput (field `file`) with one sentence for whatever cannot be read or holds no row.
    """
    told: list[dict[str, Any]] = []
    rows = 0
    for at, sheet in enumerate(headed(read_sheets(data, progress=progress))):
        told.append({"sheet": sheet.document()})
        for row, cells in sheet.rows:
            if not any(cells.get(column, "").strip() for column in sheet.fields):
                continue  # a footnote or a sum beside the table
            told.append({"at": at, "row": row, "cells": {str(column): text for column, text in cells.items()}})
            rows += 1
    if not rows:
        raise BadInput("file", "Под заголовками нет ни одной строки", "There is not a single row under the headings")
    return PeopleFile(hashlib.sha256(data).hexdigest(), len(data), told)
