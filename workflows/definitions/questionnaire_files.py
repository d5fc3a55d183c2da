"""Reads questionnaires: file → schema → sense → `Questionnaire`; the built-in ones by key."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from engine.questionnaires import MEANINGS, Questionnaire, from_plain
from workflows.definitions.built_in import keys, load, schema
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import check
from workflows.definitions.yaml_source import Path, Source, read_source

# Which fields belong to which kinds of questions, and which of these each kind must have.
_OF_KIND: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "one": (frozenset({"options"}), frozenset({"options"})),
    "many": (frozenset({"options", "most"}), frozenset({"options"})),
    "scale": (frozenset({"from", "to", "low", "high"}), frozenset({"to", "low", "high"})),
    "text": (frozenset({"longest"}), frozenset()),
    "ranking": (frozenset({"of", "most"}), frozenset({"of"})),
}
_OWN = frozenset({"options", "most", "from", "to", "low", "high", "longest", "of"})


@cache
def questionnaires() -> tuple[str, ...]:
    """The keys of the built-in questionnaires, in alphabetical order."""
    return keys("questionnaires")


@cache
def questionnaire(key: str) -> Questionnaire:
    """A built-in questionnaire; BadInput (field `--questionnaire`) when there is no such key or its file is broken."""
    return load("questionnaires", key, read_questionnaire, field="--questionnaire")


def read_questionnaire(text: str, file: str) -> Questionnaire | tuple[Fault, ...]:
    """The questionnaire in `text`, or every fault of it from the top down. `file` is a name for messages only."""
    source = read_source(text, file)
    found = check(source, schema("questionnaire")) or in_reading_order(list(_sense_faults(source)))
    if found:
        return tuple(found)
    data: Any = source.data
    return from_plain(data)


def _sense_faults(source: Source) -> Iterator[Fault]:
    data: Any = source.data
    if data["asked"] in ("curator", "staff") and data.get("about") == "pair":
        yield source.fault(
            ("about",), "о паре отвечают только её участники", "only people of a pair answer about it", key=True
        )
    seen: set[str] = set()
    for position, question in enumerate(data["questions"]):
        path: Path = ("questions", position)
        if question["key"] in seen:
            yield source.fault((*path, "key"), "ключ вопроса повторяется", "the key of a question is repeated")
        seen.add(question["key"])
        yield from _question_faults(source, path, question)
        if question["kind"] == "ranking" and data.get("anonymous"):
            yield source.fault(
                (*path, "kind"), "анонимной анкете имена ни к чему", "an anonymous questionnaire ranks nobody"
            )


def _question_faults(source: Source, path: Path, question: Any) -> Iterator[Fault]:
    kind = question["kind"]
    allowed, needed = _OF_KIND[kind]
    for name in question:
        if name in _OWN and name not in allowed:
            yield source.fault(
                (*path, name), f"поле не для вопроса «{kind}»", f"no field for a question `{kind}`", key=True
            )
    for name in sorted(needed - question.keys()):
        yield source.fault((*path, "kind"), f"вопросу «{kind}» нужно поле «{name}»", f"`{kind}` needs `{name}`")
    meaning = question.get("meaning")
    if meaning and kind not in MEANINGS[meaning]:
        kinds = ", ".join(sorted(MEANINGS[meaning]))
        yield source.fault(
            (*path, "meaning"),
            f"такой смысл бывает у вопросов: {kinds}",
            f"only these kinds of questions can mean it: {kinds}",
        )
    chosen: set[str] = set()
    for number, one in enumerate(question.get("options", ())):
        if one["key"] in chosen:
            yield source.fault(
                (*path, "options", number, "key"), "ключ варианта повторяется", "the key of an option is repeated"
            )
        chosen.add(one["key"])
    if question.get("most", 0) > len(question.get("options", ())) > 0:
        yield source.fault((*path, "most"), "больше, чем вариантов", "more than there are options")
