"""A place in the tokens of one phrase, and the counted words that every part of the grammar needs."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from engine.deadlines.tokens import Token

_Found = TypeVar("_Found")
_NOTHING = Token("", "")
COUNTS = frozenset({"num", "roman", "ordinal", "number"})


class Cursor:
    """Looks at tokens and takes them. Rules that fail put `at` back to where they began."""

    __slots__ = ("at", "tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.at = 0

    @property
    def tag(self) -> str:
        return self.peek().tag

    @property
    def done(self) -> bool:
        return self.at >= len(self.tokens)

    def peek(self, ahead: int = 0) -> Token:
        """The token `ahead` places on; one with an empty tag outside the phrase."""
        place = self.at + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else _NOTHING

    def take(self, *tags: str) -> Token | None:
        """The next token when it has one of the tags."""
        token = self.peek()
        if token.tag in tags:
            self.at += 1
            return token
        return None

    def phrase(self, *tags: str) -> bool:
        """Takes this whole sequence (`a|b` for either, a trailing `?` for optional), or nothing."""
        start = self.at
        for wanted in tags:
            if not self.take(*wanted.removesuffix("?").split("|")) and not wanted.endswith("?"):
                self.at = start
                return False
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
        token = self.peek()
        if token.tag not in COUNTS:
            return None
        self.at += 1
        tens, units = token.number, self.peek()
        if token.tag == "number" and tens in (20, 30) and units.tag in {"ordinal", "number"} and 0 < units.number < 10:
            self.at += 1
            return tens + units.number
        return tens
