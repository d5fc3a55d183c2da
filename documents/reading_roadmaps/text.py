"""A plain text as a source: rows of tabs, frames, pipes and CSV become tables, all else stays the lines it was."""

from collections.abc import Iterator

from documents.reading_roadmaps import text_frames, text_tabs
from documents.reading_roadmaps.text_csv import comma_separated
from documents.reading_roadmaps.text_decoding import decoded
from documents.reading_roadmaps.text_markup import plain
from engine.refusals import BadInput
from engine.source import Source, SourceLine, SourceTable, Spot


def read_text(data: bytes) -> Source:
    """TXT, TSV, CSV or Markdown. Raises BadInput when the bytes are no text or the text is empty.

    Lines are counted from 1 by their line ends; empty ones are kept, they part what belongs together.
    """
    text = decoded(data)
    if not text.strip():
        raise BadInput(
            "file",
            "В файле нет ни слова. Проверьте, тот ли это файл.",
            "There is not a word in this file. Check that it is the right one.",
        )
    lines = text.split("\n")
    return Source("text", tuple(comma_separated(lines) or _blocks(lines)))


def _blocks(lines: list[str]) -> Iterator[SourceLine | SourceTable]:
    at = 0
    tables = 0
    while at < len(lines):
        found = text_frames.table(lines, at, tables + 1) or text_tabs.table(lines, at, tables + 1)
        if found is None:
            yield SourceLine(plain(lines[at]), Spot(line=at + 1))
            at += 1
            continue
        tables += 1
        yield found[0]
        at = found[1]
