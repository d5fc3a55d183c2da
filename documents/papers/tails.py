"""No signature stands alone on a page: the last rows of a long table go with it.

Word would keep rows with the next paragraph by their own properties, LibreOffice keeps whole tables only. So the last
rows become a table of their own that is kept with what follows; the seam between the two is too thin to be seen.
"""

from copy import deepcopy

from documents.papers.parts import w
from documents.papers.tokens import rows_of
from documents.reading_roadmaps.package import Element

_TAIL = 2  # rows; with one alone LibreOffice does not keep the table
_LONG = 8  # rows; a shorter table hardly ends at the end of a page


def hold_tails(root: Element) -> None:
    """Cut the tail off every long table that kept empty lines tie to a table after it: that of the signatures."""
    for table in list(root.iter(w("tbl"))):
        if len(rows_of(table)) >= _LONG and _tied(table):
            _cut(table)


def _tied(table: Element) -> bool:
    for lines, after in enumerate(table.itersiblings()):
        if after.tag == w("tbl"):
            return lines > 0
        if after.tag != w("p") or after.find(f"{w('pPr')}/{w('keepNext')}") is None or _words(after):
            return False
    return False


def _words(paragraph: Element) -> str:
    return "".join(node.text or "" for node in paragraph.iter(w("t"))).strip()


def _cut(table: Element) -> None:
    tail = deepcopy(table)
    for row in rows_of(tail)[:-_TAIL]:
        tail.remove(row)
    for row in rows_of(table)[-_TAIL:]:
        table.remove(row)
    for paragraph in tail.iter(w("p")):
        _keep(paragraph)
    seam = table.makeelement(w("p"))
    properties = _keep(seam)
    thin = {w("before"): "0", w("after"): "0", w("line"): "1", w("lineRule"): "exact"}
    properties.append(table.makeelement(w("spacing"), thin))
    table.addnext(seam)
    seam.addnext(tail)


def _keep(paragraph: Element) -> Element:
    """Kept with the next; the property stands where the schema wants it, after the style."""
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = paragraph.makeelement(w("pPr"))
        paragraph.insert(0, properties)
    if properties.find(w("keepNext")) is None:
        style = properties.find(w("pStyle"))
        properties.insert(0 if style is None else 1, properties.makeelement(w("keepNext")))
    return properties
