"""Dates and counted words as people write them, in both languages."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache, lru_cache

from babel import Locale
from babel.dates import format_date

from engine.words import Language

NBSP = "\u00a0"

LOCALES = {"ru": Locale("ru"), "en": Locale("en", "GB")}
_PATTERNS = {"ru": "d MMMM y 'г.'", "en": "d MMMM y"}

# The plural forms of Babel's categories: Russian one, few, many; English one, other.
_COUNTED = {
    "minutes": {"ru": ("минуту", "минуты", "минут"), "en": ("minute", "minutes")},
    "days": {"ru": ("день", "дня", "дней"), "en": ("day", "days")},
    "working_days": {"ru": ("рабочий день", "рабочих дня", "рабочих дней"), "en": ("working day", "working days")},
    "tasks": {"ru": ("дело", "дела", "дел"), "en": ("task", "tasks")},
    "rows": {"ru": ("пункт", "пункта", "пунктов"), "en": ("row", "rows")},
    "overdue_items": {"ru": ("просрочка", "просрочки", "просрочек"), "en": ("overdue item", "overdue items")},
}
_CATEGORIES = {"ru": ("one", "few", "many"), "en": ("one", "other")}

# № 2 · Е. В. Иванова · п. 3.2 · a dash never begins a line
_TIES = re.compile(r"(?<=№) (?=\S)|(?<![\w.])(?:[А-ЯЁA-Z]\. ?)+(?=[А-ЯЁA-Z][\w-])|(?<=\bп\.) (?=[\d%])| (?=[—·])")

_SPACES = re.compile(r"[ \t\r\n\v\f\x1c-\x1f\x85\u2028\u2029]+")  # not \s: no-break spaces stay


@lru_cache(maxsize=4096)
def day(value: date, language: Language) -> str:
    """The day in full, held together by no-break spaces.

    >>> day(date(2026, 9, 25), "ru").replace(NBSP, "_")
    '25_сентября_2026_г.'
    """
    return format_date(value, _PATTERNS[language], locale=LOCALES[language]).replace(" ", NBSP)


@lru_cache(maxsize=4096)
def counted(what: str, number: int, language: Language) -> str:
    """A number with its word in the right form; `what` is a key of the table above.

    >>> [counted("working_days", n, "ru").replace(NBSP, " ") for n in (1, 2, 5, 21)]
    ['1 рабочий день', '2 рабочих дня', '5 рабочих дней', '21 рабочий день']
    """
    return with_number(_COUNTED[what][language], number, language)


def with_number(forms: Sequence[str], number: int, language: Language) -> str:
    """`number` with the one of its word's plural forms that fits it, held together by no-break spaces.

    >>> with_number(("пара", "пары", "пар"), 22, "ru").replace(NBSP, " ")
    '22 пары'
    """
    form = forms[_CATEGORIES[language].index(LOCALES[language].plural_form(number))]
    return f"{number}{NBSP}{form.replace(' ', NBSP)}"


@cache
def counters(language: Language) -> dict[str, Callable[[int], str]]:
    """One function of a number per counted word, by its name."""

    def counter(what: str) -> Callable[[int], str]:
        return lambda number: counted(what, number, language)

    return {what: counter(what) for what in _COUNTED}


def tied(text: str) -> str:
    """`text` with no-break spaces where a line must not end.

    >>> tied("пара № 2, Е. В. Иванова — п. 3.2").replace(NBSP, "_")
    'пара №_2, Е._В._Иванова_— п._3.2'
    """
    return _TIES.sub(lambda tie: re.sub(r"\. ?", f".{NBSP}", tie[0]) if tie[0].strip() else NBSP, text)


@lru_cache(maxsize=4096)
def oneline(text: str) -> str:
    """`text` on one line and tied: roadmap cells and people's words bring line ends and tabs along.

    >>> oneline(" утвердить \\n приказ № 5 ").replace(NBSP, "_")
    'утвердить приказ №_5'
    """
    return tied(_SPACES.sub(" ", text).strip())


def short(text: str, longest: int = 90) -> str:
    """`text` on one line, cut between words with an ellipsis when longer than `longest` characters.

    >>> short("Первая встреча пары с куратором", 20)
    'Первая встреча пары…'
    """
    line = oneline(text)
    if len(line) <= longest:
        return line
    return line[:longest].rsplit(" ", 1)[0].rstrip(" ,;:—") + "…"
