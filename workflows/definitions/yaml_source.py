"""Reads a definition file: a small, safe part of YAML with the place of every word.

Allowed: mappings with text keys, lists, scalars. Refused, each with its place: anchors and aliases, tags,
merge keys, duplicate keys, directives, several documents, more than 256 KB, more than 20 levels. A plain word
becomes a number, a boolean or nothing only where JSON would read it so (`7`, `-1`, `true`, `null`); `no`,
`010`, `1.10`, `12:30` and `2025-09-01` stay text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from engine.words import Words
from workflows.definitions.faults import Fault, Place, in_reading_order

MOST_BYTES = 256 * 1024
MOST_LEVELS = 20

Scalar = str | int | bool | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says (`data`) and where it says it.

    `data` is None when the text could not be read at all; then `faults` says why. `places` holds the place of
    every value and `keys` the place of every key by its path, e.g. `("stages", 0, "key")`.
    """

    file: str
    data: Plain
    places: dict[Path, Place]
    keys: dict[Path, Place]
    faults: tuple[Fault, ...] = ()

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Where to point for `path`: a scalar itself; for a list or mapping the key that holds it or its
        first word.

        A path that is not in the file (something missing) is pointed at through its nearest existing owner.
        """
        path = tuple(path)
        if path in self.keys and (key or path not in self.places):
            return self.keys[path]
        while path not in self.places and path:
            path = path[:-1]
        return self.places.get(path, Place(1, 1, ""))

    def fault(self, path: Path, ru: str, en: str, *, key: bool = False) -> Fault:
        place = self.place(path, key=key)
        return Fault(self.file, place.line, place.column, place.word, Words(ru, en))


def read_source(text: str, file: str) -> Source:
    """Reads the text of `file` (a name for messages only; nothing is opened). Never raises: look at
    `faults`.
    """
    reading = _Reading(file)
    if len(text.encode("utf-8", "surrogatepass")) > MOST_BYTES:
        reading.add(Place(1, 1, file), "файл больше 256 КБ", "the file is larger than 256 KB")
        return reading.source(None)
    try:
        return reading.source(reading.document(_events(text)))
    except _UnreadableError:
        return reading.source(None)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        ru, en = _SYNTAX.get(_problem(error), _SYNTAX[""])
    except YAMLError as error:  # a character YAML does not allow; such errors carry an offset instead of a mark
        offset = getattr(error, "position", 0)
        before = text[:offset]
        line, column = before.count("\n"), offset - (before.rfind("\n") + 1)
        ru, en = "такой символ в файле не допускается", "such a character is not allowed in the file"
    place = Place(line + 1, column + 1, _word_at(text, line, column))
    reading.add(place, f"не читается: {ru}", f"cannot be read: {en}")
    return reading.source(None)


class _UnreadableError(Exception):
    """Reading must stop: what follows cannot be trusted. The fault is already noted."""


def _events(text: str) -> Iterator[Event]:
    events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
    return events


@dataclass(slots=True)
class _Reading:
    """The work in hand: events come in, plain data goes out, places and faults are noted on the way."""

    file: str
    places: dict[Path, Place] = field(default_factory=dict[Path, Place])
    keys: dict[Path, Place] = field(default_factory=dict[Path, Place])
    faults: list[Fault] = field(default_factory=list[Fault])

    def source(self, data: Plain) -> Source:
        return Source(self.file, data, self.places, self.keys, tuple(in_reading_order(self.faults)))

    def add(self, place: Place, ru: str, en: str) -> None:
        self.faults.append(Fault(self.file, place.line, place.column, place.word, Words(ru, en)))

    def document(self, events: Iterator[Event]) -> Plain:
        data: Plain = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if event.version or event.tags:
                    self.add(_start(event, "%"), "директивы YAML не допускаются", "YAML directives are not allowed")
                if documents > 1:
                    self.add(
                        _start(event, "---"),
                        "в файле больше одного документа",
                        "more than one document in the file",
                    )
                    raise _UnreadableError
            elif isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, AliasEvent)):
                data = self.value(event, events, (), None)
        if not documents or data is None:
            self.add(Place(1, 1, self.file), "файл пуст", "the file is empty")
        return data

    def value(self, event: Event, events: Iterator[Event], path: Path, holder: Place | None) -> Plain:
        """One value of any kind. `holder` is the place of the key that holds it, None in a list or at the
        top.
        """
        self.refuse_cleverness(event)
        if len(path) > MOST_LEVELS:
            self.add(_start(event, "…"), f"вложенность больше {MOST_LEVELS}", f"nested deeper than {MOST_LEVELS}")
            raise _UnreadableError
        if isinstance(event, ScalarEvent):
            self.places[path] = _start(event, event.value)
            return _plain(event)
        if isinstance(event, AliasEvent):
            return None
        mapping = isinstance(event, MappingStartEvent)
        data = self.mapping(events, path) if mapping else self.sequence(events, path)
        self.places[path] = holder or self.first_word(path, data) or _start(event, "{" if mapping else "[")
        return data

    def mapping(self, events: Iterator[Event], path: Path) -> Plain:
        data: dict[str, Plain] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self.key(event)
            place = _start(event, key)
            if key in data:
                self.add(place, "поле повторяется", "the field is repeated")
            if key == "<<":
                self.add(place, "слияние «<<» не допускается", "merging by `<<` is not allowed")
            self.keys.setdefault((*path, key), place)
            value = self.value(next(events), events, (*path, key), place)
            data.setdefault(key, value)
        return data

    def sequence(self, events: Iterator[Event], path: Path) -> Plain:
        data: list[Plain] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            data.append(self.value(event, events, (*path, len(data)), None))
        return data

    def key(self, event: Event) -> str:
        self.refuse_cleverness(event)
        if not isinstance(event, ScalarEvent):
            self.add(_start(event, "?"), "именем поля может быть только слово", "only a word can name a field")
            raise _UnreadableError
        return str(event.value)

    def refuse_cleverness(self, event: Event) -> None:
        anchor = getattr(event, "anchor", None)
        if isinstance(event, AliasEvent):
            self.add(_start(event, f"*{anchor}"), "ссылки (*) не допускаются", "aliases (*) are not allowed")
        elif anchor:
            self.add(_start(event, f"&{anchor}"), "якоря (&) не допускаются", "anchors (&) are not allowed")
        if tag := getattr(event, "tag", None):
            self.add(
                _start(event, str(tag).replace("tag:yaml.org,2002:", "!!")),
                "теги (!) не допускаются",
                "tags (!) are not allowed",
            )

    def first_word(self, path: Path, data: Plain) -> Place | None:
        """The first word inside the list or mapping at `path`, if it has any."""
        if isinstance(data, dict):
            return next((self.keys[(*path, name)] for name in data), None)
        return self.places.get((*path, 0))


_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})")  # longer ones stay text: they are identifiers, not counts
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}


def _plain(event: ScalarEvent) -> Plain:
    text = str(event.value)
    if event.style is not None and event.style != "":  # quoted or a block of text
        return text
    if _NUMBER.fullmatch(text):
        return int(text)
    return _WORDS.get(text, text)


_SYNTAX = {
    "\\t": ("табуляция вместо пробелов", "a tab instead of spaces"),
    "end of stream": (
        "текст обрывается, не закрыта кавычка или скобка",
        "the text breaks off, a quote or bracket is open",
    ),
    "stream end": (
        "текст обрывается, не закрыта кавычка или скобка",
        "the text breaks off, a quote or bracket is open",
    ),
    "mapping values": (
        "лишнее двоеточие; возьмите текст в кавычки",
        "one colon too many; put the text in quotes",
    ),
    "": ("проверьте отступы, двоеточия, кавычки и скобки", "look at indents, colons, quotes and brackets"),
}


def _problem(error: MarkedYAMLError) -> str:
    said = error.problem or ""
    return next(key for key in _SYNTAX if key in said)


def _start(event: Event, word: str) -> Place:
    mark = event.start_mark
    return Place(mark.line + 1, mark.column + 1, _short(word))


def _short(word: str) -> str:
    line = word.splitlines()[0] if word else ""
    return line if len(line) <= 60 else line[:59] + "…"


def _word_at(text: str, line: int, column: int) -> str:
    lines = text.splitlines()
    rest = lines[line][column:] if line < len(lines) else ""
    found = re.match(r"\w[\w-]*|\S", rest)
    return found.group() if found else "↵"
