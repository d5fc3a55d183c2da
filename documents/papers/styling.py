"""What a Russian official paper looks like: A4, fields, Times New Roman, numbered lists, page numbers."""

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
INDENT = Mm(12.5)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LEFT, _RIGHT, _TOP, _BOTTOM = 30, 15, 20, 20  # mm: room for a binder on the left
_SHORT, _LONG = 210, 297
_USELESS = frozenset({"thumbnail", "stylesWithEffects", "customXml"})
_TABLES = frozenset({"TableNormal", "TableGrid"})


def clear_out(document: DocxDocument) -> None:
    """Out with what the library's empty document brings along and no paper uses: a picture of another document, styles
    for Word 2010, a hundred styles of tables, its own days of 2013. A paper is a third of the size without them.
    """
    owners: tuple[Any, ...] = (document.part.package, document.part)
    for owner in owners:
        for key, relation in list(owner.rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] in _USELESS:
                del owner.rels[key]
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:styleId")) not in _TABLES:
            styles.remove(style)
    properties: Any = document.core_properties
    days = properties._element  # the library can change these days, not leave them out
    for name in ("dcterms:created", "dcterms:modified"):
        for found in days.findall(qn(name)):
            days.remove(found)


def set_page(document: DocxDocument, *, landscape: bool) -> int:
    """A4 with the fields of an official paper; returns the width of the text in millimetres."""
    section = document.sections[0]
    width, height = (_LONG, _SHORT) if landscape else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    # Lying, the paper is bound at its top.
    left, top = (_TOP, _LEFT) if landscape else (_LEFT, _TOP)
    section.left_margin, section.right_margin = Mm(left), Mm(_RIGHT)
    section.top_margin, section.bottom_margin = Mm(top), Mm(_BOTTOM)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    _number_pages(section.header.paragraphs[0])
    return width - left - _RIGHT


def set_styles(document: DocxDocument, size: int) -> None:
    """Running text of `size` points; headings are black and of the same font."""
    styles: Any = document.styles
    normal = styles["Normal"]
    _font(normal, size)
    spacing = normal.paragraph_format
    spacing.space_before = spacing.space_after = Pt(0)
    spacing.line_spacing = 1.15
    spacing.widow_control = True
    for name, points, before, after in (
        ("Title", size + 1, 12, 12),
        ("Heading 1", size, 12, 6),
        ("Heading 2", size, 6, 3),
    ):
        style = styles[name]
        _font(style, points)
        style.font.bold = True
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    for name in ("Header", "Footer"):
        _font(styles[name], 10)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "ru-RU")
    language.set(qn("w:eastAsia"), "ru-RU")
    normal.element.get_or_add_rPr().append(language)


class Numbering:
    """Word's own counting; every list begins anew."""

    def __init__(self, document: DocxDocument) -> None:
        self._root: Any = document.part.numbering_part.element
        for at, (number, level) in enumerate(((900, _POINTS), (901, _DASHES))):
            self._root.insert(at, parse_xml(_ABSTRACT.format(w=_W, id=number, level=level)))
        self._next = 900

    def points(self) -> int:
        """The id of a new list 1., 2., 3. …"""
        return self._list(900)

    def dashes(self) -> int:
        """The id of a list of dashes."""
        return self._list(901)

    def _list(self, abstract: int) -> int:
        self._next += 1
        self._root.append(parse_xml(_NUM.format(w=_W, id=self._next, abstract=abstract)))
        return self._next


def rule(paragraph: Any, *, points: float = 1, space: int = 4) -> None:
    """A line under a paragraph: the end of a letterhead, the place where one signs."""
    border = f'<w:bottom w:val="single" w:sz="{int(points * 8)}" w:space="{space}" w:color="000000"/>'
    paragraph._p.get_or_add_pPr().insert_element_before(parse_xml(f"<w:pBdr {_W}>{border}</w:pBdr>"), *_AFTER_BORDERS)


def no_padding(table: Any) -> None:
    """Cells without room at their sides: what stands in a table without borders keeps the edge of the text."""
    sides = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    table._tbl.tblPr.append(parse_xml(f"<w:tblCellMar {_W}>{sides}</w:tblCellMar>"))


def set_widths(table: Any, widths: list[int]) -> None:
    """Columns of these millimetres, whatever stands in them."""
    table.autofit = False
    for grid, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        grid.set(qn("w:w"), str(int(Mm(width).pt * 20)))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def whole_row(row: Any, *, header: bool = False) -> None:
    """A row is not torn by the end of a page; a header row is repeated after it."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if header:
        properties.append(OxmlElement("w:tblHeader"))


def _font(style: Any, points: int) -> None:
    style.font.name = FONT
    style.font.size = Pt(points)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if "Theme" in name:
            del fonts.attrib[name]
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), FONT)


def _number_pages(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = parse_xml(f'<w:fldSimple {_W} w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)


_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")  # the order Word demands
_POINTS = '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>'
_DASHES = '<w:numFmt w:val="bullet"/><w:lvlText w:val="–"/>'
_ABSTRACT = (
    '<w:abstractNum {w} w:abstractNumId="{id}"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/>{level}<w:lvlJc w:val="left"/>'
    '<w:pPr><w:tabs><w:tab w:val="num" w:pos="1134"/></w:tabs><w:ind w:left="0" w:firstLine="709"/></w:pPr></w:lvl>'
    "</w:abstractNum>"
)
_NUM = (
    '<w:num {w} w:numId="{id}"><w:abstractNumId w:val="{abstract}"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)
