"""Whether a need and a competence speak of the same thing, however their words end."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from engine.search_keys import search_key

_WORD = re.compile(r"[^\W_]+")
_ROOT = 4  # letters two spellings of a word share at least
_ENDING = 3  # letters an ending may have
# Words that stand in every other need and say nothing about its subject.
_EMPTY = frozenset(
    {"и", "в", "во", "на", "по", "с", "со", "к", "о", "об", "для", "из", "у", "за", "при", "не", "или"}
    | {search_key(word) for word in ("помощь", "вопросы", "навыки", "работа", "умение", "опыт", "and", "of", "the")}
)


def same_thing(need: str, competence: str) -> bool:
    """Every word of the shorter one stands in the other, in some form of it.

    >>> same_thing("Методика урока", "методика современных уроков"), same_thing("Методика урока", "английский язык")
    (True, False)
    """
    return _covers(_words(need), _words(competence))


def meetings(needs: Iterable[str], competences: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """For each need the competences that speak of the same thing, both as they were written, in sorted order."""
    known = {one: _words(one) for one in sorted(set(competences))}
    by_root: dict[str, set[str]] = defaultdict(set)
    for one, words in known.items():
        for word in words:
            by_root[word[:_ROOT]].add(one)
    found: dict[str, tuple[str, ...]] = {}
    for need in sorted(set(needs)):
        words = _words(need)
        near = set[str]().union(*(by_root.get(word[:_ROOT], ()) for word in words))
        found[need] = tuple(one for one in sorted(near) if _covers(words, known[one]))
    return found


def _words(text: str) -> tuple[str, ...]:
    every = tuple(dict.fromkeys(_WORD.findall(search_key(text))))
    return tuple(word for word in every if word not in _EMPTY) or every


def _covers(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    few, many = sorted((one, other), key=len)
    return bool(few) and all(any(_same_word(word, each) for each in many) for word in few)


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    longest = max(len(one), len(other))
    root = max(_ROOT, longest - _ENDING)
    return one[:root] == other[:root] and min(len(one), len(other)) >= root
