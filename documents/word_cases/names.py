"""Cases of a full name «Фамилия Имя Отчество» (pytrovich), with doubts where the rules only guess."""

import re
from collections.abc import Callable
from functools import cache, lru_cache

from pytrovich.enums import Case as NameCase
from pytrovich.enums import Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from documents.word_cases.dictionary import readings
from documents.word_cases.exceptions import exceptions
from engine.papers.cases import CASES, OBLIQUE, Cases, Inflected

_CASES = {
    "gen": NameCase.GENITIVE,
    "dat": NameCase.DATIVE,
    "acc": NameCase.ACCUSATIVE,
    "ins": NameCase.INSTRUMENTAL,
    "pre": NameCase.PREPOSITIONAL,
}
_PART = re.compile(r"[А-ЯЁа-яё]+(?:[-'’][А-ЯЁа-яё]+)*\Z")
_MALE_PATRONYMIC = re.compile(r"(?:вич|ьич|мич|кич|оглы|оглу|уулу)\Z")
_FEMALE_PATRONYMIC = re.compile(r"(?:вна|чна|шна|кызы|гызы|кзы)\Z")
_MALE_SURNAME = re.compile(r"(?:ов|ев|ёв|ин|ын|ский|цкий)\Z")
_FEMALE_SURNAME = re.compile(r"(?:ова|ева|ёва|ина|ына|ская|цкая)\Z")
# A vowel that may or may not fall out, «Кравец» — «Кравца»; only the bearer knows.
_FLEETING = re.compile(r"(?:ец|[оеё]к|ень|яц|ёл)\Z")
_PARTICLES = frozenset({"оглы", "оглу", "кызы", "гызы", "кзы", "уулу", "заде", "бей", "хан"})
_LONGEST = 200


@lru_cache(maxsize=4096)
def inflected_name(full: str, sex: str) -> Inflected:
    """`sex` «f», «m» or "": then the patronymic, the first name or the surname tells. Never raises."""
    if full.isupper() and not full.title().isupper():
        made = inflected_name(full.title(), sex)
        return Inflected(Cases(*(made.cases.in_(case).upper() for case in CASES)), made.doubtful)
    words = full.split()
    if not words or len(full) > _LONGEST:
        return Inflected(Cases.unchanged(full), doubtful=bool(words))
    gender = _gender(words, sex)
    if gender is None or not _PART.match(words[0]):
        return Inflected(Cases.unchanged(full), doubtful=True)
    parts = [_surname(words[0], gender)]
    for at, word in enumerate(words[1:], start=1):
        parts.append(_given(word, NamePart.FIRSTNAME if at == 1 else NamePart.MIDDLENAME, gender))
    cases = Cases(*(" ".join(part.cases.in_(case) for part in parts) for case in CASES))
    return Inflected(cases, doubtful=any(part.doubtful for part in parts))


def _gender(words: list[str], sex: str) -> Gender | None:
    if sex in ("f", "m"):
        return Gender.FEMALE if sex == "f" else Gender.MALE
    lower = [word.lower() for word in words]
    for word in reversed(lower[2:]):
        if _FEMALE_PATRONYMIC.search(word):
            return Gender.FEMALE
        if _MALE_PATRONYMIC.search(word):
            return Gender.MALE
    if len(words) > 1 and (told := _gender_of_first_name(lower[1])) is not None:
        return told
    if _FEMALE_SURNAME.search(lower[0]):
        return Gender.FEMALE
    return Gender.MALE if _MALE_SURNAME.search(lower[0]) else None


def _gender_of_first_name(name: str) -> Gender | None:
    """As the dictionary knows it; «Саша», who may be both, tells nothing."""
    called = (one.tag for one in readings(name) if {"Name", "nomn", "sing"} in one.tag)
    tags = {str(tag.gender) for tag in called}
    if len(tags) != 1:
        return None
    return {"femn": Gender.FEMALE, "masc": Gender.MALE}.get(tags.pop())


def _surname(surname: str, gender: Gender) -> Inflected:
    if (known := exceptions("surnames").get(surname.lower())) is not None and (
        gender is Gender.MALE or known.gen == known.nom
    ):
        return Inflected(known.overridden({"nom": surname}))
    cases = _made(surname, lambda case: _maker().make(NamePart.LASTNAME, gender, case, surname))
    last = surname.lower().rpartition("-")[2]
    return Inflected(cases, doubtful=gender is Gender.MALE and _FLEETING.search(last) is not None)


def _given(word: str, part: NamePart, gender: Gender) -> Inflected:
    """A first name or a patronymic; initials and particles stay as they are."""
    if word.endswith(".") or word.lower() in _PARTICLES or len(word) == 1:
        return Inflected(Cases.unchanged(word))
    if not _PART.match(word):
        return Inflected(Cases.unchanged(word), doubtful=True)
    return Inflected(_made(word, lambda case: _maker().make(part, gender, case, word)))


def _made(word: str, make: Callable[[NameCase], str]) -> Cases:
    try:
        return Cases(word, *(make(_CASES[case]) or word for case in OBLIQUE))
    except (IndexError, KeyError, ValueError, AttributeError, TypeError):
        return Cases.unchanged(word)  # what its rules cannot take apart stays as it was written


@cache
def _maker() -> PetrovichDeclinationMaker:
    return PetrovichDeclinationMaker()
