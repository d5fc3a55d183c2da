"""How arguments of commands are read: dates, files, ids."""

import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import typer

from engine.refusals import BadInput
from workflows.plain_text import plain_text

_BIGGEST = 10 * 1024 * 1024  # more than any roadmap or scan of one paper needs
_LONGEST = 20_000  # letters of one argument; texts with a limit of their own have a lower one
_LONGEST_REASON = 1000
_IDS = range(1 - 2**31, 2**31)  # what both databases can be asked for
_YEARS = range(1900, 2200)


def both(ru: str, en: str) -> str:
    """A help line, Russian first; `the same` when there is nothing to translate."""
    return ru if en == "the same" else f"{ru} · {en}"


def day(text: str | date, field: str) -> date:
    """A date in ISO form of a year people plan for. Raises BadInput that names the argument."""
    if isinstance(text, date):
        return text
    try:
        if len(text) == len("2025-09-01") and (read := date.fromisoformat(text)).year in _YEARS:
            return read
    except ValueError:
        pass
    raise BadInput(
        field,
        f"{field}: «{text}» не дата, нужно ГГГГ-ММ-ДД, например 2025-09-25",
        f"{field}: “{text}” is no date, write YYYY-MM-DD such as 2025-09-25",
    )


def day_option(name: str, ru: str, en: str) -> Any:
    """An option whose value is an ISO date: `born: Annotated[date | None, day_option("--born", …)] = None`."""
    parse: Callable[[str | date], date] = lambda text: day(text, name)  # noqa: E731  # typer wants a callable here
    return typer.Option(name, parser=parse, metavar="YYYY-MM-DD", help=both(ru, en))


def reason_option() -> Any:
    """`--reason`: one line, however it was broken; empty when left out."""

    def parse(text: str) -> str:
        return plain_text(" ".join(text.split()), "--reason", longest=_LONGEST_REASON) if text.strip() else ""

    return typer.Option("--reason", parser=parse, metavar="<text>", help=both("Причина", "Reason"))


def sane(value: object, field: str) -> None:
    """What no argument may be, whatever it means: a number no database holds, NUL, half a letter, a book.

    Raises BadInput that names the argument.
    """
    match value:
        case bool():
            return
        case int() if value not in _IDS:
            raise BadInput(field, f"{field}: такого числа не бывает", f"{field}: there is no such number")
        case str() if "\0" in value or any(unicodedata.category(letter) == "Cs" for letter in value):
            raise BadInput(field, f"{field}: недопустимые знаки", f"{field}: characters that are not allowed")
        case str() if len(value) > _LONGEST:
            raise BadInput(
                field,
                f"{field}: не больше {_LONGEST} знаков, сейчас {len(value)}",
                f"{field}: at most {_LONGEST} characters, there are {len(value)}",
            )
        case list():
            for one in value:
                sane(one, field)
        case _:
            return


def option(name: str, ru: str, en: str) -> Any:
    return typer.Option(name, help=both(ru, en))


def flag(name: str, ru: str, en: str) -> Any:
    """A switch that is off unless named; there is no `--no-…` form."""
    return typer.Option(name, help=both(ru, en))


def argument(name: str, ru: str, en: str) -> Any:
    return typer.Argument(metavar=name, help=both(ru, en))


def read_file(path: Path, field: str) -> bytes:
    """The bytes of a file named in a command. Raises BadInput when it cannot be read or is over 10 MB."""
    try:
        with path.open("rb") as file:
            content = file.read(_BIGGEST + 1)
    except OSError:
        raise BadInput(
            field,
            f"{field}: файл {path} не читается, проверьте путь и права",
            f"{field}: the file {path} cannot be read, check its path and rights",
        ) from None
    if len(content) > _BIGGEST:
        raise BadInput(field, f"{field}: файл больше 10 МБ", f"{field}: the file is over 10 MB")
    return content


def read_text(path: Path, field: str) -> str:
    """The same, decoded from UTF-8 (a byte order mark is dropped)."""
    try:
        return read_file(path, field).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            field,
            f"{field}: файл {path} не в кодировке UTF-8, сохраните его заново как UTF-8",
            f"{field}: the file {path} is not UTF-8, save it again as UTF-8",
        ) from None
