"""What a template may not bring along: programs, embedded files, links that are followed by themselves."""

import posixpath
import re
from collections.abc import Iterator

from documents.papers.parts import main_part, w
from documents.reading_roadmaps.package import Element, Package, attribute, local
from engine.words import Words

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FOREIGN = re.compile(
    r"vbaproject|vbadata|(?:^|/)activex|(?:^|/)embeddings/|oleobject"
    r"|\.(?:exe|dll|js|jse|vbs|vbe|hta|lnk|bat|cmd|ps1|scr|com|html?|mht|mhtml|rtf|docm|dotm|xlsm|jar|swf|chm|svg)$"
)
_FOREIGN_RELATIONS = frozenset(
    {
        *("oleObject", "package", "control", "activeXControlBinary", "vbaProject", "keyMapCustomizations"),
        *("aFChunk", "subDocument", "frame", "attachedToolbars", "ui", "userCustomization", "extensibility"),
    }
)
_FOREIGN_ELEMENTS = frozenset({"altChunk", "object", "control", "subDoc", "OLEObject", "ocx"})
_FIELDS = frozenset(
    {
        *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "TOC", "TC", "REF", "PAGEREF", "NOTEREF", "STYLEREF", "SEQ"),
        *("HYPERLINK", "DATE", "TIME", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "SYMBOL", "LISTNUM", "INDEX", "XE"),
    }
)
_ADDRESS = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)


def dangers(package: Package, names: list[str]) -> Iterator[Words]:
    """One sentence for each kind of thing that is not let in. `names` are the entries of the zip as written there."""
    plain = [name.replace("\\", "/").lower() for name in names]
    if len(set(plain)) != len(plain):
        yield Words("В файле есть части с одинаковыми именами", "Parts of the file bear the same name")
    if any(name.startswith("/") or ".." in name.split("/") or ":" in name for name in plain):
        yield Words("Имена частей файла ведут наружу", "Names of its parts lead outside the file")
    if any(_FOREIGN.search(name) for name in plain) or _main_type(package) != _MAIN_TYPE:
        yield Words(
            "В файле есть макросы или вложенные объекты: сохраните его как обычный «Документ Word (*.docx)» без них",
            "The file holds macros or embedded objects: save it as a plain “Word document (*.docx)” without them",
        )
    yield from _relations(package, plain)


def dangers_of_part(root: Element) -> Iterator[Words]:
    """The same for the words of one part."""
    if any(local(element) in _FOREIGN_ELEMENTS for element in root.iter()):
        yield Words(
            "В документ вставлен объект другой программы: замените его текстом, таблицей или рисунком",
            "The document holds an object of another program: put a text, a table or a picture in its place",
        )
    for field in sorted(set(_fields(root)) - _FIELDS):
        yield Words(
            f"В документе есть автоматическое поле Word «{field[:30]}»: такие не принимаются, замените его текстом",
            f"The document has Word's automatic field `{field[:30]}`: such are not taken, write a text instead",
        )


def _main_type(package: Package) -> str:
    root = package.tree("[Content_Types].xml")
    wanted = f"/{main_part(package)}".lower()
    for override in root if root is not None else ():
        if attribute(override, "PartName").lower() == wanted:
            return attribute(override, "ContentType")
    return ""


def _relations(package: Package, names: list[str]) -> Iterator[Words]:
    foreign = outside = False
    for name in names:
        if not name.endswith(".rels"):
            continue
        root = package.tree(name)
        for relation in root if root is not None else ():
            kind = attribute(relation, "Type").rpartition("/")[2]
            if kind == "attachedTemplate":
                continue  # Word's own habit; it is taken out before the template is kept
            foreign |= kind in _FOREIGN_RELATIONS
            if attribute(relation, "TargetMode").lower() == "external":
                outside |= kind != "hyperlink" or not _ADDRESS.match(attribute(relation, "Target"))
            else:
                outside |= _leaves(name, attribute(relation, "Target"))
    if foreign:
        yield Words(
            "В файл вложены другие файлы или элементы управления: уберите их",
            "Other files or controls are embedded in the file: take them out",
        )
    if outside:
        yield Words(
            "Файл ссылается на то, что лежит вне его (рисунок, шаблон, другой файл): вставьте это в сам документ",
            "The file refers to what lies outside it (a picture, a template, a file): put it into the document itself",
        )


def _leaves(rels: str, target: str) -> bool:
    """Whether a target inside the file climbs out of it or is an address after all."""
    if "\\" in target or ":" in target.partition("/")[0]:
        return True
    folder = posixpath.dirname(posixpath.dirname(rels))
    return posixpath.normpath(posixpath.join(folder, target.lstrip("/"))).startswith("..")


def _fields(root: Element) -> Iterator[str]:
    """The first word of every field; an instruction in no field counts as one."""
    opened: list[str] = []
    for element in root.iter(w("fldSimple"), w("fldChar"), w("instrText"), w("delInstrText")):
        if element.tag == w("fldSimple"):
            yield _first_word(attribute(element, "instr"))
        elif element.tag == w("fldChar"):
            kind = attribute(element, "fldCharType")
            if kind == "begin":
                opened.append("")
            elif opened and kind in ("separate", "end"):
                if opened[-1] != "\0":
                    yield _first_word(opened[-1])
                opened[-1] = "\0"  # said; what stands between separate and end is its result
                if kind == "end":
                    opened.pop()
        elif not opened or opened[-1] == "\0":
            yield _first_word(element.text or "")
        else:
            opened[-1] += element.text or ""
    for left in opened:
        if left != "\0":
            yield _first_word(left)


def _first_word(instruction: str) -> str:
    words = instruction.split()
    word = words[0].upper() if words else "?"
    if word == "HYPERLINK":
        address = next((one.strip('"«»“”') for one in words[1:] if not one.startswith("\\")), "#")
        return word if _ADDRESS.match(address) or "\\l" in words else f"HYPERLINK {address}"
    return word
