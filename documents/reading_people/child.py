"""The process in which a stranger's workbook is parsed: the file on its input, lines of JSON on its output.

`{"progress": [done, total]}` any number of times, then `{"sheets": [{"title", "rows": [[row, [[column, text]]]]}]}` or
`{"refused": {"ru", "en"}}`. Rows and columns are counted from 1, as Excel shows them; hidden sheets stay out.
"""

import json
import re
import sys
from collections.abc import Callable
from typing import IO, Any

from documents.reading_people import sentences
from documents.reading_roadmaps import limits
from documents.reading_roadmaps import sentences as general
from documents.reading_roadmaps.kinds import kind_of
from documents.reading_roadmaps.package import Element, Package, attribute, child, local
from documents.reading_roadmaps.sheet_cells import Book
from documents.reading_roadmaps.sheet_rows import rows_of
from engine.refusals import BadInput

_UNWRITTEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_STEPS = 50
_HIDDEN = ("hidden", "veryHidden")


def main(given: IO[bytes], answers: IO[bytes]) -> None:
    limits.bound_itself()
    limits.bound_for_good()
    try:
        line = _line({"sheets": sheets_of(given.read(), _progress(answers))})
    except BadInput as refusal:
        line = _refused(sentences.in_words_of_people(refusal, most_rows=limits.ROWS))
    except MemoryError:
        line = _refused(sentences.too_big())
    except Exception as error:  # whatever a broken file provokes in a parser, a person gets a sentence
        line = _refused(general.broken(), fault=type(error).__name__)
    answers.write(line)
    answers.flush()


def sheets_of(data: bytes, progress: Callable[[int, int], None]) -> list[dict[str, Any]]:
    """The filled cells of every visible sheet. Raises BadInput, and for broken files anything at all."""
    kind = kind_of(data)
    if kind != "xlsx":
        raise sentences.no_table()
    package = Package(data)
    main_part = next((path for name, path in package.relations("").values() if name == "officeDocument"), "")
    main_part = main_part if main_part in package else "xl/workbook.xml"
    root = package.tree(main_part)
    if root is None:
        raise general.broken()
    related = package.relations(main_part)
    listed = _visible(package, root, related)
    book = Book.opened(package, root, related)
    total = sum(package.size(path) for _, path in listed)
    before = rows = 0
    found: list[dict[str, Any]] = []
    for title, path in listed:

        def along(done: int, before: int = before) -> None:
            progress(min(before + done, total), total)

        read = rows_of(package, path, book, along)
        rows += len(read.cells)
        if rows > limits.ROWS:
            raise sentences.too_many_rows(limits.ROWS)
        found.append({"title": title[:100], "rows": [[at, _cells(cells)] for at, cells in sorted(read.cells.items())]})
        before += package.size(path)
    if not rows:
        raise sentences.empty()
    return found


def _visible(package: Package, root: Element, related: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Titles and parts of the sheets people see."""
    found: list[tuple[str, str]] = []
    sheets = child(root, "sheets")
    for sheet in sheets if sheets is not None else ():
        kind, path = related.get(attribute(sheet, "id"), ("", "")) if local(sheet) == "sheet" else ("", "")
        if kind == "worksheet" and path in package and attribute(sheet, "state") not in _HIDDEN:
            found.append((attribute(sheet, "name"), path))
    return found


def _cells(cells: dict[int, str]) -> list[list[Any]]:
    if max(cells) > limits.COLUMNS:
        raise sentences.too_big()
    return [[column, _UNWRITTEN.sub("", text)[: limits.LONGEST]] for column, text in sorted(cells.items())]


def _progress(answers: IO[bytes]) -> Callable[[int, int], None]:
    last = -1

    def told(done: int, total: int) -> None:
        nonlocal last
        step = done * _STEPS // max(total, 1)
        if step != last:
            last = step
            answers.write(_line({"progress": [done, total]}))
            answers.flush()

    return told


def _line(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _refused(refusal: BadInput, fault: str = "") -> bytes:
    return _line({"refused": {"ru": refusal.words.ru, "en": refusal.words.en}, "fault": fault})


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
