"""Who is responsible: words of a cell → roles, people and organisations.

The cell is not cut at commas or «и»: both stand inside names of offices. Instead every office that a list knows is
looked for, the longer ones first, so that a deputy of the director is not taken for the director.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.roadmap_reading.model import Responsibles
from engine.roadmap_reading.offices import OFFICES, Office
from engine.roadmap_reading.wording import mended
from engine.roadmaps import Responsible

_SURNAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:вич|вна|ична|инична|ьич|оглы|кызы)"
_INITIALS = r"[А-ЯЁ]\. ?[А-ЯЁ]\."
_PERSON = re.compile(
    rf"{_SURNAME} {_SURNAME} {_PATRONYMIC}(?![а-яё])|(?<![А-ЯЁа-яё.]){_INITIALS} ?{_SURNAME}|{_SURNAME},? {_INITIALS}"
    rf"|{_SURNAME} [А-ЯЁ]\.(?! ?[А-ЯЁа-яё])"
)
_NOT_SURNAME = re.compile(
    r"(?:директор|завуч|зам|куратор|педагог|учител|методист|администраци|наставник|психолог|руководител|завед|"
    r"специалист|ответственн|председател|школ|лице|гимнази)[а-я]*|оу|оо"
)
_STARS = re.compile(r"[*⁎†]+")
_BLANKS = re.compile(r" +")
_WRAPPED = re.compile(r"\n(?![А-ЯЁ][а-яё])")  # a line that goes on: an office begins with a capital and a small letter
_QUOTED = re.compile(r'"([^"]*)"?')
_ANY_LETTER = re.compile(r"[а-яёa-z]{2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    office: Office


@lru_cache(maxsize=2048)  # a roadmap names the same few again and again
def understood(words: str) -> Responsibles:
    """The roles in the order of the words, without repeats. Nothing said gives nothing.

    Words that name only people without a role of their own here (a class teacher, a working group), or that leave
    the choice to the school, are `to_assign`. A person named beside a role does not change the role.

    >>> understood("Руководитель ОО, куратор")
    Responsibles(roles=('head', 'curator'), to_assign=False, named=(), outside=())
    >>> understood("Определяется школой").to_assign
    True
    """
    text = _WRAPPED.sub(" ", _BLANKS.sub(" ", _STARS.sub(" ", mended(words))))
    if not _ANY_LETTER.search(text):
        return Responsibles()
    named, rest = _people(text)
    found = sorted(_offices(rest), key=lambda one: one.start)
    roles: tuple[Responsible, ...] = tuple(dict.fromkeys(role for one in found for role in one.office.roles))
    others = (text[one.start : one.end].strip(" ,;.(") for one in found if one.office.outside)
    outside = tuple(dict.fromkeys(_QUOTED.sub("«\\1»", other) for other in others))
    return Responsibles(roles, to_assign=not roles, named=named, outside=outside)


def _people(text: str) -> tuple[tuple[str, ...], str]:
    """Names, and the text with blanks in their places."""
    named: list[str] = []
    rest = text
    for found in _PERSON.finditer(text):
        if _NOT_SURNAME.fullmatch(found[0].split()[0].strip(",").lower()):
            continue
        named.append(found[0])
        rest = rest[: found.start()] + " " * len(found[0]) + rest[found.end() :]
    return tuple(dict.fromkeys(named)), rest


def _offices(text: str) -> list[_Found]:
    left = text.lower().replace("ё", "е")
    found: list[_Found] = []
    for office in OFFICES:
        taken = [_Found(match.start(), match.end(), office) for match in office.pattern.finditer(left)]
        if taken:
            found += taken
            left = office.pattern.sub(lambda match: "\0" * len(match[0]), left)
    return found
