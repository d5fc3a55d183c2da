"""The fields of a sent form: texts, days, numbers, files, each read with an error that names the field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException

from engine.refusals import BadInput
from engine.typed_days import read_day
from workflows.plain_text import breaks_the_line, plain_text

MOST_UPLOADED = 10 * 1024 * 1024
MOST_SENT = 1024 * 1024
_MOST_FIELDS = 2000
_LONGEST_TEXT = 4000
_BIGGEST_NUMBER = 2**31 - 1
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file as it came: the name is the sender's word and never becomes a path."""

    name: str
    content: bytes


class TooBig(Exception):  # noqa: N818  # read aloud: `raise TooBig`
    """More was sent than a form may hold (413)."""


class Fields:
    """One sent form. Asking for a field that is not there gives its empty value."""

    def __init__(self, texts: Sequence[tuple[str, str]] = (), files: Sequence[tuple[str, Uploaded]] = ()) -> None:
        self._texts = tuple(texts)
        self._files = tuple(files)

    def raw(self, name: str) -> str:
        """Exactly what was typed: to show it again."""
        return next((text for key, text in self._texts if key == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field that may come several times, in their order."""
        return tuple(text for key, text in self._texts if key == name)

    def items(self) -> Iterable[tuple[str, str]]:
        return self._texts

    def ticked(self, name: str) -> bool:
        return self.raw(name) not in ("", "0", "no")

    def line(self, name: str, *, optional: bool = False, longest: int = 200) -> str:
        """One line of text. Raises BadInput when empty (unless `optional`), too long or with control characters."""
        given = self.raw(name).strip()
        if optional and not given:
            return ""
        return plain_text(given, name, longest=longest)

    def text(self, name: str, *, optional: bool = False, longest: int = _LONGEST_TEXT) -> str:
        """Several lines; line ends become `\\n`. Raises BadInput like `line`."""
        given = self.raw(name).replace("\r\n", "\n").replace("\r", "\n").strip()
        if not given:
            return "" if optional else plain_text(given, name)
        if len(given) > longest:
            raise BadInput(
                name,
                f"Не больше {longest} знаков, сейчас {len(given)}",
                f"At most {longest} characters, there are {len(given)}",
            )
        if any(breaks_the_line(line.replace("\t", " ")) for line in given.split("\n")):
            raise BadInput(name, "Уберите управляющие знаки", "Remove the control characters")
        return given

    def day(self, name: str, *, today: date) -> date:
        """A day as people type it. Raises BadInput when the field is empty or no day."""
        if not self.raw(name).strip():
            raise BadInput(name, "Нужна дата, например 25.09.2026", "A date is needed, such as 25.09.2026")
        return read_day(self.raw(name), today=today, field=name)

    def day_if_given(self, name: str, *, today: date) -> date | None:
        return self.day(name, today=today) if self.raw(name).strip() else None

    def number(self, name: str) -> int:
        """A whole number from 0. Raises BadInput when it is none."""
        found = self.number_if_given(name)
        if found is None:
            raise BadInput(name, "Выберите или впишите значение", "Choose or write a value")
        return found

    def number_if_given(self, name: str) -> int | None:
        given = self.raw(name).strip()
        return _number(given, name) if given else None

    def numbers(self, name: str) -> tuple[int, ...]:
        """Every value of a field of ids: ticked boxes, several choices."""
        return tuple(_number(text, name) for text in self.every(name) if text.strip())

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """One of the allowed words. Raises BadInput otherwise."""
        given = self.raw(name)
        if given not in set(allowed):
            raise BadInput(name, "Выберите один из вариантов", "Choose one of the options")
        return given

    def file(self, name: str) -> Uploaded | None:
        """None when no file was chosen."""
        return next((file for key, file in self._files if key == name and (file.name or file.content)), None)


async def read_fields(request: Request) -> Fields:
    """The form of a request; nothing for other kinds of content. Raises TooBig, BadInput for a broken form."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method in ("GET", "HEAD") or kind not in _FORMS:
        return Fields()
    most = MOST_UPLOADED if kind == _FORMS[1] else MOST_SENT
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > most + MOST_SENT:
        raise TooBig
    try:
        async with request.form(max_files=20, max_fields=_MOST_FIELDS, max_part_size=MOST_SENT) as form:
            return await _fields(form)
    except (MultiPartException, UnicodeError, ValueError):
        raise _broken() from None


async def _fields(form: FormData) -> Fields:
    texts: list[tuple[str, str]] = []
    files: list[tuple[str, Uploaded]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read(MOST_UPLOADED + 1)
            if len(content) > MOST_UPLOADED:
                raise TooBig
            files.append((name, Uploaded(value.filename or "", content)))
        else:
            texts.append((name, value.replace("\x00", "\ufffd")))
    return Fields(texts, files)


def _number(given: str, field: str) -> int:
    if not given.isascii() or not given.isdigit() or len(given) > 10 or int(given) > _BIGGEST_NUMBER:
        raise BadInput(field, "Нужно целое число", "A whole number is needed")
    return int(given)


def _broken() -> BadInput:
    return BadInput(
        "", "Форма пришла повреждённой, отправьте её ещё раз", "The form came broken, please send it once more"
    )
