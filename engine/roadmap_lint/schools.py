"""Names of schools in a text, and which of them is the roadmap's own."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.roadmap_reading.wording import mended

_FORM = r"(?:[МГКОЧ](?:[А-Я]{1,5})У|М?БОУ|МОУ)"
_TYPE = (
    r"(?:СОШ|ООШ|НОШ|СШ|НШДС|[Гг]имнази[а-я]+|[Лл]ице[а-я]+|[Шш]кол[а-я]+|[Шш]кола-интернат|ДОУ|"
    r"[Дд]етск[а-я]+ сад[а-я]*)"
)
_SCHOOL = re.compile(
    rf"(?:(?:{_FORM})(?: {_TYPE})?|{_TYPE})"
    r"(?: (?:с УИОП|с углубленным изучением[а-я ]{0,40}))?"
    r"(?:"
    r" ?(?:№|N) ?(?P<number>\d{1,4})"
    r"| (?:им(?:\.|ени) )?(?P<place>(?:с|п|пос|пгт|д|г|ст|х|р\.п|рп|сел[ао]|посел[а-я]+|деревн[а-я]+|станиц[а-я]+)\.? "
    r"?[А-ЯЁ][А-Яа-яё-]+(?: [А-ЯЁ][а-яё]+)?)"
    r'| ?"(?P<quoted>[^"]{3,60})"'
    r")"
)
_PLACE_KIND = re.compile(r"^[а-я.]+\.? ?(?=[А-ЯЁ])")
_NUMBER = re.compile(r"№ ?(\d{1,4})")
# A partner is named on purpose: «совместно с гимназией № 7», «договор с лицеем».
_TOGETHER = re.compile(
    r"(?:совместно|взаимодейств[а-я]+|сотрудничеств[а-я]+|соглашени[а-я]+|договор[а-я]*|обмен[а-я]*(?: опытом)?|"
    r"партн[её]р[а-я]*)"
    r"(?: [а-я]+){0,2},? (?:с |со |- )?(?:[а-я]+ )?$",
    re.IGNORECASE,
)
_ENOUGH: int = 3
_MOST_OF_THEM = 0.6


@dataclass(frozen=True, slots=True)
class SchoolName:
    """What tells the school from others: its number, its place, or its name in quotes."""

    words: str
    kind: str
    name: str

    def differs(self, other: "SchoolName") -> bool:
        """Whether the two surely are different schools: told by the same kind of sign, with different values."""
        return self.kind == other.kind and self.name != other.name


def schools_in(text: str) -> Iterator[SchoolName]:
    """Every school a text names by number, place or quotes.

    >>> [one.name for one in schools_in("практика МБОУ СОШ № 5 и гимназии № 12")]
    ['5', '12']
    """
    told = " ".join(mended(text).split())
    for found in _SCHOOL.finditer(told):
        words = found[0].strip()
        if _TOGETHER.search(told[: found.start()]):
            continue
        if inside := _NUMBER.search(found["quoted"] or ""):
            yield SchoolName(words, "number", inside[1].lstrip("0"))
        elif found["number"]:
            yield SchoolName(words, "number", found["number"].lstrip("0"))
        elif found["place"]:
            yield SchoolName(words, "place", _PLACE_KIND.sub("", found["place"]).lower().replace("ё", "е"))
        elif found["quoted"]:
            yield SchoolName(words, "quoted", found["quoted"].lower().replace("ё", "е"))


def own_name(organisation: str, texts: Iterable[str]) -> SchoolName | None:
    """The roadmap's school: the one its head names, else the one that most mentions mean. None when unsure."""
    told = next(schools_in(organisation), None)
    if told is not None:
        return told
    mentions = [school for text in texts for school in schools_in(text)]
    if not mentions:
        return None
    (kind, name), times = Counter((one.kind, one.name) for one in mentions).most_common(1)[0]
    if times < _ENOUGH or times < _MOST_OF_THEM * len(mentions):
        return None
    return next(one for one in mentions if (one.kind, one.name) == (kind, name))
