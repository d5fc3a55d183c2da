"""A text for people in both languages of the product."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["ru", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence or title, Russian first.

    >>> Words("Знакомство", "Acquaintance").in_("en")
    'Acquaintance'
    """

    ru: str
    en: str

    def in_(self, language: Language) -> str:
        return self.ru if language == "ru" else self.en

    def __str__(self) -> str:
        return self.ru
