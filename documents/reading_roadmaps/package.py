"""A DOCX or XLSX as what it is: a zip of XML parts, opened under the limits, its XML without DTD and entities."""

import posixpath
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from documents.reading_roadmaps import limits, sentences

Element = Any  # of lxml, which ships no types
_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_PROLOG = 65_536
_ENCRYPTED = 0x1


class Package:
    """The parts by their names. Whatever is wrong with the zip or its XML raises BadInput."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = ZipFile(BytesIO(data))
        except (BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
            raise sentences.broken() from error
        self._bounded(len(data))
        # Parts are found without regard to case; some programs write their names with backslashes.
        self._names = {name.replace("\\", "/").lower(): name for name in self._zip.namelist()}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def named(self, beginning: str) -> list[str]:
        return [name for name in self._names if name.startswith(beginning)]

    def size(self, name: str) -> int:
        """Unpacked, in bytes."""
        return self._zip.getinfo(self._names[name.lower()]).file_size

    def part(self, name: str) -> bytes:
        """The bytes of a part, b"" when there is none."""
        if name not in self:
            return b""
        try:
            return self._zip.read(self._names[name.lower()])
        except (BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError, RuntimeError) as error:
            raise sentences.broken() from error

    def tree(self, name: str) -> Element | None:
        """The root of an XML part; None when there is no such part."""
        data = self.part(name)
        if not data:
            return None
        refuse_doctype(data[:_PROLOG])
        try:
            return etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True, **_SAFE))
        except (etree.XMLSyntaxError, ValueError) as error:
            raise sentences.broken() from error

    def elements(self, name: str, tags: frozenset[str]) -> Iterator[tuple[Element, int]]:
        """Elements of the local names `tags` as they end, with the bytes unpacked so far; a part of any length.

        An element is emptied after it was given out.
        """
        with self._opened(name) as prolog:
            refuse_doctype(prolog.read(_PROLOG))
        with self._opened(name) as stream:
            wanted = [f"{{*}}{tag}" for tag in tags]
            try:
                for _, element in etree.iterparse(stream, events=("end",), tag=wanted, remove_comments=True, **_SAFE):
                    yield element, stream.tell()
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
            except (etree.XMLSyntaxError, BadZipFile, zlib.error, EOFError, ValueError, OSError) as error:
                raise sentences.broken() from error

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Relations of a part ("" = of the whole): id → (the last word of its type, the name of the target)."""
        folder, name = posixpath.split(part)
        root = self.tree(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        found: dict[str, tuple[str, str]] = {}
        for relation in root if root is not None else ():
            if relation.get("TargetMode") == "External":
                continue  # nothing outside the file is ever asked for
            target = (relation.get("Target") or "").replace("\\", "/")
            kind = (relation.get("Type") or "").rpartition("/")[2]
            path = posixpath.normpath(target if target.startswith("/") else posixpath.join(folder, target))
            found[relation.get("Id") or ""] = (kind, path.lstrip("/"))
        return found

    def _opened(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(self._names[name.lower()])
        except (BadZipFile, KeyError, ValueError, NotImplementedError, OSError, RuntimeError) as error:
            raise sentences.broken() from error

    def _bounded(self, packed: int) -> None:
        """By what the directory says; no part can give more than it says there."""
        entries = self._zip.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > limits.ENTRIES or unpacked > limits.UNPACKED:
            raise sentences.too_big()
        if unpacked > limits.INNOCENT and unpacked > packed * limits.RATIO:
            raise sentences.too_big()
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise sentences.protected()
        if any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries):
            raise sentences.broken()


def local(element: Element) -> str:
    """The name without its namespace: transitional and strict files differ only there.

    >>> local(etree.fromstring('<w:p xmlns:w="urn:w"/>'))
    'p'
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Element, name: str, default: str = "") -> str:
    """By its local name.

    >>> attribute(etree.fromstring('<w:p xmlns:w="urn:w" w:val="5"/>'), "val")
    '5'
    """
    for key, value in element.items():
        if key.rpartition("}")[2] == name:
            return str(value)
    return default


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that local name."""
    if element is None:
        return None
    return next((inner for inner in element if local(inner) == name), None)


def number(text: str, default: int = 0, *, most: int = 2**31) -> int:
    """A whole number of an attribute, kept within reason.

    >>> number("12"), number("99999999999", most=50), number("x")
    (12, 50, 0)
    """
    digits = text.strip()
    if len(digits) > 20:
        return default
    try:
        return max(-most, min(most, int(digits)))
    except ValueError:
        return default


class _Doctype(Exception):  # noqa: N818  # never leaves this file
    pass


class _Begun(Exception):  # noqa: N818  # never leaves this file
    pass


def refuse_doctype(beginning: bytes) -> None:
    """Raises BadInput when a DTD stands before the root element: no office writes one, entities live there."""

    def doctype(*_: object) -> None:
        raise _Doctype

    def begun(*_: object) -> None:
        raise _Begun

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = doctype
    parser.StartElementHandler = begun
    try:
        parser.Parse(beginning, False)
    except _Begun:
        return
    except _Doctype as error:
        raise sentences.doctype() from error
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise sentences.broken() from error
    raise sentences.broken()  # 64 KB and no root: nothing an office writes
