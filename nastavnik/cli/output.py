"""What a command prints: one JSON document or a table for people on stdout, one line on stderr."""

import json
import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.refusals import Reason
from engine.words import Language, Words
from nastavnik.cli.lazily import lazily

Answer = Mapping[str, Any] | Sequence[Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table for people. A cell None is empty; a row may be shorter than the titles."""

    titles: Sequence[Words]
    rows: Sequence[Sequence[object]]
    empty: Words = field(default=Words("Пусто.", "Nothing here."))


def document(answer: Answer) -> None:
    """One JSON document; dates are ISO, Russian letters stay letters."""
    print(json.dumps(answer, ensure_ascii=False, default=_plain))  # noqa: T201  # stdout is where answers go


def sentence(words: Words | str, language: Language) -> None:
    print(words if isinstance(words, str) else words.in_(language))  # noqa: T201  # stdout is where answers go


def table(shown: Table, language: Language) -> None:
    if not shown.rows:
        sentence(shown.empty, language)
        return
    titles = [title.in_(language) for title in shown.titles]
    lazily("nastavnik.cli.for_people").print_table(titles, shown.rows)


def failure(words: Words, *, code: str, details: Mapping[str, Any], as_json: bool, language: Language) -> None:
    """One line on stderr. `code` is the stable name scripts see."""
    message = " ".join(words.in_(language).split())
    if as_json:
        message = json.dumps(
            {"error": {"code": code, "message": message, "details": details}}, ensure_ascii=False, default=_plain
        )
    print(message, file=sys.stderr)  # noqa: T201  # stderr is where errors go


def refusal(reasons: Iterable[Reason], *, as_json: bool, language: Language) -> None:
    """Every reason of a refusal: the contract's document on stdout, or one line for people on stderr."""
    listed = [(reason.need, reason.reason.in_(language), reason.mend.in_(language)) for reason in reasons]
    if as_json:
        document({"refused": [{"need": need, "reason": why, "mend": mend} for need, why, mend in listed]})
        return
    told = "; ".join(f"{_ended(why)} → {mend}" for _, why, mend in listed)
    print(f"{Words('Отказано', 'Refused').in_(language)}: {told}", file=sys.stderr)  # noqa: T201  # stderr is where errors go


@contextmanager
def progress(words: Words, total: int, *, silent: bool, language: Language) -> Generator[Callable[[int], None]]:
    """A bar on stderr for work of more than a second; `advance(n)` moves it. Nothing when nobody looks."""
    if silent or not sys.stderr.isatty():
        yield lambda steps: None
        return
    with lazily("nastavnik.cli.for_people").bar(words.in_(language), total) as advance:
        yield advance


def _ended(text: str) -> str:
    return text.rstrip(" .;")


def _plain(value: object) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Words):
        return value.ru
    if isinstance(value, frozenset | set):
        return sorted(value, key=str)
    return str(value)
