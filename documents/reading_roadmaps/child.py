"""The process in which a stranger's file is parsed: the file on its input, lines of JSON on its output.

`{"progress": [done, total]}` any number of times, then one of `{"source": …}` and `{"refused": {"ru": …, "en": …}}`.
"""

import importlib
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import IO, Any

from documents.reading_roadmaps import doc, limits, sentences
from documents.reading_roadmaps.kinds import Kind, kind_of
from documents.reading_roadmaps.text import read_text
from engine.refusals import BadInput
from engine.source import Source, SourceCell, SourceLine

Progress = Callable[[int, int], None]
_UNWRITTEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_STEPS = 100  # no more lines of progress than a bar has steps


def main(given: IO[bytes], answers: IO[bytes]) -> None:
    limits.bound_itself()
    try:
        source = parsed(given.read(), _Steps(answers), at_parsing=limits.bound_for_good)
        line = _line({"source": source.document()})
    except BadInput as refusal:
        line = _refused(refusal)
    except MemoryError:
        line = _refused(sentences.too_big())
    except Exception as error:  # whatever a broken file provokes in a parser, a person gets a sentence
        line = _refused(sentences.broken(), fault=_place_of(error))
    answers.write(line)
    answers.flush()


def parsed(data: bytes, progress: Progress, *, at_parsing: Callable[[], None] = lambda: None) -> Source:
    """The source of these bytes, whatever they are. Raises BadInput, and for broken files anything at all.

    `at_parsing` is called when no other program is needed any more.
    """

    def read(made: bytes, of_kind: Kind) -> Source:
        at_parsing()
        return _read(made, of_kind, progress)

    kind = kind_of(data)
    if kind in ("doc", "rtf", "odt", "xls", "ods"):
        source = doc.read_converted(data, kind, lambda made: read(made, kind_of(made)))
    else:
        source = read(data, kind)
    limits.Account().check(source)
    source = _plain(source)
    if not any(_said(block) for block in source.blocks):
        raise sentences.no_words()
    return source


def _read(data: bytes, kind: Kind, progress: Progress) -> Source:
    if kind == "text":
        return read_text(data)
    if kind == "pdf":
        limits.refuse_bombs(data)
        read_pdf: Callable[..., Source] = _loaded("pdf").read_pdf
        return read_pdf(data, on_page=progress)
    if kind not in ("docx", "xlsx"):
        raise sentences.broken()
    read: Callable[[bytes, Progress], Source] = getattr(_loaded(kind), f"read_{kind}")
    return read(data, progress)


def _loaded(module: str) -> Any:
    """Only what this kind needs: less memory is taken, and a hostile file meets less code."""
    return importlib.import_module(f"documents.reading_roadmaps.{module}")


def _plain(source: Source) -> Source:
    """Without signs that are no words: no database, file or letter may hold them, or they make words look like others.

    Whatever the kind: a PDF, too, can call a glyph NUL.
    """

    def line(one: SourceLine) -> SourceLine:
        return replace(one, text=_UNWRITTEN.sub("", one.text)) if _UNWRITTEN.search(one.text) else one

    def cell(one: SourceCell) -> SourceCell:
        return replace(one, text=_UNWRITTEN.sub("", one.text)) if _UNWRITTEN.search(one.text) else one

    return replace(
        source,
        blocks=tuple(
            line(block)
            if isinstance(block, SourceLine)
            else replace(block, rows=tuple(tuple(cell(one) for one in row) for row in block.rows))
            for block in source.blocks
        ),
    )


def _said(block: Any) -> bool:
    if isinstance(block, SourceLine):
        return bool(block.text.strip())
    return any(cell.text.strip() for row in block.rows for cell in row)


class _Steps:
    """Passes on every hundredth of the way."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._last = -1

    def __call__(self, done: int, total: int) -> None:
        step = done * _STEPS // max(total, 1)
        if step != self._last:
            self._last = step
            self._answers.write(_line({"progress": [done, total]}))
            self._answers.flush()


def _line(answer: dict[str, Any]) -> bytes:
    # A letter that UTF-8 cannot hold (half of a pair, from a broken PDF) becomes a question mark.
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


def _refused(refusal: BadInput, fault: str = "") -> bytes:
    return _line({"refused": {"ru": refusal.words.ru, "en": refusal.words.en}, "fault": fault})


def _place_of(error: Exception) -> str:
    """The kind of error and where it arose; never its text, which may quote the file."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    at = f"{place.tb_frame.f_code.co_filename.rpartition('/')[2]}:{place.tb_lineno}" if place is not None else ""
    return f"{type(error).__name__} {at}".strip()


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
