"""Blank consents as DOCX: each a document of its own beginning on a new page, ready to be signed."""

import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from engine.consent_texts import FilledText

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT = "Times New Roman"
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


def consent_blanks(blanks: Sequence[FilledText]) -> bytes:
    """The file. What people typed stays text: it can become neither markup nor a field."""
    document = _page()
    for at, blank in enumerate(blanks):
        _blank(document, blank, first=at == 0)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page() -> Docx:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(12)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    return document


def _blank(document: Docx, blank: FilledText, *, first: bool) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.page_break_before = not first
    title.paragraph_format.space_after = Pt(12)
    title.add_run(_plain(blank.title)).bold = True
    for text in blank.paragraphs:
        paragraph = document.add_paragraph(_plain(text))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        paragraph.paragraph_format.first_line_indent = Cm(1.25)
        paragraph.paragraph_format.space_after = Pt(4)
    for side in blank.sides:
        signature = document.add_paragraph()
        signature.paragraph_format.space_before = Pt(18)
        signature.paragraph_format.keep_together = True
        signature.add_run(f"«____» ______________ 20___ г.      _______________ / {_plain(side) or '_' * 24}")


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
