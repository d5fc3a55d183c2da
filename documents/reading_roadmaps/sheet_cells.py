"""What cells of a workbook hold: shared words, number formats, the first day of its calendar."""

from dataclasses import dataclass

from documents.reading_roadmaps.limits import Account
from documents.reading_roadmaps.package import Element, Package, attribute, child, local, number
from documents.reading_roadmaps.sheet_formats import built_in, iso_day, shown
from documents.reading_roadmaps.word_paragraphs import clean

_ON = ("1", "true", "on")
_STRINGS = frozenset({"si"})
_LOGICAL = {"1": "ИСТИНА", "0": "ЛОЖЬ"}


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets share. `formats` are by the style of a cell, `words` by their number."""

    words: list[str]
    formats: list[str]
    since_1904: bool

    @classmethod
    def opened(cls, package: Package, root: Element, related: dict[str, tuple[str, str]]) -> "Book":
        paths = dict(related.values())
        properties = child(root, "workbookPr")
        since_1904 = properties is not None and attribute(properties, "date1904") in _ON
        words: list[str] = []
        account = Account()
        strings = paths.get("sharedStrings", "xl/sharedStrings.xml")
        if strings in package:
            for element, _ in package.elements(strings, _STRINGS):
                words.append(rich_text(element))
                account.text(words[-1])
        return cls(words, _formats(package.tree(paths.get("styles", "xl/styles.xml"))), since_1904)

    def seen(self, cell: Element) -> str:
        """The cell as people see it, "" for an empty one."""
        kind = attribute(cell, "t", "n")
        if kind == "inlineStr":
            inline = child(cell, "is")
            return rich_text(inline) if inline is not None else ""
        stored = child(cell, "v")
        value = (stored.text or "") if stored is not None else ""
        match kind:
            case "s":
                at = number(value, -1)
                return self.words[at] if 0 <= at < len(self.words) else ""
            case "b":
                return _LOGICAL.get(value.strip(), value)
            case "d":
                return iso_day(value)
            case "n":
                style = number(attribute(cell, "s"))
                code = self.formats[style] if 0 <= style < len(self.formats) else "General"
                return shown(value.strip(), code, since_1904=self.since_1904) if value.strip() else ""
            case _:  # the text of a formula, an error like #REF!
                return _trimmed(value)


def rich_text(node: Element) -> str:
    """Runs of one text together, without hints of how hieroglyphs are read."""
    pieces: list[str] = []
    for inner in node:
        if local(inner) == "t":
            pieces.append(inner.text or "")
        elif local(inner) == "r":
            pieces.extend(deep.text or "" for deep in inner if local(deep) == "t")
    return _trimmed("".join(pieces))


def _trimmed(text: str) -> str:
    lines = clean(text.replace("_x000D_", "")).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(spoken for line in lines if (spoken := line.replace("\t", " ").strip()))


def _formats(root: Element | None) -> list[str]:
    own: dict[int, str] = {}
    listed = child(root, "numFmts")
    for made in listed if listed is not None else ():
        own[number(attribute(made, "numFmtId"))] = attribute(made, "formatCode")
    formats: list[str] = []
    looks = child(root, "cellXfs")
    for look in looks if looks is not None else ():
        if local(look) == "xf":
            key = number(attribute(look, "numFmtId"))
            formats.append(own.get(key) or built_in(key))
    return formats
