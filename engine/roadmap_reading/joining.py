"""The lines of one cell → words as a person would write them: broken words joined, glued ones parted when sure."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from engine.roadmap_reading.joining_words import FORMS, STEMS

_SOFT = re.compile("[\u00ad¬]\\s*")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_HYPHENS = "-‐‑"
_BROKEN = re.compile(rf"(?P<left>[^\W\d_]+(?:[{_HYPHENS}][^\W\d_]+)*)[{_HYPHENS}]$")
_WORD = re.compile(rf"[^\W\d_]+(?:[{_HYPHENS}][^\W\d_]+)*")
_LETTERS = re.compile(r"[А-Яа-яЁё]+")
_VOWELS = frozenset("аеиоуыэюя")
# «пресс-релиз», «педагог-наставник»: such a first part keeps its hyphen whatever follows
_FIRSTS = (
    "пресс пост онлайн офлайн мини бизнес интернет веб медиа план педагог учитель мастер тест кейс экс вице "
    "блиц флеш квест арт смарт топ шоу чек видео школа методист тьютор мать отец кафе северо юго бренд вебинар"
)
_FIRST_PARTS = frozenset(_FIRSTS.split())
_LAST_PARTS = frozenset(["то", "либо", "нибудь", "таки", "класс", "классы", "класса", "релиз", "релизы", "релизов"])
_ADJECTIVE = re.compile(r"(?:ый|ий|ая|яя|ое|ее|ого|его|ой|ей|ую|юю|ому|ему|ым|им|ом|ем|ые|ие|ых|их|ыми|ими)$")
_COMPOUND = re.compile(r"(?:[нквлтр]о|лого)$")
_SHORTEST_PIECE, _SHORTEST_GLUED, _SHORTEST_FIRST, _SHORTEST_STEM = 4, 9, 5, 6
# what a compound word may begin with: «правонарушение» is one word though both halves are words
_NOT_FIRST_OF_TWO = (
    "право место дело видео медиа фото кино метод время радио теле авто само много около после меж между сверх "
    "гос соц дом спорт водо трудо все полу взаимо общеобразовательно обще едино через этого роль"
)
_COMPOUNDING = frozenset(_NOT_FIRST_OF_TWO.split())
_IMPOSSIBLE_WITH_I = ("ов", "ев", "ств", "ий", "ого", "его", "ой", "ый", "ая", "ое", "ые", "ых", "ей")
_SPACED = (
    (re.compile(r"(?<=[а-яёА-ЯЁ»)])([,;])(?=[А-ЯЁа-яё«])"), r"\1 "),
    (re.compile(r"(?<=[а-яё])\((?=[А-ЯЁа-яё]{4})"), " ("),
    (re.compile(r"(?<=[а-яё]{3}[.!?])(?=[А-ЯЁ][а-яё])"), " "),
    (re.compile(r"(?<=[а-яё])(?=«)|(?<=»)(?=[А-ЯЁа-яё])"), " "),
    (re.compile(r"\s+([,;])"), r"\1"),
    (re.compile(r"\s+"), " "),
)


def joined(text: str, known: frozenset[str] = frozenset()) -> str:
    """One cell's words on one line. `known`: the words of the whole document (`vocabulary`).

    >>> joined("Встреча участ-\\nников школьногоконкурса")
    'Встреча участников школьного конкурса'
    >>> joined("Учебно-\\nметодический отдел, 2026-\\n2027")
    'Учебно-методический отдел, 2026-2027'
    """
    words = _INVISIBLE.sub("", _SOFT.sub("", text)).replace("\u00a0", " ")
    whole = ""
    for line in filter(None, (line.strip() for line in words.splitlines())):
        whole = _with_line(whole, line, known) if whole else line
    whole = _LETTERS.sub(lambda word: _parted(word[0], known), whole)
    for pattern, mended in _SPACED:
        whole = pattern.sub(mended, whole)
    return whole.strip()


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand whole in these texts, in small letters; pieces at a broken end of a line are left out.

    >>> sorted(vocabulary(["форма отчё-", "та о пост-релизах"]))
    ['о', 'пост', 'пост-релизах', 'релизах', 'форма']
    """
    return frozenset(_whole_words(texts))


def _whole_words(texts: Iterable[str]) -> Iterator[str]:
    broken = False
    for line in (line.strip() for text in texts for line in text.splitlines()):
        if not line:
            continue
        words = list(_WORD.finditer(line))
        ends_broken = _BROKEN.search(line) is not None
        for place, word in enumerate(words):
            torn = (broken and place == 0 and word.start() == 0) or (ends_broken and place == len(words) - 1)
            if not torn:
                plain = _plain(word[0])
                yield plain
                yield from (part for part in plain.split("-") if part != plain)
        broken = ends_broken


def _plain(word: str) -> str:
    return word.lower().replace("ё", "е").replace("‐", "-").replace("‑", "-")


def _with_line(whole: str, line: str, known: frozenset[str]) -> str:
    if whole.endswith("/") and not whole.endswith(" /"):
        return whole + line
    if whole[-1] not in _HYPHENS or whole[-2:-1].isspace() or len(whole) < 2:
        return f"{whole} {line}"
    left, right = _BROKEN.search(whole), _WORD.match(line)
    if left is None or right is None:
        return whole + line if line[:1].isdigit() or right else f"{whole} {line}"
    kept = _keeps_hyphen(left["left"], right[0], known)
    return (whole if kept else whole[:-1]) + line


def _keeps_hyphen(left: str, right: str, known: frozenset[str]) -> bool:
    """Whether the hyphen between a line's end and the next line's beginning belongs to the word."""
    if right[0].isupper():
        return True
    first, last = _plain(left), _plain(right)
    solid, hyphenated = first + last, f"{first}-{last}"
    if hyphenated in known:
        return True
    if solid in known or solid in FORMS:
        return False
    head = first.rpartition("-")[2]
    if head in _FIRST_PARTS and (last in known or last in FORMS or len(last) > _SHORTEST_PIECE):
        return _first_part_stands(head, last, known)
    if last in _LAST_PARTS and last in {"то", "либо", "нибудь", "таки"}:
        return head in {"кто", "что", "как", "где", "когда", "какой", "какие", "какая", "какое", "чей"}
    return _is_compound(head, last, known)


def _first_part_stands(head: str, last: str, known: frozenset[str]) -> bool:
    """«план-\\nграфик» keeps it, «план-\\nированию» does not: the second part must be a word."""
    return last in known or last in FORMS or last in _LAST_PARTS or (len(head) > 4 and _stem_is_known(last, known))


def _is_compound(head: str, last: str, known: frozenset[str]) -> bool:
    """«контрольно-\\nаналитических»: an adverb in «о», then a whole adjective."""
    if len(head) < _SHORTEST_FIRST or not _COMPOUND.search(head) or not _ADJECTIVE.search(last):
        return False
    return last in known or last in FORMS or _stem_is_known(last, known)


def _stem_is_known(word: str, known: frozenset[str]) -> bool:
    if len(word) < _SHORTEST_STEM:
        return False
    stem = word[:_SHORTEST_STEM]
    return any(other.startswith(stem) for other in known | STEMS)


def _parted(word: str, known: frozenset[str]) -> str:
    """The word, or its two words when it certainly is two."""
    plain = _plain(word)
    if plain in FORMS:
        return word
    if len(plain) >= _SHORTEST_GLUED:
        places = _places(plain, known)
        if len(places) == 1:
            return f"{word[: places[0]]} {word[places[0] :]}"
    first = plain[:-1]
    two = plain.endswith("и") and len(first) > _SHORTEST_FIRST and first.endswith(_IMPOSSIBLE_WITH_I)
    return f"{word[:-1]} {word[-1]}" if two and (first in known or first in FORMS) else word


@lru_cache(maxsize=8192)
def _places(plain: str, known: frozenset[str]) -> tuple[int, ...]:
    return tuple(
        place
        for place in range(_SHORTEST_PIECE, len(plain) - _SHORTEST_PIECE + 1)
        if _stands(plain[:place], known) and _stands(plain[place:], known) and plain[:place] not in _COMPOUNDING
    )


def _stands(piece: str, known: frozenset[str]) -> bool:
    """Whether a piece is a word by itself, and not only an ending that happens to be written somewhere."""
    return piece in FORMS or (piece in known and bool(_VOWELS & set(piece)))
