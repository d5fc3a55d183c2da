"""The process in which a template of a stranger is looked through: the file on its input, a line of JSON on its output.

`{"template": {"uses", "lists", "faults", "docx"}}` or `{"refused": {"ru", "en"}}`. `docx` is what may be kept, base64.
"""

import json
import sys
from base64 import b64encode
from io import BytesIO
from typing import IO, Any
from zipfile import ZipFile

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from documents.papers import sentences
from documents.papers.dangers import dangers, dangers_of_part
from documents.papers.parts import main_part, repacked, wordy_parts
from documents.papers.scanning import Scanned, scan
from documents.reading_roadmaps import limits
from documents.reading_roadmaps.kinds import kind_of
from documents.reading_roadmaps.package import Element, Package, attribute, local
from engine.papers.fitting import Use
from engine.refusals import BadInput
from engine.words import Words

_DOCUMENT = 5 * limits.MEGABYTE  # of the words, unpacked: filling a template happens in the server itself
_DEEPEST = 100  # elements within elements


def main(given: IO[bytes], answers: IO[bytes]) -> None:
    limits.bound_itself()
    limits.bound_for_good()
    try:
        line: dict[str, Any] = {"template": looked_through(given.read())}
    except BadInput as refusal:
        line = {"refused": {"ru": refusal.words.ru, "en": refusal.words.en}}
    except MemoryError:
        line = _refused(sentences.too_big())
    except Exception:  # whatever a broken file provokes in a parser, a person gets a sentence
        line = _refused(sentences.broken())
    answers.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    answers.flush()


def looked_through(data: bytes) -> dict[str, Any]:
    """Raises BadInput, and for broken files anything at all."""
    package = _opened(data)
    with ZipFile(BytesIO(data)) as file:
        names = [entry.filename for entry in file.infolist() if not entry.is_dir()]
    faults = list(dangers(package, names))
    scanned = Scanned()
    for name in package.named(""):
        if name.endswith((".xml", ".rels")):
            _checked(package, name)
    for kind, _, root in wordy_parts(package):
        faults += dangers_of_part(root)
        scan(kind, root, scanned)
    faults += scanned.faults
    return {
        "uses": [_use(use) for use in scanned.uses],
        "lists": [_use(use) for use in scanned.lists],
        "faults": [[words.ru, words.en] for words in dict.fromkeys(faults)],
        "docx": b64encode(b"" if faults else _kept(package, data)).decode("ascii"),
    }


def _opened(data: bytes) -> Package:
    try:
        kind = kind_of(data)
        package = Package(data) if kind == "docx" else None
    except BadInput as error:
        raise sentences.no_docx() if data[:2] != b"PK" else sentences.broken() from error
    if package is None or package.tree(main_part(package)) is None:
        raise sentences.no_docx()
    return package


def _checked(package: Package, name: str) -> None:
    """Every part is well-formed, holds no DTD, and is neither too long nor too deep."""
    if package.size(name) > _DOCUMENT:
        raise sentences.too_big()
    depth = 0
    try:
        root = package.tree(name)
    except BadInput as error:
        raise sentences.broken() from error
    for event, _ in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise sentences.too_big()


def _kept(package: Package, data: bytes) -> bytes:
    """Without the reference to the author's own Normal.dotm: Word follows it, wherever it leads."""
    changed: dict[str, Element] = {}
    for name in package.named("word/"):
        if not name.endswith(("settings.xml", "settings.xml.rels")) or (root := package.tree(name)) is None:
            continue
        for element in list(root):
            if local(element) == "attachedTemplate" or attribute(element, "Type").endswith("/attachedTemplate"):
                root.remove(element)
        changed[name] = root
    return repacked(data, changed)


def _use(use: Use) -> list[str]:
    return [use.name, use.place.ru, use.place.en, use.over, use.variable]


def _refused(refusal: BadInput) -> dict[str, Any]:
    words: Words = refusal.words
    return {"refused": {"ru": words.ru, "en": words.en}}


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
