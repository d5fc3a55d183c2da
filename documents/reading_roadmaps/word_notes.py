"""What of a DOCX was left aside or decided, said to the person who uploaded it: nothing is dropped silently."""

from collections import Counter
from collections.abc import Iterator

from documents.reading_roadmaps.package import Element, Package, attribute, local
from documents.reading_roadmaps.word_numbering import Numbering, Styles
from documents.reading_roadmaps.word_paragraphs import Paragraphs
from engine.words import Words

_LONGEST = 500  # signs of a quotation
_OF_NOTES = ("footnotes", "endnotes")
_OF_PAGES = ("header", "footer")
_SAID = {
    "deleted": Words(
        "В файле есть исправления: вставленное прочитано, удалённое нет.",
        "The file has tracked changes: insertions were read, deletions were not.",
    ),
    "inserted": Words(
        "В файле есть исправления: вставленное прочитано, удалённое нет.",
        "The file has tracked changes: insertions were read, deletions were not.",
    ),
    "hidden": Words("Скрытый текст не прочитан.", "Hidden text was not read."),
    "comments": Words("Примечания на полях не прочитаны.", "Comments in the margin were not read."),
    "pictures": Words("Картинки не прочитаны.", "Pictures were not read."),
    "foreign": Words(
        "Вставленный в документ файл другого формата не прочитан.",
        "A file of another format put into the document was not read.",
    ),
}


def notes_of(
    package: Package, related: dict[str, tuple[str, str]], styles: Styles, seen: Counter[str]
) -> tuple[Words, ...]:
    """Each thing once, quotations of what stands outside the body at the end."""
    said = list(dict.fromkeys(words for what, words in _SAID.items() if seen[what]))
    if quoted := _quoted(package, related, styles, _OF_NOTES):
        said.append(Words(f"Сноски оставлены в стороне: {quoted}", f"Footnotes were left aside: {quoted}"))
    if quoted := _quoted(package, related, styles, _OF_PAGES):
        said.append(
            Words(f"Колонтитулы оставлены в стороне: {quoted}", f"Headers and footers were left aside: {quoted}")
        )
    return tuple(said)


def _quoted(package: Package, related: dict[str, tuple[str, str]], styles: Styles, kinds: tuple[str, ...]) -> str:
    lines: dict[str, None] = {}
    for kind, path in related.values():
        if kind in kinds:
            for line in _lines(package.tree(path), styles):
                lines[line] = None
    text = " / ".join(line for line in lines if any(letter.isalpha() for letter in line))
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _lines(root: Element | None, styles: Styles) -> Iterator[str]:
    if root is None:
        return
    paragraphs = Paragraphs(styles, Numbering(None, styles))
    for node in root:
        if attribute(node, "type") in ("separator", "continuationSeparator", "continuationNotice"):
            continue
        inner = (node,) if local(node) == "p" else node.iter("{*}p")
        for paragraph in inner:
            text = " ".join(line.strip() for line in paragraphs.read(paragraph).lines)
            if text.strip():
                yield text.strip()
