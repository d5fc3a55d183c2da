"""A place in the tokens of one phrase, and the counted words that every part of the grammar needs."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

from engine.deadlines.tokens import Token

_Found = TypeVar("_Found")
_NOTHING = Token("", "")
_ORDINAL_ENDINGS = frozenset({"й", "я", "е", "ый", "ой", "ая", "ое", "го", "ом", "ую"})
COUNTS = frozenset({"num", "roman", "ordinal", "number"})


class Cursor:
    """Looks at tokens and takes them. Rules that fail put `at` back to where they began."""

    __slots__ = ("_tags", "at", "tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self._tags = [token.tag for token in tokens]
        self._tags.append("")  # what stands at the end
        self.at = 0

    @property
    def tag(self) -> str:
        return self._tags[self.at]

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def peek(self, ahead: int = 0) -> Token:
        """The token `ahead` places on; one with an empty tag outside the phrase."""
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else _NOTHING

    def take(self, *tags: str) -> Token | None:
        """The next token when it has one of the tags."""
        if self._tags[self.at] not in tags:
            return None
        self.at += 1
        return self.tokens[self.at - 1]

    def phrase(self, *tags: str) -> bool:
        """Takes this whole sequence (`a|b` for either, a trailing `?` for optional), or nothing."""
        at, there = self.at, self._tags
        for wanted in tags:
            choices, optional = _choices(wanted)
            if there[at] in choices:
                at += 1
            elif not optional:
                return False
        self.at = at
        return True

    def skip(self, *tags: str) -> None:
        while self.take(*tags):
            pass

    def first_of(self, *rules: Callable[["Cursor"], _Found | None]) -> _Found | None:
        """What the first rule that fits finds; each starts here, and nothing is taken when none fits."""
        start = self.at
        for rule in rules:
            if found := rule(self):
                return found
            self.at = start
        return None

    def count(self) -> int | None:
        """A number however it is written: 3, III, третий, три, 3-й, двадцать пятого; None takes nothing."""
        if self._tags[self.at] not in COUNTS:
            return None
        token = self.peek()
        self.at += 1
        if token.tag == "roman" and self._tags[self.at] == "-" and self.peek(1).text in _ORDINAL_ENDINGS:
            self.at += 2  # «IV-й»
        tens, units = token.number, self.peek()
        if token.tag == "number" and tens in (20, 30) and units.tag in {"ordinal", "number"} and 0 < units.number < 10:
            self.at += 1
            return tens + units.number
        return tens


@lru_cache(maxsize=512)
def _choices(wanted: str) -> tuple[frozenset[str], bool]:
    """The tags a word of `phrase` allows, and whether it may be missing."""
    return frozenset(wanted.removesuffix("?").split("|")), wanted.endswith("?")
