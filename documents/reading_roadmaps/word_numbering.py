"""Numbers that Word itself puts before paragraphs: they stand nowhere in the text, people see and cite them."""

import re
from dataclasses import dataclass, field

from documents.reading_roadmaps.package import Element, attribute, child, local, number

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_BULLET = "•"
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"  # as Word counts: without ё, й, ъ, ы, ь
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_LONGEST_LOOK = 100
_FARTHEST = 1_000_000  # no list is longer; a start of a milliard is a broken file


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says about numbers and hiding; `parent` is the style it is based on."""

    parent: str
    num: str | None
    level: int | None
    hidden: bool | None


class Styles:
    """Styles by their ids. Chains of styles that bite their own tail end where they began."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = ""
        for style in root if root is not None else ():
            if local(style) != "style":
                continue
            name = attribute(style, "styleId")
            based = child(style, "basedOn")
            numbered = child(child(style, "pPr"), "numPr")
            num, level = numbering_of(numbered)
            parent = attribute(based, "val") if based is not None else ""
            self._styles[name] = Style(parent, num, level, switch(child(style, "rPr"), "vanish"))
            if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true", "on"):
                self.default = name

    def numbered(self, style: str) -> tuple[str | None, int | None, str]:
        """The list a style puts its paragraphs into: (list, level, the style that says so)."""
        for name in self._chain(style):
            found = self._styles[name]
            if found.num is not None:
                return found.num, found.level, name
        return None, None, ""

    def hides(self, style: str) -> bool:
        return next((found for name in self._chain(style) if (found := self._styles[name].hidden) is not None), False)

    def _chain(self, style: str) -> list[str]:
        chain: list[str] = []
        while style in self._styles and style not in chain:
            chain.append(style)
            style = self._styles[style].parent
        return chain


@dataclass(slots=True)
class _Level:
    start: int = 1
    format: str = "decimal"
    text: str = ""
    restart: int | None = None  # 0: never; k: only after a paragraph of the k-th level from above
    legal: bool = False
    style: str = ""
    glued: bool = False  # no space between the number and the words


@dataclass(slots=True)
class _List:
    levels: dict[int, _Level]
    at: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


@dataclass(slots=True)
class _Use:
    """A `w:num`: a list as used, with levels of its own and with starts that count once."""

    of: str
    own: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Counts along the document: `label` must be asked once for each paragraph, in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._uses: dict[str, _Use] = {}
        named: dict[str, str] = {}  # lists that a numbering style defines, and lists that point at one
        links: dict[str, str] = {}
        for node in root if root is not None else ():
            if local(node) == "abstractNum":
                key = attribute(node, "abstractNumId")
                self._lists[key] = _List(_levels(node))
                for inner in node:
                    if local(inner) == "styleLink":
                        named[attribute(inner, "val")] = key
                    elif local(inner) == "numStyleLink":
                        links[key] = attribute(inner, "val")
        for node in root if root is not None else ():
            if local(node) == "num":
                self._use(node, named, links)

    def label(self, properties: Element | None) -> str:
        """The number of the paragraph with these `w:pPr` and what parts it from the words, "" without one."""
        num, level = self._place(properties)
        use = self._uses.get(num) if num is not None else None
        if use is None or use.of not in self._lists:
            return ""
        found = self._lists[use.of]
        self._count(found, use, level)
        look = use.own.get(level) or found.levels.get(level)
        if look is None:
            return ""
        if look.format == "bullet":
            return _bullet(look.text) + " "
        shown = _PLACE.sub(lambda place: self._shown(found, use, int(place[1]) - 1, look.legal), look.text)
        return shown + ("" if look.glued or not shown else " ")

    def _place(self, properties: Element | None) -> tuple[str | None, int]:
        num, level = numbering_of(child(properties, "numPr"))
        style = child(properties, "pStyle")
        if num is None:
            name = attribute(style, "val") if style is not None else self._styles.default
            num, inherited, said_by = self._styles.numbered(name)
            if level is None:
                level = self._level_of_style(num, name, said_by, inherited)
        return num, min(max(level or 0, 0), _LEVELS - 1)

    def _level_of_style(self, num: str | None, name: str, said_by: str, inherited: int | None) -> int | None:
        """A list names the style of each of its levels; that wins over what the style says of itself."""
        use = self._uses.get(num) if num is not None else None
        levels = self._lists[use.of].levels if use is not None and use.of in self._lists else {}
        for wanted in (name, said_by):
            for level, look in levels.items():
                if wanted and look.style == wanted:
                    return level
        return inherited

    def _count(self, found: _List, use: _Use, level: int) -> None:
        own = use.starts.pop(level, None)
        now = found.at[level]
        if own is not None:
            found.at[level] = own
        elif now is None:
            found.at[level] = _start(found, use, level)
        else:
            found.at[level] = now + 1
        for deeper in range(level + 1, _LEVELS):
            look = use.own.get(deeper) or found.levels.get(deeper)
            restart = look.restart if look is not None else None
            if restart is None or (restart != 0 and level < restart):
                found.at[deeper] = None

    def _shown(self, found: _List, use: _Use, level: int, legal: bool) -> str:
        now = found.at[level]
        look = use.own.get(level) or found.levels.get(level)
        value = _start(found, use, level) if now is None else now
        return formatted(value, "decimal" if legal or look is None else look.format)

    def _use(self, node: Element, named: dict[str, str], links: dict[str, str]) -> None:
        of = child(node, "abstractNumId")
        key = attribute(of, "val") if of is not None else ""
        key = named.get(links.get(key, ""), key)
        own: dict[int, _Level] = {}
        starts: dict[int, int] = {}
        for override in node:
            if local(override) != "lvlOverride":
                continue
            level = number(attribute(override, "ilvl"))
            start, look = child(override, "startOverride"), child(override, "lvl")
            if start is not None:
                starts[level] = number(attribute(start, "val"), 1, most=_FARTHEST)
            if look is not None:
                own[level] = _level(look)
        self._uses[attribute(node, "numId")] = _Use(key, own, starts)


def _start(found: _List, use: _Use, level: int) -> int:
    look = use.own.get(level) or found.levels.get(level)
    return look.start if look is not None else 1


def numbering_of(node: Element | None) -> tuple[str | None, int | None]:
    """(list, level) of a `w:numPr`; the list "0" takes a paragraph out of any."""
    num, level = child(node, "numId"), child(node, "ilvl")
    return (
        attribute(num, "val") if num is not None else None,
        number(attribute(level, "val")) if level is not None else None,
    )


def switch(properties: Element | None, name: str) -> bool | None:
    """An on-off property: None where nothing is said."""
    found = child(properties, name)
    return None if found is None else attribute(found, "val", "1") not in ("0", "false", "off", "none")


def _levels(node: Element) -> dict[int, _Level]:
    return {number(attribute(inner, "ilvl")): _level(inner) for inner in node if local(inner) == "lvl"}


def _level(node: Element) -> _Level:
    look = _Level()
    for inner in node:
        value = attribute(inner, "val")
        match local(inner):
            case "start":
                look.start = number(value, 1, most=_FARTHEST)
            case "numFmt":
                look.format = value
            case "lvlText":
                look.text = value[:_LONGEST_LOOK]
            case "lvlRestart":
                look.restart = number(value)
            case "isLgl":
                look.legal = value not in ("0", "false", "off")
            case "pStyle":
                look.style = value
            case "suff":
                look.glued = value == "nothing"
            case _:
                pass
    return look


def _bullet(text: str) -> str:
    """Bullets of symbol fonts have letters of no meaning."""
    sign = text.strip()[:1]
    return sign if sign in ("-", "–", "—", "*", "•") else _BULLET


def formatted(value: int, kind: str) -> str:
    """A number as its level writes it.

    >>> [formatted(4, kind) for kind in ("decimal", "upperRoman", "lowerLetter", "russianLower", "decimalZero")]
    ['4', 'IV', 'd', 'г', '04']
    """
    match kind:
        case "none":
            return ""
        case "upperRoman" | "lowerRoman":
            roman = _roman(value)
            return roman if kind == "upperRoman" else roman.lower()
        case "upperLetter" | "lowerLetter":
            letters = _lettered(value, _LATIN)
            return letters.upper() if kind == "upperLetter" else letters
        case "russianUpper" | "russianLower":
            letters = _lettered(value, _RUSSIAN)
            return letters.upper() if kind == "russianUpper" else letters
        case "decimalZero":
            return f"{value:02}"
        case _:
            return str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    written = ""
    for worth, sign in _ROMAN:
        while value >= worth:
            written += sign
            value -= worth
    return written


def _lettered(value: int, letters: str) -> str:
    """After the last letter the first one doubled, as Word does."""
    if not 0 < value <= len(letters) * 10:
        return str(value)
    return letters[(value - 1) % len(letters)] * ((value - 1) // len(letters) + 1)
