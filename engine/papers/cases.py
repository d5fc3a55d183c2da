"""The six cases of a name or a post, and who puts words into them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

Case = Literal["nom", "gen", "dat", "acc", "ins", "pre"]
WordKind = Literal["name", "position"]
CASES: tuple[Case, ...] = ("nom", "gen", "dat", "acc", "ins", "pre")
OBLIQUE: tuple[Case, ...] = CASES[1:]  # the nominative is what was written


@dataclass(frozen=True, slots=True)
class Cases:
    """The same words in every case, as they stand inside a sentence.

    >>> Cases.unchanged("Дюма").gen
    'Дюма'
    """

    nom: str
    gen: str
    dat: str
    acc: str
    ins: str
    pre: str

    @classmethod
    def unchanged(cls, words: str) -> "Cases":
        return cls(words, words, words, words, words, words)

    def in_(self, case: Case) -> str:
        found: str = getattr(self, case)
        return found

    def overridden(self, typed: Mapping[str, str]) -> "Cases":
        """With what a person typed over the rules; a case that is absent or empty stays.

        >>> Cases.unchanged("Ким").overridden({"gen": "Кима"}).gen
        'Кима'
        """
        return Cases(*(typed.get(case) or self.in_(case) for case in CASES))


@dataclass(frozen=True, slots=True)
class Inflected:
    """`doubtful`: the rules do not know such words, a person must look at them."""

    cases: Cases
    doubtful: bool = False


Inflect = Callable[[WordKind, str, str], Inflected]
"""Kind, the words in the nominative, the sex of the person («f», «m» or "" when nobody said) → the cases."""


def uninflected(kind: WordKind, words: str, sex: str) -> Inflected:
    """Stands in where nothing has to be put into cases."""
    return Inflected(Cases.unchanged(words))
