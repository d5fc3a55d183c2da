"""Questionnaires to be answered on paper, as DOCX: a sheet for each person begins on a new page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from engine.questionnaires import Question, Questionnaire
from engine.words import Language

_FONT = "Times New Roman"
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_BOX = "\N{BALLOT BOX}"
_LINE = "_" * 95
_PLACES = 5  # of a ranking that sets no bound
_SHORT = 300  # letters of a text for which two lines are enough


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """Whose sheet it is: lines under the title such as the pair's number and names; none on an empty one."""

    lines: tuple[str, ...] = ()


def questionnaire_blanks(
    questionnaire: Questionnaire, title: str, sheets: Sequence[BlankSheet], language: Language
) -> bytes:
    """The file. What people typed stays text: it can become neither markup nor a field."""
    document = _page()
    for at, sheet in enumerate(sheets):
        _sheet(document, questionnaire, title, sheet, language, first=at == 0)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _page() -> Docx:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(1.5)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(11)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(2)
    properties = document.core_properties
    properties.author = properties.title = properties.comments = ""
    return document


def _sheet(
    document: Docx, questionnaire: Questionnaire, title: str, sheet: BlankSheet, language: Language, *, first: bool
) -> None:
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.page_break_before = not first
    heading.paragraph_format.space_after = Pt(6)
    heading.add_run(_plain(title)).bold = True
    for text in sheet.lines:
        document.add_paragraph(_plain(text))
    if intro := questionnaire.intro.in_(language):
        document.add_paragraph().add_run(_plain(intro)).italic = True
    for number, question in enumerate(questionnaire.questions, start=1):
        _question(document, number, question, language)


def _question(document: Docx, number: int, question: Question, language: Language) -> None:
    asked = document.add_paragraph()
    asked.paragraph_format.space_before = Pt(6)
    asked.paragraph_format.keep_with_next = True
    asked.add_run(f"{number}. {_plain(question.title.in_(language))}").bold = True
    if question.hint is not None:
        asked.add_run(f" ({_plain(question.hint.in_(language))})").italic = True
    places = list(_places(question, language))
    for at, text in enumerate(places, start=1):
        line = document.add_paragraph(_plain(text))
        line.paragraph_format.left_indent = Cm(0.75)
        line.paragraph_format.keep_with_next = at < len(places)


def _places(question: Question, language: Language) -> Iterator[str]:
    """Where to tick or to write."""
    match question.kind:
        case "one" | "many":
            yield from (f"{_BOX} {one.title.in_(language)}" for one in question.options)
        case "scale":
            ends = [end.in_(language) if end is not None else "" for end in (question.low, question.high)]
            steps = "    ".join(f"{_BOX} {step}" for step in range(question.lowest, question.highest + 1))
            yield "    ".join(part for part in (ends[0], steps, ends[1]) if part)
        case "ranking":
            yield from (f"{at}. {_LINE}" for at in range(1, (question.most or _PLACES) + 1))
        case "text":
            yield from [_LINE] * (2 if question.longest <= _SHORT else 4)


def _plain(text: str) -> str:
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
