"""What is wrong with a definition file, and where: `file:line:column: word: message`."""

from dataclasses import dataclass

from engine.words import Language, Words


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file: line and column count from 1, in characters; `word` is what stands there."""

    line: int
    column: int
    word: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a definition file. Faults are values: a reader collects all of them before it answers."""

    file: str
    line: int
    column: int
    word: str
    message: Words

    def in_(self, language: Language) -> str:
        """The line an editor can jump to.

        >>> Fault("pair.yaml", 3, 5, "stagse", Words("нет такого поля", "no such field")).in_("en")
        'pair.yaml:3:5: stagse: no such field'
        """
        return f"{self.file}:{self.line}:{self.column}: {self.word}: {self.message.in_(language)}"

    def __str__(self) -> str:
        return self.in_("ru")


def in_reading_order(faults: list[Fault]) -> list[Fault]:
    """The same faults from the top of the file down, each once."""
    return sorted(dict.fromkeys(faults), key=lambda fault: (fault.file, fault.line, fault.column))
