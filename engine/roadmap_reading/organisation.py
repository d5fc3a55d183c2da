"""Whose roadmap it is: the school its head names, or the one its responsible cells name most often."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from engine.roadmap_reading.flowing import Pen

_ABBREVIATED = re.compile(
    r"\b(?:[МГКФОЧА][А-Я]{1,7}О?У|МАУ|МБУ|ГБУ|ГАУ)(?:\s+(?:ДО|ДПО|ОО))?\s+"
    r"(?:(?:СОШ|ООШ|НОШ|СШ|ОШ|лицей|гимназия|школа|[Дд]етский сад|ЦРР)\b\s*)?"
    r"(?:(?:№|N)\s?\d+(?:\s+(?:с|п|г|пос|пгт|ст)\.\s?[А-ЯЁ][\w-]+)?|[«\"][^»\"]{2,80}[»\"]|(?:с|п|г|пос|д|пгт|ст)\.\s?[А-ЯЁ][\w-]+)"
)
_QUOTED = re.compile(
    r"(?:учреждени|организаци|лице|гимнази|школ|колледж|техникум|сад)\w*\s+[«\"]([^»\"]{4,120})[»\"]", re.IGNORECASE
)
_PLAIN = re.compile(
    r"\b(?:(?:средн\w+|основн\w+|начальн\w+)\s+)?(?:общеобразовательн\w+\s+)?(?:школ\w+|лице\w+|гимнази\w+|детск\w+\s+сад\w*)\s+№\s?\d+"
    r"(?:\s+(?:с|п|г|пос|пгт|ст)\.\s?[А-ЯЁ][\w-]+)?",
    re.IGNORECASE,
)

_NEAR_THE_START = 25  # «Администрация МБОУ …»: a school named further on only takes part


def organisation_in(texts: Iterable[str], pen: Pen) -> str:
    """The first school that these texts name, "" when they name none.

    >>> organisation_in(("Директор МБОУ СОШ № 5", "План"), Pen())
    'МБОУ СОШ № 5'
    """
    whole = [pen.text(text) for text in texts]
    for pattern in (_ABBREVIATED, _QUOTED, _PLAIN):
        for text in whole:
            found = pattern.search(text)
            if found:
                return " ".join((found[1] if pattern is _QUOTED else found[0]).split())
    return ""


def named_most(cells: Sequence[str]) -> str:
    """The school that at least two responsible cells name, the most frequent one."""
    first = (found for cell in cells if (found := _ABBREVIATED.search(cell)) and found.start() < _NEAR_THE_START)
    named = Counter(" ".join(found[0].split()) for found in first)
    best = named.most_common(1)
    return best[0][0] if best and best[0][1] >= 2 else ""
