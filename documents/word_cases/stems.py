"""What the forms of a Russian word begin with: a search for «встречи» finds «встреч», «встречами», «встреча»."""

from functools import lru_cache
from typing import Any

from documents.word_cases.dictionary import readings

_SHORTEST = 4  # letters; what is shorter begins too many other words
_LONGEST = 60


@lru_cache(maxsize=4096)
def stems(word: str) -> tuple[str, ...]:
    """The word as it was typed and what it may stand as; a word nobody knows stands for itself.

    >>> stems("встречами"), stems("зщк")
    (('встречами', 'встреч'), ('зщк',))
    """
    if len(word) > _LONGEST:
        return (word,)
    found = {stem for one in readings(word.lower()) for stem in _stems(one)}
    return tuple(dict.fromkeys([word, *sorted(found)]))


def _stems(reading: Any) -> list[str]:
    """The common beginning of the forms; the forms of a noun where they begin apart: «ёлка», «ёлок»."""
    forms = [one.word for one in reading.lexeme]
    same = _beginning(min(forms), max(forms))
    if len(same) >= _SHORTEST:
        return [same]
    return list(dict.fromkeys(forms)) if reading.tag.POS == "NOUN" else []


def _beginning(first: str, last: str) -> str:
    """What the first and the last in the order of the alphabet share, all between them share."""
    differ = (at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other)
    return first[: next(differ, len(first))]
