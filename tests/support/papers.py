"""Values for every field of a form of a paper, and the words of a finished one."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from documents.papers.building import built_in_template
from documents.papers.rendering import rendered
from documents.word_cases.inflecting import inflected
from engine.papers.model import PaperField, PaperForm
from engine.papers.values import Filling, Person, filled

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMES = (
    Person("Гусева Анна Сергеевна", "f"),
    Person("Кравцов Пётр Ильич", "m"),
    Person("Черных Ольга Фёдоровна", "f"),
)
POSTS = ("заместитель директора по учебно-воспитательной работе", "педагог-психолог", "учитель начальных классов")


def sample(field: PaperField, at: int = 0) -> Any:
    """A value as the data could hold it."""
    match field.of:
        case "name":
            return NAMES[at % len(NAMES)]
        case "position":
            return POSTS[at % len(POSTS)]
        case "date":
            return date(2026, 9, 1 + at)
        case "number":
            return 12 + at
        case "lines":
            return f"{field.title.ru}: первое.\n{field.title.ru}: второе."
        case "rows":
            return [{inner.name: sample(inner, row) for inner in field.fields} for row in range(3)]
        case _:
            return field.title.ru


def samples(form: PaperForm) -> dict[str, Any]:
    return {field.name: sample(field, at) for at, field in enumerate(form.fields)}


def sample_filling(form: PaperForm, **given: Any) -> Filling:
    return filled(form, samples(form) | given, inflected)


def sample_paper(form: PaperForm) -> bytes:
    return rendered(built_in_template(form), sample_filling(form).values)


def words_in(docx: bytes, part: str = "word/document.xml") -> str:
    """Paragraph by paragraph, as a reader sees them."""
    with ZipFile(BytesIO(docx)) as file:
        root = etree.fromstring(file.read(part))
    lines = []
    for paragraph in root.iter(f"{W}p"):
        lines.append("".join(node.text or "" for node in paragraph.iter(f"{W}t")))
    return "\n".join(lines)


def with_part(docx: bytes, name: str, content: bytes | None) -> bytes:
    """The same file with a part added or replaced; None takes it out."""
    made = BytesIO()
    with ZipFile(BytesIO(docx)) as old, ZipFile(made, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        if content is not None:
            new.writestr(name, content)
    return made.getvalue()


def part_of(docx: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(docx)) as file:
        return file.read(name)
