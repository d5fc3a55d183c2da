"""A DOCX as its zip: the parts that hold words, taken out as trees and put back."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree  # type: ignore[import-untyped]  # ships no types

from documents.reading_roadmaps.package import Element, Package

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORDY = ("header", "footer", "footnotes", "endnotes")
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same words make the same file, whenever they are written


def w(tag: str) -> str:
    """
    >>> w("p")
    '{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p'
    """
    return f"{{{W}}}{tag}"


def main_part(package: Package) -> str:
    """The name of the document itself."""
    found = next((path for kind, path in package.relations("").values() if kind == "officeDocument"), "")
    return found or "word/document.xml"


def wordy_parts(package: Package) -> Iterator[tuple[str, str, Element]]:
    """(kind, name, root) of the document and of what it refers to that holds words too."""
    main = main_part(package)
    root = package.tree(main)
    if root is None:
        return
    yield "document", main, root
    seen = {main}
    for kind, name in package.relations(main).values():
        if kind in _WORDY and name not in seen and (part := package.tree(name)) is not None:
            seen.add(name)
            yield kind, name, part


def repacked(data: bytes, changed: Mapping[str, Element]) -> bytes:
    """The same file with these parts instead of its own."""
    made = BytesIO()
    lower = {name.lower(): root for name, root in changed.items()}
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.is_dir():
                continue
            root = lower.get(entry.filename.replace("\\", "/").lower())
            content = old.read(entry) if root is None else _written(root)
            new.writestr(ZipInfo(entry.filename, _FIRST_DAY), content, ZIP_DEFLATED)
    return made.getvalue()


def _written(root: Element) -> bytes:
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text
