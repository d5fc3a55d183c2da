"""People's names in a table: written anew, compared with one another, told apart."""

import re
import unicodedata

from engine.search_keys import search_key

_LOOK_ALIKE = str.maketrans("AaBCcEeHKkMOoPpTXxYy", "АаВСсЕеНКкМОоРрТХхУу")
_LATIN = re.compile(r"[A-Za-z]")
_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_ALLOWED = re.compile(r"[^\W\d_][^\W\d_.'’ʼ\-()\s]*(?:[.'’ʼ\-()\s]+[^\W\d_.'’ʼ\-()\s]+)*[.)]?")


def tidy_name(text: str) -> str:
    """The name as papers write it: single spaces, Latin look-alikes among Cyrillic letters mended, no ALL CAPITALS.

    >>> tidy_name("  ИВАНОВА  Mария петровна "), tidy_name("ПЕТРОВА-СИДОРОВА АННА")
    ('Иванова Мария Петровна', 'Петрова-Сидорова Анна')
    """
    said = " ".join(unicodedata.normalize("NFC", text).replace("\u00a0", " ").split())
    if _CYRILLIC.search(said) and _LATIN.search(said):
        mended = said.translate(_LOOK_ALIKE)
        said = said if _LATIN.search(mended) else mended
    return " ".join(_capital(word) for word in said.split())


def is_name(text: str) -> bool:
    """Whether it can be a person's name: letters in two words at least.

    >>> is_name("Иванова Мария"), is_name("Иванова М.П."), is_name("Иванова"), is_name("8А класс")
    (True, True, False, False)
    """
    return _ALLOWED.fullmatch(text) is not None and len(re.split(r"[.\s]+", text.strip(". "))) > 1


def initials_of(text: str) -> tuple[str, str] | None:
    """The key of the surname and the initials of «Иванова М.П.», None for a name written out.

    >>> initials_of("Иванова М. П."), initials_of("Иванова Мария Петровна")
    (('иванова', 'мп'), None)
    """
    surname, _, rest = text.strip().partition(" ")
    letters = re.findall(r"[^\W\d_]+", rest)
    if not letters or any(len(one) > 1 for one in letters) or len(letters) > 2:
        return None
    return search_key(surname), search_key("".join(letters))


def fits_initials(full: str, short: tuple[str, str]) -> bool:
    """Whether a name may be what the initials stand for.

    >>> fits_initials("Иванова Мария Петровна", ("иванова", "м")), fits_initials("Иванова Анна", ("иванова", "мп"))
    (True, False)
    """
    surname, *rest = search_key(full).split()
    own = "".join(word[0] for word in rest)
    return surname == short[0] and bool(own) and (own.startswith(short[1]) or short[1].startswith(own))


def blocks(name: str) -> tuple[str, ...]:
    """Keys that two spellings of one name share unless both its halves are mistyped: surname, given names.

    >>> blocks("Иванова Мария Петровна")
    ('1 иванова', '2 мария петровна')
    """
    surname, *rest = search_key(name).split() or [""]
    return (f"1 {surname}", f"2 {' '.join(rest)}") if rest else (f"1 {surname}",)


def alike(one: str, other: str, distance: int) -> bool:
    """Whether two search keys may be one person's name mistyped, `distance` edits apart.

    Names that differ by a whole word are two people's: a brother has the same surname and patronymic.

    >>> alike("иванова мария петровна", "иваноав мария петровна", 2), alike("петров олег", "петров глеб", 2)
    (True, False)
    """
    if one == other:
        return True
    words, others = one.split(), other.split()
    if len(words) != len(others):
        # A patronymic left out: «Иванова Мария».
        short, long = sorted((words, others), key=len)
        return len(short) >= 2 and long[: len(short)] == short
    if distance > 2:
        return False
    different = [(a, b) for a, b in zip(words, others, strict=True) if a != b]
    # In a word of four letters every other letter is another name (Инна and Анна); one letter more or less is a slip.
    return all(min(len(a), len(b)) >= (5 if len(a) == len(b) else 4) for a, b in different)


def _capital(word: str) -> str:
    """Words wholly in capitals or wholly small; initials and «О'Нил» stay."""
    if "." in word or not (word.isupper() or word.islower()) or len(word) < 2:
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
