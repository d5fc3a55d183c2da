"""A paragraph of a DOCX as people see it: with Word's own numbers, without what is hidden, deleted or noted below."""

from collections import Counter
from dataclasses import dataclass, field

from documents.reading_roadmaps.package import Element, attribute, child, local
from documents.reading_roadmaps.word_numbering import Numbering, Styles, switch

DELETED = frozenset({"del", "moveFrom"})
INSERTED = frozenset({"ins", "moveTo"})
_SILENT = frozenset(
    (
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "ctrlPr", "instrText", "delText", "fldChar", "ffData", "rt"),
        *("bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak", "annotationRef", "pgNum"),
    )
)
_REFERENCES = {"footnoteReference": "footnotes", "endnoteReference": "footnotes", "commentReference": "comments"}
_BREAKS = frozenset({"br", "cr"})
# Spaces that only hold words together become spaces; what is not seen at all goes.
_CLEAN = str.maketrans(
    {"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2011": "-", "\x0b": "\n", "\u2028": "\n"},
) | dict.fromkeys(map(ord, "\u00ad\u200b\ufeff\u2060\u200e\u200f"))
_IN_TEXT = str.maketrans("\n\r\t", "   ")  # XML may be laid out in lines; Word shows them as spaces
_SYMBOLS = {"fc": "✓", "fe": "☑", "a8": "☐", "6f": "☐", "b7": "•", "a7": "•", "2d": "-", "e0": "→"}


def clean(text: str) -> str:
    """Without soft hyphens and invisible signs, with plain spaces and hyphens.

    >>> clean("настав\u00adник\u00a0—\u00a05")
    'наставник — 5'
    """
    return text.translate(_CLEAN)


@dataclass(slots=True)
class Paragraph:
    """`lines` of it (Word's line breaks part them), the text boxes anchored in it, whether the next one goes on."""

    lines: list[str]
    boxes: list[Element] = field(default_factory=list)
    joins_next: bool = False


class Paragraphs:
    """Reads paragraphs in the order of the document; `seen` counts what a person should be told about."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.seen: Counter[str] = Counter()
        self._styles = styles
        self._numbering = numbering

    def read(self, node: Element) -> Paragraph:
        properties = child(node, "pPr")
        mark = child(properties, "rPr")
        gone = any(local(inner) in DELETED for inner in mark) if mark is not None else False
        style = child(properties, "pStyle")
        hidden = self._styles.hides(attribute(style, "val") if style is not None else self._styles.default)
        pieces: list[str] = []
        made = Paragraph([], joins_next=gone)
        self._inline(node, pieces, made, hidden)
        text = clean("".join(pieces))
        if gone:
            self.seen["deleted"] += 1
        # A paragraph that was deleted as a whole has no number; an empty one in a list has.
        label = "" if gone and not text.strip() else self._numbering.label(properties)
        if label.strip("•-–—* ") or text.strip():
            text = label + text
        made.lines = text.split("\n")
        return made

    def _inline(self, node: Element, pieces: list[str], made: Paragraph, hidden: bool) -> None:
        for inner in node:
            name = local(inner)
            if name == "r":
                self._run(inner, pieces, made, hidden)
            elif name in _SILENT or (name == "sdt" and _placeholder(inner)):
                continue
            elif name in DELETED:
                self.seen["deleted"] += 1
            elif name == "AlternateContent":
                self._inline(chosen(inner), pieces, made, hidden)
            elif name == "t":  # of a formula
                pieces.append((inner.text or "").translate(_IN_TEXT))
            else:
                self.seen["inserted"] += name in INSERTED
                self._inline(inner, pieces, made, hidden)

    def _run(self, run: Element, pieces: list[str], made: Paragraph, hidden: bool) -> None:
        properties = child(run, "rPr")
        own = switch(properties, "vanish")
        if own is None and properties is not None:
            style = child(properties, "rStyle")
            own = True if style is not None and self._styles.hides(attribute(style, "val")) else None
        if own if own is not None else hidden:
            self.seen["hidden"] += any(local(inner) == "t" and (inner.text or "").strip() for inner in run)
            return
        self._content(run, pieces, made)

    def _content(self, run: Element, pieces: list[str], made: Paragraph) -> None:
        for inner in run:
            name = local(inner)
            if name == "t":
                # Spaces at the ends stay even where XML would let them go: glued words are worse than a space more.
                pieces.append((inner.text or "").translate(_IN_TEXT))
            elif name in _BREAKS:
                pieces.append("\n")
            elif name in ("tab", "ptab"):
                pieces.append("\t")
            elif name == "noBreakHyphen":
                pieces.append("-")
            elif name == "sym":
                pieces.append(_SYMBOLS.get(attribute(inner, "char").lower()[-2:], "•"))
            elif name in _REFERENCES:
                self.seen[_REFERENCES[name]] += 1
            elif name == "AlternateContent":
                self._content(chosen(inner), pieces, made)
            elif name in ("drawing", "pict", "object"):
                made.boxes.extend(_boxes(inner))
                self.seen["pictures"] += any(local(deep) in ("blip", "imagedata") for deep in inner.iter())
            elif name in ("ruby", "rubyBase"):
                self._inline(inner, pieces, made, False)


def chosen(node: Element) -> Element:
    """Of the same thing said twice (for a new Word and for an old one) the first way."""
    return next((inner for inner in node if local(inner) in ("Choice", "Fallback")), node)


def _boxes(node: Element) -> list[Element]:
    """Text boxes of a drawing, without what is inside other text boxes and without second ways to say them."""
    found: list[Element] = []
    for inner in node:
        name = local(inner)
        if name == "txbxContent":
            found.append(inner)
        elif name == "AlternateContent":
            found.extend(_boxes(chosen(inner)))
        else:
            found.extend(_boxes(inner))
    return found


def _placeholder(node: Element) -> bool:
    """A form field nobody filled in shows a hint; it is no word of the document."""
    return switch(child(node, "sdtPr"), "showingPlcHdr") is True
