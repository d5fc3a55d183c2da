"""XLSX → tables, one for each visible sheet, read from its XML as a stream.

openpyxl, when it streams, tells nothing of merged cells and hidden rows, and when it does not, a big sheet takes more
memory than the child process may have; hence the walk is our own. Values are those Excel stored, never formulas.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from documents.reading_roadmaps import sentences
from documents.reading_roadmaps.limits import Account
from documents.reading_roadmaps.package import Element, Package, attribute, child, local
from documents.reading_roadmaps.sheet_cells import Book
from documents.reading_roadmaps.sheet_layout import Sheet, laid_out
from documents.reading_roadmaps.sheet_rows import rows_of
from engine.source import Source, SourceLine, SourceTable
from engine.words import Words

Progress = Callable[[int, int], None]
_HIDDEN = ("hidden", "veryHidden")


@dataclass(frozen=True, slots=True)
class _Listed:
    title: str
    path: str
    hidden: bool


def read_xlsx(data: bytes, progress: Progress) -> Source:
    """`progress` counts bytes of the sheets. Raises BadInput for what is broken or too big."""
    package = Package(data)
    main = next((path for kind, path in package.relations("").values() if kind == "officeDocument"), "")
    main = main if main in package else "xl/workbook.xml"
    root = package.tree(main)
    if root is None:
        raise sentences.broken()
    listed = list(_sheets(package, root, main))
    seen: Counter[str] = Counter()
    account = Account()
    book = Book.opened(package, root, package.relations(main))
    visible = [sheet for sheet in listed if not sheet.hidden]
    total = sum(package.size(sheet.path) for sheet in visible)
    before = 0
    blocks: list[SourceLine | SourceTable] = []
    for sheet in visible:

        def along(done: int, before: int = before) -> None:
            progress(min(before + done, total), total)

        read = rows_of(package, sheet.path, book, along)
        seen.update(read.seen)
        blocks.extend(laid_out(Sheet(sheet.title, read.cells, read.merges), account))
        before += package.size(sheet.path)
    if not visible:
        raise sentences.no_words()
    return Source("xlsx", tuple(blocks), tuple(_notes(package, listed, seen)))


def _sheets(package: Package, root: Element, main: str) -> Iterator[_Listed]:
    related = package.relations(main)
    sheets = child(root, "sheets")
    for sheet in sheets if sheets is not None else ():
        if local(sheet) != "sheet":
            continue
        kind, path = related.get(attribute(sheet, "id"), ("", ""))
        if kind == "worksheet" and path in package:  # a sheet of a chart has no words
            yield _Listed(attribute(sheet, "name"), path, attribute(sheet, "state") in _HIDDEN)


def _notes(package: Package, listed: list[_Listed], seen: Counter[str]) -> Iterator[Words]:
    hidden = ", ".join(f"«{sheet.title}»" for sheet in listed if sheet.hidden)
    if hidden:
        yield Words(f"Скрытые листы не прочитаны: {hidden}.", f"Hidden sheets were not read: {hidden}.")
    for what, ru, en in (
        ("rows", "Скрытые строки не прочитаны", "Hidden rows were not read"),
        ("columns", "Скрытые столбцы не прочитаны", "Hidden columns were not read"),
        (
            "formulas",
            "Формулы, значения которых в файле не сохранены, остались пустыми (откройте файл в Excel и сохраните)",
            "Formulas whose values are not stored stayed empty (open the file in Excel and save it)",
        ),
    ):
        if seen[what]:
            yield Words(f"{ru}: {seen[what]}.", f"{en}: {seen[what]}.")
    if package.named("xl/comments") or package.named("xl/threadedcomments"):
        yield Words("Примечания к ячейкам не прочитаны.", "Comments on cells were not read.")
    if any(b"<a:t>" in package.part(name) for name in package.named("xl/drawings/drawing")):
        yield Words("Надписи поверх листа не прочитаны.", "Texts drawn over a sheet were not read.")
