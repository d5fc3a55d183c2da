"""The words of a DOCX paragraph as one text, however Word has cut them into runs, and the tokens in it."""

import re
from collections.abc import Iterator
from copy import deepcopy
from itertools import accumulate

from documents.papers.parts import w
from documents.reading_roadmaps.package import Element
from engine.papers.placeholders import NAME, PLACEHOLDER

BRACED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
FOR = re.compile(r"\{%\s*tr\s+for\s+([a-z][a-z0-9_]*)\s+in\s+(" + NAME + r")\s*%\}")
END = re.compile(r"\{%\s*tr\s+endfor\s*%\}")
STRAY = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_KEPT = (w("drawing"), w("pict"), w("object"), w("sectPr"), w("footnoteReference"))
_ONCE = (*_KEPT, w("br"), w("fldChar"), w("fldSimple"), w("bookmarkStart"))  # not to be copied with a paragraph
_WITHIN_PARAGRAPH = (w("p"), w("txbxContent"))


def text_nodes(paragraph: Element) -> list[Element]:
    """The `w:t` of this paragraph, without those of text boxes in it: these have paragraphs of their own."""
    found: list[Element] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == w("t"):
            found.append(element)
        elif element.tag not in _WITHIN_PARAGRAPH:
            waiting.extend(reversed(element))
    return found


def words_of(paragraph: Element) -> str:
    return "".join(node.text or "" for node in text_nodes(paragraph))


def paragraphs(root: Element) -> Iterator[Element]:
    yield from root.iter(w("p"))


def table_of(element: Element) -> Element | None:
    """The innermost table an element stands in."""
    return next(element.iterancestors(w("tbl")), None)


def rows_of(table: Element) -> list[Element]:
    """Its own rows, not those of tables within."""
    return [row for row in table.iter(w("tr")) if table_of(row) is table]


def row_words(row: Element) -> str:
    return "".join(words_of(paragraph) for paragraph in paragraphs(row))


def replaced(paragraph: Element, values: dict[str, str]) -> None:
    """Puts values in the place of placeholders, in the look of the run where each begins.

    A paragraph all of whose placeholders are empty goes. Further lines of a value at its end become paragraphs of their
    own. What stands in a value is never looked at again.
    """
    nodes = text_nodes(paragraph)
    joined = "".join(node.text or "" for node in nodes)
    found = list(PLACEHOLDER.finditer(joined))
    if not found:
        return
    words = [values.get(one[1], "") for one in found]
    if not any(word.strip() for word in words):
        _leave_out(paragraph, nodes)
        return
    if not joined[found[-1].end() :].strip() and not any(True for _ in paragraph.iter(*_ONCE)):
        words[-1], *further = [line for line in words[-1].split("\n") if line.strip()] or [""]
        _add_lines(paragraph, nodes, found[-1].start(), further)
    _splice(nodes, [(_from(joined, one, word), one.end(), word) for one, word in zip(found, words, strict=True)])


def _from(joined: str, token: "re.Match[str]", word: str) -> int:
    """An empty value takes the comma before it along: «Иванова А. С., » is «Иванова А. С.»."""
    before = joined[: token.start()]
    return len(before.rstrip().removesuffix(",")) if not word.strip() and before.endswith(", ") else token.start()


def _leave_out(paragraph: Element, nodes: list[Element]) -> None:
    owner = paragraph.getparent()
    alone = sum(1 for inner in owner if inner.tag == w("p")) == 1  # a cell, a header must keep one paragraph
    before = paragraph.getprevious()
    last_of_cell = (  # a cell must end with a paragraph
        paragraph.getnext() is None and owner.tag == w("tc") and (before is None or before.tag != w("p"))
    )
    if alone or last_of_cell or any(True for _ in paragraph.iter(*_KEPT)):
        for node in nodes:
            node.text = ""
    else:
        owner.remove(paragraph)


def _add_lines(paragraph: Element, nodes: list[Element], start: int, lines: list[str]) -> None:
    """A copy of the paragraph for each line behind it, in the look of the run where the value begins."""
    ends = accumulate(len(node.text or "") for node in nodes)
    holder = next(number for number, end in enumerate(ends) if start < end)
    for line in reversed(lines):
        copy = deepcopy(paragraph)
        for number, node in enumerate(text_nodes(copy)):
            _write(node, line if number == holder else "")
        paragraph.addnext(copy)


def _splice(nodes: list[Element], pieces: list[tuple[int, int, str]]) -> None:
    """Cuts each [from, to) of the joined text out of whatever nodes hold it and writes the word where it began."""
    at = 0
    for node in nodes:
        text = node.text or ""
        begin, end = at, at + len(text)
        at = end
        made, here = "", begin
        for start, stop, word in pieces:
            if stop <= begin or start >= end:
                continue
            made += text[here - begin : max(start - begin, 0)] if start > here else ""
            if start >= begin:
                made += word
            here = min(stop, end)
        _write(node, made + text[here - begin :])


def _write(node: Element, text: str) -> None:
    """Text into a `w:t`; ends of lines become line breaks of the same run."""
    first, *rest = text.split("\n")
    node.text = first
    node.set(_SPACE, "preserve")
    after = node
    for line in rest:
        line_break = node.makeelement(w("br"))
        more = node.makeelement(w("t"))
        more.text = line
        more.set(_SPACE, "preserve")
        after.addnext(line_break)
        line_break.addnext(more)
        after = more
