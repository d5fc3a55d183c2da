"""People named in the words of a roadmap, found among those of the organisation."""

import re
from collections.abc import Iterable

from engine.search_keys import search_key

_WORD = re.compile(r"[а-яёa-z-]+\.?", re.IGNORECASE)
_ENDINGS = re.compile(r"(?:ого|ому|ым|им|ой|ую|ом|ем|ей|[аяоеыиуюь])$")
_SHORTEST = 3  # letters of a surname without its ending


def people_named(named: str, people: Iterable[tuple[int, str]]) -> tuple[int, ...]:
    """The ids of those whom a name may mean: surname first or last, initials or whole names, any case.

    >>> people_named("А. С. Беловой", [(1, "Белова Анна Сергеевна"), (2, "Белов Антон Ильич")])
    (1,)
    """
    words = [search_key(word) for word in _WORD.findall(named.replace(".", ". "))]
    initials = [word[0] for word in words if word.endswith(".") or len(word) == 1]
    whole = [word for word in words if not word.endswith(".") and len(word) > 1]
    return tuple(person for person, name in people if whole and _is(name, whole, initials))


def _is(name: str, whole: list[str], initials: list[str]) -> bool:
    surname, *given = search_key(name).split()
    place = next((at for at, word in enumerate(whole) if _stem(word) == _stem(surname)), None)
    if place is None:
        return False
    said = [*(word[0] for at, word in enumerate(whole) if at != place), *initials]
    return all(one == other[0] for one, other in zip(said, given, strict=False))


def _stem(word: str) -> str:
    """A surname without its ending: «Белова», «Беловой», «Белову» are one."""
    stem = _ENDINGS.sub("", word)
    return stem if len(stem) >= _SHORTEST else word
