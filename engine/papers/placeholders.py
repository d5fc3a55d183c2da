"""What may stand between `{{` and `}}`: the dotted names a form knows, nothing that is computed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.papers.cases import OBLIQUE
from engine.papers.model import (
    Annex,
    Block,
    Bulleted,
    Heading,
    Letterhead,
    Numbered,
    PageBreak,
    Pairs,
    PaperField,
    PaperForm,
    Paragraph,
    Requisites,
    Signatures,
    Stamp,
    Table,
)

NAME = r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*"
PLACEHOLDER = re.compile(r"\{\{\s*(" + NAME + r")\s*\}\}")
ROW = "row"
COUNT = "n"  # `{{ row.n }}`: which row it is, from 1


@dataclass(frozen=True, slots=True)
class Known:
    """The placeholders of a form: whole name → the field behind it; of the rows of each list, without `row.`."""

    single: Mapping[str, PaperField]
    rows: Mapping[str, Mapping[str, PaperField | None]]

    def names(self) -> tuple[str, ...]:
        """All of them as they are written, those of rows with `row.`, each once and in the order of the form."""
        of_rows = (f"{ROW}.{name}" for inner in self.rows.values() for name in inner)
        return tuple(dict.fromkeys([*self.single, *of_rows]))


def known(form: PaperForm) -> Known:
    """Every placeholder the form can fill."""
    single: dict[str, PaperField] = {}
    rows: dict[str, Mapping[str, PaperField | None]] = {}
    for field in form.fields:
        if field.of == "rows":
            counted: dict[str, PaperField | None] = {COUNT: None}
            rows[field.name] = counted | {name: inner for inner in field.fields for name in names_of(inner)}
        else:
            single |= dict.fromkeys(names_of(field), field)
    return Known(single, rows)


def names_of(field: PaperField) -> tuple[str, ...]:
    """The placeholders of one field, by its kind.

    >>> from engine.words import Words
    >>> names_of(PaperField("paper.date", Words("Дата", "Date"), "date"))
    ('paper.date', 'paper.date.short', 'paper.date.quoted')
    """
    return tuple(f"{field.name}{ending}" for ending in _ENDINGS[field.of])


def used(text: str) -> tuple[str, ...]:
    """The names of the placeholders in a text, in order, repeated as they repeat.

    >>> used("№ {{ paper.number }} от {{paper.date}}")
    ('paper.number', 'paper.date')
    """
    return tuple(PLACEHOLDER.findall(text))


def texts(block: Block) -> Iterator[tuple[str, str]]:
    """Every text of a block with the list whose rows it is repeated for ("" = once)."""
    match block:
        case Letterhead(lines):
            yield from (("", line) for line in lines)
        case Heading() | Paragraph():
            yield "", block.text
        case Requisites():
            yield from (("", text) for text in (block.left, block.middle, block.right))
        case Numbered(items) | Bulleted(items):
            yield from (("", item) for item in items)
        case Table():
            yield from (("", column.title) for column in block.columns)
            yield from ((block.over, column.text) for column in block.columns)
        case Pairs(rows):
            yield from (("", text) for row in rows for text in row)
        case Signatures():
            yield "", block.title
            yield from ((block.over, text) for line in block.lines for text in (line.post, line.name))
        case Stamp():
            yield from (("", text) for text in (block.title, *block.lines, block.left_title, *block.left))
        case Annex():
            yield from (("", text) for text in (block.label, block.title))
        case PageBreak():
            return


_NAME_ENDINGS = ("", ".initials", ".short")
_ENDINGS: Mapping[str, tuple[str, ...]] = {
    "text": ("", ".capital"),
    "lines": ("",),
    "number": ("",),
    "date": ("", ".short", ".quoted"),
    "name": (*_NAME_ENDINGS, *(f".{case}{ending}" for case in OBLIQUE for ending in _NAME_ENDINGS)),
    "position": ("", ".capital", *(f".{case}{ending}" for case in OBLIQUE for ending in ("", ".capital"))),
    "rows": (),
}
