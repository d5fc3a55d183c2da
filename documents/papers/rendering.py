"""Fills a DOCX template with values.

Nothing in a template is run: placeholders are looked up in a dictionary, rows are copied. Values go in as text of the
tree after the placeholders were found, so none of them can become markup or a placeholder.
"""

from collections.abc import Mapping
from copy import deepcopy

from documents.papers.parts import repacked, w, wordy_parts
from documents.papers.plain import plain
from documents.papers.tails import hold_tails
from documents.papers.tokens import END, FOR, paragraphs, replaced, row_words, rows_of, table_of
from documents.reading_roadmaps.package import Element, Package
from engine.papers.values import Filled

_Rows = tuple[Mapping[str, str], ...]


def rendered(template: bytes, values: Filled) -> bytes:
    """The DOCX. A placeholder without a value stays empty. Raises BadInput when the template is no DOCX at all."""
    single = {name: plain(value) for name, value in values.items() if isinstance(value, str)}
    lists = {name: value for name, value in values.items() if not isinstance(value, str)}
    changed: dict[str, Element] = {}
    for _, name, root in wordy_parts(Package(template)):
        _fill(root, single, lists)
        changed[name] = root
    return repacked(template, changed)


def _fill(root: Element, single: dict[str, str], lists: Mapping[str, _Rows]) -> None:
    # Which paragraphs are filled with what is settled before the first value stands in the tree.
    filled: list[tuple[Element, dict[str, str]]] = []
    repeated: set[int] = set()
    keep: list[Element] = []  # lxml gives another object, with another id, once nobody holds the first
    for table in list(root.iter(w("tbl"))):
        for var, of_list, body in _loops(table):
            for copies, row in _copied(body, lists.get(of_list, ())):
                scope = single | {f"{var}.{name}": plain(value) for name, value in row.items()}
                for paragraph in (inner for copy in copies for inner in paragraphs(copy)):
                    filled.append((paragraph, scope))
                    repeated.add(id(paragraph))
                    keep.append(paragraph)
    filled += [(paragraph, single) for paragraph in paragraphs(root) if id(paragraph) not in repeated]
    for paragraph, scope in filled:
        replaced(paragraph, scope)
    for table in list(root.iter(w("tbl"))):
        if not rows_of(table):
            _remove_table(table)
    hold_tails(root)


def _loops(table: Element) -> list[tuple[str, str, list[Element]]]:
    """(variable, list, rows between the tags); the rows of the tags are taken away."""
    found: list[tuple[str, str, list[Element]]] = []
    opened: tuple[str, str, list[Element]] | None = None
    for row in rows_of(table):
        words = row_words(row)
        if begin := FOR.search(words):
            opened = (begin[1], begin[2], [])
            row.getparent().remove(row)
        elif END.search(words):
            row.getparent().remove(row)
            if opened is not None:
                found.append(opened)
            opened = None
        elif opened is not None:
            opened[2].append(row)
    return found


def _copied(body: list[Element], rows: _Rows) -> list[tuple[list[Element], Mapping[str, str]]]:
    """A copy of the rows of the template for each row of the list, in the template's place."""
    made: list[tuple[list[Element], Mapping[str, str]]] = []
    for row in rows if body else ():
        copies = [deepcopy(one) for one in body]
        for copy in copies:
            body[0].addprevious(copy)
        made.append((copies, row))
    for one in body:
        one.getparent().remove(one)
    return made


def _remove_table(table: Element) -> None:
    """A list without a header and without rows: a table must have a row, so it goes, but a cell keeps a paragraph."""
    owner = table.getparent()
    if owner.tag == w("tc") and sum(1 for _ in owner.iterchildren(w("p"), w("tbl"))) == 1:
        owner.append(owner.makeelement(w("p")))
    if table_of(table) is None or owner.tag == w("tc"):
        owner.remove(table)
