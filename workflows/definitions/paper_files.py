"""Reads forms of papers: file → schema → sense → `PaperForm`; the built-in ones by key; canonical JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from engine.lifecycle.facts import PAPER_PURPOSES
from engine.papers.model import (
    Annex,
    Block,
    Bulleted,
    Column,
    Heading,
    Letterhead,
    Numbered,
    PageBreak,
    Pairs,
    PaperField,
    PaperForm,
    Paragraph,
    Requisites,
    Signature,
    Signatures,
    Stamp,
    Table,
)
from engine.papers.placeholders import ROW, known, texts, used
from engine.words import Words
from workflows.definitions.built_in import keys, load, schema
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import check, did_you_mean
from workflows.definitions.yaml_source import Source, read_source


def paper_keys() -> tuple[str, ...]:
    """The keys of the built-in forms, in alphabetical order."""
    return keys("papers")


@cache
def paper_form(key: str) -> PaperForm:
    """A built-in form; BadInput (field `form`) when there is no such key or its file is broken."""
    return load("papers", key, read_paper_form, field="form")


@cache
def common_fields() -> Mapping[str, PaperField]:
    """The fields that forms take by naming them under `use`, by name."""
    return MappingProxyType({name: _field(one) for name, one in _common().items()})


@cache
def _common() -> Mapping[str, Any]:
    """The common fields as their file has them, by name."""
    file = files("workflows.definitions") / "paper_fields" / "common.yaml"
    data: Any = read_source(file.read_text(encoding="utf-8"), "common.yaml").data
    return MappingProxyType({one["name"]: one for one in data["fields"]})


def paper_forms() -> tuple[PaperForm, ...]:
    """All the built-in forms, by key."""
    return tuple(paper_form(key) for key in paper_keys())


def paper_form_text(key: str) -> str:
    """The file of a built-in form, to begin an own one with; BadInput as `paper_form`."""
    paper_form(key)
    return (files("workflows.definitions") / "papers" / f"{key}.yaml").read_text(encoding="utf-8")


def paper_form_to_json(text: str, file: str) -> str:
    """The canonical JSON of a file that `read_paper_form` has accepted.

    The common fields are written out in it: a stored form stays what it was when a later version knows other ones.
    """
    data: Any = read_source(text, file).data
    whole = {name: value for name, value in data.items() if name != "use"}
    whole["fields"] = [*(_common()[name] for name in data.get("use", ())), *data.get("fields", ())]
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def paper_form_from_json(text: str) -> PaperForm:
    """The form that `paper_form_to_json` wrote; stored texts were checked before they were stored."""
    return _form(json.loads(text))


def read_paper_form(text: str, file: str) -> PaperForm | tuple[Fault, ...]:
    """The form in `text`, or every fault of it from the top down. `file` is a name for messages only."""
    source = read_source(text, file)
    if misfits := check(source, schema("paper")):
        return tuple(in_reading_order(misfits))
    data: Any = source.data
    if unknown := [name for name in data.get("use", ()) if name not in common_fields()]:
        ru, en = did_you_mean(unknown[0], common_fields())
        return (
            source.fault(("use",), f"нет общего поля «{unknown[0]}»: {ru}", f"no common field `{unknown[0]}`: {en}"),
        )
    form = _form(data)
    faults = in_reading_order(list(_sense_faults(source, form)))
    return tuple(faults) if faults else form


def _sense_faults(source: Source, form: PaperForm) -> Iterator[Fault]:
    if form.purpose not in PAPER_PURPOSES:
        ru, en = did_you_mean(form.purpose, PAPER_PURPOSES)
        yield source.fault(("purpose",), f"нет такого назначения: {ru}", f"no such purpose: {en}")
    yield from _doubled_fields(source, form)
    every = known(form)
    for position, block in enumerate(form.layout):
        over = block.over if isinstance(block, Table | Signatures) else ""
        if over and over not in every.rows:
            ru, en = did_you_mean(over, every.rows)
            yield source.fault(("layout", position), f"нет списка «{over}»: {ru}", f"no list `{over}`: {en}")
            continue
        for repeated, text in texts(block):
            of_row = {f"{ROW}.{name}" for name in every.rows[repeated]} if repeated else set[str]()
            for name in used(text):
                if name not in every.single and name not in of_row:
                    ru, en = did_you_mean(name, [*every.single, *of_row])
                    yield source.fault(("layout", position), f"нет поля «{name}»: {ru}", f"no field `{name}`: {en}")


def _doubled_fields(source: Source, form: PaperForm) -> Iterator[Fault]:
    seen: set[str] = set()
    for position, field in enumerate(form.fields):
        if field.name in seen or field.name.split(".")[0] == ROW:
            ru, en = "такое поле уже есть выше или имя занято", "this field already stands above, or its name is taken"
            yield source.fault(("fields", position, "name"), ru, en)  # of those under `use` the nearest place there is
        seen.add(field.name)


def _form(data: Any) -> PaperForm:
    """`data` has passed the schema, so its fields are what their names say."""
    return PaperForm(
        key=data["key"],
        version=data["version"],
        kind=data["kind"],
        purpose=data["purpose"],
        title=Words(**data["title"]),
        about=data["about"],
        fields=(
            *(common_fields()[name] for name in data.get("use", ())),
            *(_field(one) for one in data.get("fields", ())),
        ),
        layout=tuple(_block(one) for one in data["layout"]),
        landscape=data.get("landscape", False),
        size=data.get("size", 13),
        summary=Words(**data["summary"]) if "summary" in data else None,
    )


def _field(data: Any) -> PaperField:
    return PaperField(
        name=data["name"],
        title=Words(**data["title"]),
        of=data.get("of", "text"),
        required=data.get("required", True),
        source=data.get("source", ""),
        hint=Words(**data["hint"]) if "hint" in data else None,
        fields=tuple(_field(one) for one in data.get("fields", ())),
    )


def _block(data: Any) -> Block:
    if data == "page_break":
        return PageBreak()
    ((name, value),) = data.items()
    return _BLOCKS[name](value)


def _table(value: Any) -> Table:
    given: dict[str, Any] = {**value, "columns": tuple(Column(**column) for column in value["columns"])}
    return Table(**given)


def _signatures(value: Any) -> Signatures:
    given: dict[str, Any] = {**value, "lines": tuple(Signature(**line) for line in value["lines"])}
    return Signatures(**given)


def _stamp(value: Any) -> Stamp:
    given: dict[str, Any] = {**value, "lines": tuple(value["lines"]), "left": tuple(value.get("left", ()))}
    return Stamp(**given)


_BLOCKS: Mapping[str, Callable[[Any], Block]] = {
    "letterhead": lambda value: Letterhead(tuple(value)),
    "heading": lambda value: (
        Heading(value) if isinstance(value, str) else Heading(value["text"], value.get("level", 1))
    ),
    "requisites": lambda value: Requisites(*value),
    "paragraph": lambda value: Paragraph(value) if isinstance(value, str) else Paragraph(**value),
    "numbered": lambda value: Numbered(tuple(value)),
    "bulleted": lambda value: Bulleted(tuple(value)),
    "table": _table,
    "pairs": lambda value: Pairs(tuple((row[0], row[1]) for row in value["rows"]), value.get("left", 60)),
    "signatures": _signatures,
    "stamp": _stamp,
    "annex": lambda value: Annex(**value),
}
