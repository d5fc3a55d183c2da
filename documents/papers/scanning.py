"""The placeholders and tags of a template with their places, and every one that is written wrongly."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.papers.parts import w
from documents.papers.tokens import BRACED, END, FOR, STRAY, paragraphs, row_words, rows_of, table_of, words_of
from documents.reading_roadmaps.package import Element
from engine.papers.fitting import Use
from engine.papers.placeholders import PLACEHOLDER
from engine.words import Words

_PARTS = {
    "header": Words("Верхний колонтитул", "Header"),
    "footer": Words("Нижний колонтитул", "Footer"),
    "footnotes": Words("Сноски", "Footnotes"),
    "endnotes": Words("Концевые сноски", "Endnotes"),
}
_MOST = 50  # sentences: who sees so many looks at the template, not at the list


@dataclass
class Scanned:
    """What a template uses (`lists`: what its tables go through) and what is wrong with its tags."""

    uses: list[Use] = field(default_factory=list)
    lists: list[Use] = field(default_factory=list)
    faults: list[Words] = field(default_factory=list)

    def fault(self, place: Words, ru: str, en: str) -> None:
        if len(self.faults) < _MOST:
            self.faults.append(Words(f"{place.ru}: {ru}", f"{place.en}: {en}"))


def scan(kind: str, root: Element, scanned: Scanned) -> None:
    """Adds what one part holds. `kind` is that of `wordy_parts`."""
    places = _Places(kind, root)
    # Elements are kept, not their ids alone: lxml makes another object once nobody holds the first.
    loops: dict[Element, tuple[str, str]] = {}
    tags: set[Element] = set()
    for table in root.iter(w("tbl")):
        _tables(table, places, scanned, loops, tags)
    for paragraph in paragraphs(root):
        within = list(paragraph.iterancestors(w("tr")))
        loop = next((loops[row] for row in within if row in loops), ("", ""))
        _paragraph(paragraph, loop, any(row in tags for row in within), places, scanned)


def _tables(
    table: Element, places: "_Places", scanned: Scanned, loops: dict[Element, tuple[str, str]], tags: set[Element]
) -> None:
    opened: tuple[str, str] | None = None
    place = Words("", "")
    for row in rows_of(table):
        words = row_words(row)
        begins, ends = FOR.findall(words), END.findall(words)
        if not begins and not ends:
            if opened is not None:
                loops[row] = opened
            continue
        place = places.of(row)
        tags.add(row)
        if len(BRACED.findall(words)) != 1:
            ru, en = "строка с «{%tr …%}» исчезает, другим полям в ней не место", "a row with {%tr …%} vanishes"
            scanned.fault(place, ru, en)
        if begins:
            if opened is not None or any(row in loops for row in table.iterancestors(w("tr"))):
                scanned.fault(place, "список внутри списка не поддерживается", "a list within a list is not supported")
            opened = begins[0]
            scanned.lists.append(Use(begins[0][1], place))
        else:
            if opened is None:
                scanned.fault(place, "конец списка без начала", "the end of a list that has not begun")
            opened = None
    if opened is not None:
        ru, en = "после списка нужна строка «{%tr endfor %}»", "a row {%tr endfor %} is needed after the list"
        scanned.fault(place, ru, en)


def _paragraph(paragraph: Element, loop: tuple[str, str], tag: bool, places: "_Places", scanned: Scanned) -> None:
    words = words_of(paragraph)
    if "{" not in words and "}" not in words:
        return
    place = places.of(paragraph)
    for token in BRACED.findall(words):
        if found := PLACEHOLDER.fullmatch(token):
            scanned.uses.append(Use(found[1], place, loop[1], loop[0]))
        elif not (tag and (FOR.fullmatch(token) or END.fullmatch(token))):
            _wrong(token, place, scanned)
    if STRAY.search(BRACED.sub("", words)):
        ru, en = "скобки поля не закрыты или стоят в разных абзацах", "the braces of a field are not closed"
        scanned.fault(place, ru, en)


def _wrong(token: str, place: Words, scanned: Scanned) -> None:
    said = token if len(token) <= 60 else f"{token[:57]}…"
    if FOR.fullmatch(token) or END.fullmatch(token):
        ru, en = f"«{said}» стоит вне таблицы: списки бывают только в таблицах", f"`{said}` stands outside a table"
    elif token.startswith("{{"):
        ru = f"«{said}» — не имя поля: внутри {{{{ }}}} пишут только имя, например {{{{ school.name }}}}"
        en = f"`{said}` is no name of a field: only a name stands within {{{{ }}}}, e.g. {{{{ school.name }}}}"
    else:
        ru = f"«{said}» не поддерживается: бывают только поля {{{{ имя }}}} и списки {{%tr for row in список %}}"
        en = f"`{said}` is not supported: there are only {{{{ name }}}} and {{%tr for row in list %}}"
    scanned.fault(place, ru, en)


class _Places:
    """Where something stands, in words: «таблица 2, строка 3», «абзац 5»."""

    def __init__(self, kind: str, root: Element) -> None:
        self._part = _PARTS.get(kind)
        self._tables = {table: at for at, table in enumerate(self._outer(root), start=1)}
        self._rows: dict[Any, dict[Any, int]] = {}
        own = (one for one in root.iter(w("p")) if table_of(one) is None)
        self._paragraphs = {one: at for at, one in enumerate(own, start=1)}

    def of(self, element: Element) -> Words:
        within = list(element.iterancestors(w("tbl")))
        if within:
            table = within[-1]
            ancestors = [element, *element.iterancestors(w("tr"))]
            row = next((one for one in reversed(ancestors) if one.tag == w("tr") and table_of(one) is table), None)
            rows = self._rows.setdefault(table, {one: at for at, one in enumerate(rows_of(table), start=1)})
            ru = f"таблица {self._tables.get(table, 1)}, строка {rows.get(row, 1)}"
            en = f"table {self._tables.get(table, 1)}, row {rows.get(row, 1)}"
        else:
            number = self._paragraphs.get(element) or self._paragraphs.get(self._holder(element), 1)
            said = words_of(element).strip()[:40]
            ru, en = f"абзац {number} («{said}»)", f"paragraph {number} (“{said}”)"
        if self._part is not None:
            return Words(f"{self._part.ru}, {ru}", f"{self._part.en}, {en}")
        return Words(ru[0].upper() + ru[1:], en[0].upper() + en[1:])

    @staticmethod
    def _outer(root: Element) -> Iterator[Element]:
        return (table for table in root.iter(w("tbl")) if table_of(table) is None)

    def _holder(self, element: Element) -> Element | None:
        return next(element.iterancestors(w("p")), None)
