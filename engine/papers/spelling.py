"""How papers write dates, names and numbers: Russian, with spaces that do not break."""

from datetime import date

NBSP = "\u00a0"
_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)
_PARTICLES = frozenset({"оглы", "оглу", "кызы", "гызы", "кзы", "уулу", "заде"})  # belong to a patronymic, no initial


def date_in_words(day: date) -> str:
    """
    >>> date_in_words(date(2026, 9, 1)).replace(NBSP, " ")
    '1 сентября 2026 года'
    """
    return f"{day.day}{NBSP}{_MONTHS[day.month - 1]} {day.year}{NBSP}года"


def date_in_quotes(day: date) -> str:
    """
    >>> date_in_quotes(date(2026, 9, 1)).replace(NBSP, " ")
    '«01» сентября 2026 г.'
    """
    return f"«{day.day:02}»{NBSP}{_MONTHS[day.month - 1]} {day.year}{NBSP}г."


def date_in_figures(day: date) -> str:
    """
    >>> date_in_figures(date(2026, 9, 1))
    '01.09.2026'
    """
    return f"{day:%d.%m.}{day.year:04}"


def number_in_figures(number: int | float) -> str:
    """With a comma, without zeros at the end.

    >>> number_in_figures(87.50), number_in_figures(12), number_in_figures(-0.0)
    ('87,5', '12', '0')
    """
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text.replace(".", ",")


def initials_first(full: str, surname: str = "") -> str:
    """«И. О. Фамилия» as under an order; `surname` stands for the one of `full`, in another case.

    >>> initials_first("Гусева Анна Сергеевна", "Гусевой").replace(NBSP, " ")
    'А. С. Гусевой'
    """
    words = full.split()
    return NBSP.join([*_initials(words), surname or "".join(words[:1])])


def surname_first(full: str, surname: str = "") -> str:
    """«Фамилия И. О.», with what `initials_first` says.

    >>> surname_first("Гусева Анна Сергеевна").replace(NBSP, " ")
    'Гусева А. С.'
    """
    words = full.split()
    return NBSP.join([surname or "".join(words[:1]), *_initials(words)])


def capital(text: str) -> str:
    """
    >>> capital("директор школы")
    'Директор школы'
    """
    return text[:1].upper() + text[1:]


def _initials(words: list[str]) -> list[str]:
    return [_initial(word) for word in words[1:] if word.lower() not in _PARTICLES]


def _initial(name: str) -> str:
    """«Анна-Мария» is «А.-М.»; a name that is one letter with a point stays as it is."""
    return "-".join(f"{part[0].upper()}." for part in name.split("-") if part)
