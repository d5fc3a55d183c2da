"""A plan as a PDF, set from HTML: ruled or by white space alone, with words broken at line ends as Word breaks them."""

from collections.abc import Iterator
from html import escape

from weasyprint import HTML  # type: ignore[import-untyped]  # ships no types

from tests.support.typesetting.layout import Cell, Layout, Line, Table, tables
from tests.support.typesetting.plan import Plan

_STYLE = """
@page { size: A4 landscape; margin: 15mm; @bottom-center { content: counter(page); font-size: 9pt } }
body { font: 10pt 'DejaVu Serif', 'Liberation Serif', serif; hyphens: auto; hyphenate-limit-chars: 6 3 3 }
h1 { font-size: 12pt; text-align: center; hyphens: none }
h2 { font-size: 11pt; hyphens: none }
.stamp { text-align: right; hyphens: none }
table { border-collapse: collapse; width: 100%; margin-bottom: 5mm; table-layout: fixed }
td, th { vertical-align: top; overflow-wrap: anywhere; text-align: left; font-weight: normal; padding: 1mm 2mm }
.ruled td, .ruled th { border: .5pt solid black }
.open td, .open th { padding: 1.5mm 4mm 1.5mm 0 }
"""
_WIDTHS = {"number": 5, "deadline": 13, "deadline-end": 13, "responsible": 16}  # percent; the others share the rest


def pdf(plan: Plan, layout: Layout, *, style: str = "") -> bytes:
    """`style`: more CSS, for a narrower page, another font or a page turned on its side."""
    return bytes(HTML(string=html(plan, layout, style=style)).write_pdf())


def html(plan: Plan, layout: Layout, *, style: str = "") -> str:
    return "".join(_document(plan, layout, style))


def _document(plan: Plan, layout: Layout, style: str) -> Iterator[str]:
    yield f"<html lang=ru><style>{_STYLE}{style}</style><body>"
    for line in plan.approval:
        yield f"<div class=stamp>{escape(line)}</div>"
    yield f"<h1>{escape(plan.title)}</h1>"
    if plan.goal:
        yield f"<p>{escape(plan.goal)}</p>"
    if plan.tasks:
        yield "<p>Задачи:</p>"
    for task in plan.tasks:
        yield f"<p>{escape(task)}</p>"
    for table in tables(plan, layout):
        if table.title:
            yield f"<h2>{escape(table.title)}</h2>"
        if table.lines:
            yield from _table(table, layout)
    if plan.footnote:
        yield f"<p>{escape(plan.footnote)}</p>"
    if plan.indicators:
        yield f"<h2>{escape(plan.indicators_title)}</h2>"
        yield from _indicators(plan, layout)
    yield "</body></html>"


def _table(table: Table, layout: Layout) -> Iterator[str]:
    heading = [line for line in table.lines if line.kind == "heading"]
    others = [line for line in table.lines if line.kind != "heading"]
    taken = sum(_WIDTHS.get(meaning, 0) for meaning in table.columns)
    share = (100 - taken) / sum(meaning not in _WIDTHS for meaning in table.columns)
    yield f"<table class={'ruled' if layout.ruled else 'open'}>"
    yield from (f"<col style='width:{_WIDTHS.get(meaning, share)}%'>" for meaning in table.columns)
    group = "thead" if layout.repeat_heading else "tbody"
    yield from (f"<{group}>", *map(_line, heading), f"</{group}><tbody>", *map(_line, others), "</tbody></table>")


def _line(line: Line) -> str:
    return "<tr>" + "".join(map(_cell, line.cells)) + "</tr>"


def _cell(cell: Cell) -> str:
    spans = f" colspan={cell.width}" * (cell.width > 1) + f" rowspan={cell.height}" * (cell.height > 1)
    return f"<td{spans}>{escape(cell.text)}</td>"


def _indicators(plan: Plan, layout: Layout) -> Iterator[str]:
    years = list(plan.indicators[0].targets)
    yield f"<table class={'ruled' if layout.ruled else 'open'}><col style='width:60%'>"
    yield "<tr><td>Наименование показателя</td>" + "".join(f"<td>{year}</td>" for year in years) + "</tr>"
    for one in plan.indicators:
        yield f"<tr><td>{escape(one.title)}<br>({escape(one.formula)})</td>"
        yield "".join(f"<td>{escape(one.targets[year])}</td>" for year in years) + "</tr>"
    yield "</table>"
