"""Practices of the bank by words in any of their forms, by the form of mentoring, the year, the state."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row

from documents.word_cases.stems import stems
from engine.search_keys import search_key
from storage import practices

MOST = 500
_MOST_WORDS = 12


def find_practices(
    tx: Connection,
    *,
    visible: ColumnElement[bool],
    text: str = "",
    form: str = "",
    state: str = "",
    year: int | None = None,
) -> Sequence[Row[Any]]:
    """The newest first, at most five hundred. Every word of the text must occur, whatever its ending."""
    words = [tuple(dict.fromkeys(map(search_key, stems(word)))) for word in text.split()[:_MOST_WORDS]]
    return practices.listing(tx, visible=visible, words=words, form=form, state=state, year=year, most=MOST)
