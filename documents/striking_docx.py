"""Striking a name out of a DOCX: of its paragraphs, tables, headers, footers and properties."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.text.paragraph import Paragraph

from engine.striking import Strike

_PROPERTIES = ("author", "last_modified_by", "title", "subject", "keywords", "comments", "category")


def struck_docx(content: bytes, strike: Strike) -> bytes | None:
    """The document without the name; None when it was not named there."""
    document = Document(BytesIO(content))
    changed = False
    for paragraph in _paragraphs(document):
        fresh = strike.struck(paragraph.text)
        if fresh != paragraph.text:
            _write(paragraph, fresh)
            changed = True
    for name in _PROPERTIES:
        told = getattr(document.core_properties, name) or ""
        if strike.finds(told):
            setattr(document.core_properties, name, strike.struck(told))
            changed = True
    if not changed:
        return None
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    """Every paragraph wherever it stands: in the text, in cells, in headers and footers."""
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    for part in parts:
        for element in part.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p"):
            yield Paragraph(element, document)


def _write(paragraph: Paragraph, text: str) -> None:
    """The words go into the first run, with its font: a name is often spread over several."""
    first, *others = paragraph.runs
    first.text = text
    for run in others:
        run.text = ""
