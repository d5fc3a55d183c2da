"""A measure: a figure with a name that thresholds of roadmaps use, declared as data."""

from dataclasses import dataclass
from typing import Literal

from engine.indicators.counting import RULES, Counting
from engine.words import Words


@dataclass(frozen=True, slots=True)
class Measure:
    """A share has a `denominator`, a count has none. Several countings of one side are added up.

    `how` says in a sentence what is counted, so that nobody has to guess.
    """

    key: str
    version: int
    title: Words
    how: Words
    kind: Literal["share", "count"]
    numerator: tuple[Counting, ...]
    denominator: tuple[Counting, ...] = ()

    @property
    def of_people(self) -> bool:
        """Whether small numbers of it could point at somebody."""
        return any(RULES[one.rule].people for one in (*self.numerator, *self.denominator))

    @property
    def by_hand(self) -> str:
        """What somebody has to enter for it; "" when nothing is entered."""
        return next((one.word("what") for one in self.numerator if RULES[one.rule].by_hand), "")

    @property
    def about_the_roadmap(self) -> bool:
        """It counts rows of the roadmap, so rows it measures are not among those it counts."""
        return any(one.rule == "rows" for one in self.numerator)
