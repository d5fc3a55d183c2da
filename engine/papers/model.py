"""The form of a paper as data: the fields it is filled with and the layout they stand in.

A text of a layout holds placeholders `{{ field.name }}` and nothing else that is computed; `**words**` are bold. A
field brings the placeholders its kind allows (`engine.papers.placeholders`): `{{ mentor.name.gen }}` is a name in the
genitive, `{{ order.date.short }}` a date in figures.

A paragraph (or a line of a stamp, a letterhead, a numbered list) all of whose placeholders are empty is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from engine.lifecycle.facts import PaperKind
from engine.words import Words

FieldKind = Literal["text", "lines", "name", "position", "date", "number", "rows"]
Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class PaperField:
    """One value of a form.

    `name` is dotted, small Latin letters, digits and `_`: `mentor.name`. `source` says where the data come from (for
    those who collect values; "" = it is typed). `of`:

    - `text` one line, as it is;
    - `lines` several paragraphs, one per line of the value;
    - `name` a person's full name, `position` a post: both with cases;
    - `date`, `number`;
    - `rows` a list; `fields` are those of a row, named without a prefix and placed as `{{ row.mentor.name }}`.
    """

    name: str
    title: Words
    of: FieldKind = "text"
    required: bool = True
    source: str = ""
    hint: Words | None = None
    fields: tuple["PaperField", ...] = ()


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes: centered lines at the top of the page with a rule under them."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 0 is the name of the paper («ПРИКАЗ»), 1 a part, 2 a part of a part."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Requisites:
    """One line in three thirds: the date, the place, the number."""

    left: str
    middle: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`indent`: the first line stands 1.25 cm in. `small`: a note under a line, e.g. «(подпись)»."""

    text: str
    align: Align = "justify"
    indent: bool = True
    bold: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """Points 1, 2, 3 … of an order; Word counts them, so that one left out leaves no gap."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bulleted:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`width` in millimetres, 0: an equal share of what is left. `text` holds `{{ row.… }}`; `{{ row.n }}` counts."""

    title: str
    text: str
    width: int = 0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A row for each element of the `rows` field `over`; `blank` further empty rows to be written by hand.

    Without `border` it is a plain list without a header.
    """

    over: str
    columns: tuple[Column, ...]
    border: bool = True
    blank: int = 0


@dataclass(frozen=True, slots=True)
class Pairs:
    """A bordered table of two columns: what it is called, what it is. For data sheets and small registers."""

    rows: tuple[tuple[str, str], ...]
    left: int = 60  # millimetres


@dataclass(frozen=True, slots=True)
class Signature:
    """«Директор школы ____________ И. О. Фамилия»; `date` adds a place for the day to be written by hand."""

    post: str
    name: str = ""
    date: bool = False


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines of signatures, kept together on a page; with `over` one (the first) for each row of that field."""

    lines: tuple[Signature, ...]
    title: str = ""  # e.g. «С приказом ознакомлены:»
    over: str = ""


@dataclass(frozen=True, slots=True)
class Stamp:
    """«УТВЕРЖДАЮ» on the right side with its lines; `left_title` and `left` stand beside it («ПРИНЯТО»)."""

    title: str
    lines: tuple[str, ...]
    left_title: str = ""
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annex:
    """A new page; `label` («Приложение 1\\nк приказу от …») on the right, then `title` in the middle."""

    label: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    pass


Block = (
    Letterhead
    | Heading
    | Requisites
    | Paragraph
    | Numbered
    | Bulleted
    | Table
    | Pairs
    | Signatures
    | Stamp
    | Annex
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class PaperForm:
    """What one paper is: registered as `kind` for `purpose`, about `about` (pair, pairs, person, organisation, …)."""

    key: str
    version: int
    kind: PaperKind
    purpose: str
    title: Words
    about: str
    fields: tuple[PaperField, ...]
    layout: tuple[Block, ...]
    landscape: bool = False
    size: int = 13  # points of the running text, 12 to 14
    summary: Words | None = None  # one sentence for the list of forms

    def field(self, name: str) -> PaperField | None:
        """By its full name; a field of a row as `pairs.mentor.name` where `pairs` is the `rows` field."""
        return next((found for path, found in self.every_field() if path == name), None)

    def every_field(self) -> Iterator[tuple[str, PaperField]]:
        """Each field with its full name, those of rows after their list."""
        for one in self.fields:
            yield one.name, one
            for inner in one.fields:
                yield f"{one.name}.{inner.name}", inner
