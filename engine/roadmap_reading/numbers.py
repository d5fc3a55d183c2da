"""Numbers of rows and of sections as schools write them: 1, 1.1, 1.1., 6.1.1, II, а), «Раздел 1», «1 этап»."""

import re
from dataclasses import dataclass

_CELL = re.compile(
    r"^(?:№\s*|п\.\s*)?((?:\d{1,3}|[IVXLCІХ]{1,6})(?:[.,]\d{1,3}){0,5}(?:\.?[а-я])?|[а-я])[.):]*$", re.IGNORECASE
)
_IN_TEXT = re.compile(
    r"^(?:№\s*)?((?:\d{1,3}|[IVXLCІХ]{1,6}(?=\.))(?:\.\d{1,3}){0,5})(?:[.)]\s*|\s+)(?=[«\"(]?[A-Za-zА-Яа-яЁё])"
)
_CLEAR = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})+\.?|\d{1,3}[.)])\s*\S|^[IVXLCІХ]{1,6}\.\s*\S")
_WORDS = r"раздел|модуль|этап|блок|направление|глава|часть|задача|подраздел|тема|пункт"
_WORD_FIRST = re.compile(
    rf"^(?:{_WORDS})\b\s*(?:№\s*)?(\d{{1,2}}(?:\.\d{{1,2}})*|[IVXLCІХ]{{1,6}}\b)?\s*[.:)–—-]*\s*", re.IGNORECASE
)
_NUMBER_FIRST = re.compile(rf"^(\d{{1,2}}|[IVXLCІХ]{{1,6}})\s*[-–.]?\s*(?:й|ый|ой)?\s+(?:{_WORDS})\b", re.IGNORECASE)
_ROMAN = re.compile(r"^[IVXLC]+$")
_TWINS = str.maketrans("ІХСі", "IXCI")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number without its final dot, "" when there is none, and the words after it."""

    number: str
    words: str


def number_of(cell: str) -> str | None:
    """What a cell of numbers says; None when it is no number; "" never.

    >>> number_of("1.1."), number_of("II."), number_of("куратор")
    ('1.1', 'II', None)
    """
    found = _CELL.match("".join(cell.split()))
    return _tidy(found[1]) if found else None


def numbered(words: str) -> Numbered:
    """Words that begin with a number of their own.

    >>> numbered("1.2. Назначение куратора")
    Numbered(number='1.2', words='Назначение куратора')
    """
    found = _IN_TEXT.match(words) if _CLEAR.match(words) else None
    return Numbered(_tidy(found[1]), words[found.end() :]) if found else Numbered("", words)


def heading_numbered(words: str) -> Numbered:
    """A section's words: its number, plain or beside «Раздел», «Этап» …, and its title.

    A label that has no number, or words like «I этап. Подготовка», stay whole in the title.

    >>> heading_numbered("Раздел 2. Обучение"), heading_numbered("Модуль «Наставник»").number
    (Numbered(number='2', words='Обучение'), '')
    """
    found = _WORD_FIRST.match(words)
    if found:
        rest = words[found.end() :]
        return Numbered(_tidy(found[1]), rest) if found[1] and rest else Numbered(_tidy(found[1] or ""), words)
    first = _NUMBER_FIRST.match(words)
    if first:
        return Numbered(_tidy(first[1]), words)
    return numbered(words)


def has_label(words: str) -> bool:
    """Whether words call themselves a section: «Раздел 1», «II этап», «Модуль …».

    >>> has_label("Этап 2. Обучение"), has_label("Этапность работы")
    (True, False)
    """
    return bool(_WORD_FIRST.match(words) or _NUMBER_FIRST.match(words))


def is_roman(number: str) -> bool:
    return bool(_ROMAN.match(number))


def is_child(number: str, of: str) -> bool:
    """Whether a number stands under another.

    >>> is_child("6.1.1", "6.1"), is_child("6.2", "6.1")
    (True, False)
    """
    return number.startswith(f"{of}.")


def depth(number: str) -> int:
    """How many parts a number has."""
    return number.count(".") + 1 if number else 0


def following(number: str) -> str:
    """The number that would come next in the list.

    >>> following("1.9"), following("3")
    ('1.10', '4')
    """
    head, _, last = number.rpartition(".")
    if not last.isdigit():
        return ""
    return f"{head}.{int(last) + 1}" if head else str(int(last) + 1)


def letter(index: int) -> str:
    """A, B, …, Z, AA, AB … for sections without a number of their own, counted from 0.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _tidy(number: str) -> str:
    number = number.replace(",", ".").strip(".):")
    return number.translate(_TWINS) if number.upper().translate(_TWINS).strip("IVXLC.") == "" else number
