"""How the product says no: bad input (exit 2) and a rule's refusal (exit 1)."""

from dataclasses import dataclass

from engine.words import Words


class BadInput(Exception):  # noqa: N818  # read aloud: `raise BadInput`; there is no other kind of it
    """What was given cannot be understood or does not exist; nothing was stored.

    `field` is the argument or the place in the file to mend; `words` is one sentence that names the remedy.
    A thing outside the reader's scope raises the same error as a thing that does not exist.
    """

    def __init__(self, field: str, ru: str, en: str) -> None:
        super().__init__(ru)
        self.field = field
        self.words = Words(ru, en)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason of a refusal: which need is unmet, why, and what mends it.

    `need` is the stable key scripts see (`consents`, `order`, `minimum_days`, `permission`, …).
    """

    need: str
    reason: Words
    mend: Words


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule said no. `reasons` lists every one of them, never just the first."""

    reasons: tuple[Reason, ...]


class ChangedMeanwhile(Exception):  # noqa: N818  # the name is the sentence a person reads
    """Somebody else saved the same object after it was read (optimistic version). Nothing was overwritten."""
