"""Striking a person's name out of texts that stay: letters, notes, imported cells that happen to name somebody erased.

A name is met in any grammatical case, with initials on either side, with ё or е, in any case of letters. A bare
surname is struck only where nobody else is called so (`alone`): otherwise it would be another person's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

STRUCK = "[удалено]"
_SHORTEST = 3  # letters of a word that can be told from other words
_ENDING, _SHORT_ENDING = r"[а-яёa-z]{0,4}", r"[а-яёa-z]{0,2}"
_GAP = r"[\s\u00a0]{1,3}"


@dataclass(frozen=True, slots=True)
class Strike:
    """What to look for. `needles` are parts of words, one of which stands in every text that has to be struck."""

    pattern: re.Pattern[str]
    needles: tuple[str, ...]

    def struck(self, text: str) -> str:
        """The text with `STRUCK` where the person was named.

        >>> strike_of("Гусева Анна Сергеевна", ["a@school.ru"], alone=False).struck("С Гусевой А. С. (a@school.ru)")
        'С [удалено] ([удалено])'
        >>> strike_of("Гусева Анна Сергеевна", [], alone=False).struck("Иван Гусев")
        'Иван Гусев'
        """
        return self.pattern.sub(STRUCK, text)

    def finds(self, text: str) -> bool:
        return self.pattern.search(text) is not None


def strike_of(name: str, addresses: Sequence[str], *, alone: bool) -> Strike | None:
    """What names a person of this full name («Фамилия Имя Отчество») and with these mail addresses or telephones.

    None when nothing is left to look for: no address, and a name too short to be told from other words.
    """
    words = re.findall(r"[\w-]+", name)
    parts = [re.escape(each) for each in addresses if len(each) > _SHORTEST]
    needles = [each for each in addresses if len(each) > _SHORTEST]
    if named := _named(words, alone=alone and len(_stem(words[0])) >= _SHORTEST) if words else []:
        parts += named
        needles += [_stem(words[0])]
    if not parts:
        return None
    return Strike(re.compile("|".join(parts), re.IGNORECASE), _spellings(needles))


def _named(words: Sequence[str], *, alone: bool) -> list[str]:
    """Surname with the given name or initials on either side, longest first."""
    surname = _declined(words[0])
    called = [word for word in words[1:3] if len(word) > 1]
    given = _GAP.join(f"(?:{_declined(word)})" for word in called[:1]) + "".join(
        f"(?:{_GAP}{_declined(word)})?" for word in called[1:]
    )
    initials = r"\.[\s\u00a0]?".join(_letter(word[0]) for word in words[1:2]) + r"\."
    initials += "".join(rf"(?:[\s\u00a0]?{_letter(word[0])}\.)?" for word in words[2:3])
    either = f"(?:{given}|{initials})" if called else initials
    return [
        *([rf"{surname}{_GAP}{either}", rf"{either}[\s\u00a0]{{0,3}}{surname}"] if len(words) > 1 else []),
        *([_proper(words[0])] if alone else []),
    ]


def _proper(word: str) -> str:
    """A bare surname is a name only with a capital letter: «Мороз» goes, «мороз» stays."""
    return rf"(?-i:(?<![\w]){_letter(word[0].upper())}){''.join(map(_letter, _stem(word)[1:]))}{_ENDING}(?![\w])"


def _declined(word: str) -> str:
    ending = _ENDING if len(word) > _SHORTEST else _SHORT_ENDING
    return rf"(?<![\w]){''.join(map(_letter, _stem(word)))}{ending}(?![\w])"


def _stem(word: str) -> str:
    """The part that all cases share: the last letters change with the case.

    >>> _stem("Гусева"), _stem("Ким"), _stem("Анна")
    ('Гусе', 'Ким', 'Анн')
    """
    if len(word) >= 6:
        return word[:-2]
    return word[:-1] if len(word) > 3 else word


def _letter(sign: str) -> str:
    return "[её]" if sign in "еёЕЁ" else re.escape(sign)


def _spellings(needles: Sequence[str]) -> tuple[str, ...]:
    """A database compares letters as they are typed: the usual ways to type them."""
    found: dict[str, None] = {}
    for needle in needles:
        for each in (needle, needle.replace("ё", "е").replace("Ё", "Е")):
            found |= dict.fromkeys((each, each.lower(), each.upper(), each.capitalize()))
    return tuple(found)
