"""What matching knows: mentors with free places, mentees, who may not meet, what was before, and what comes out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from types import MappingProxyType
from typing import Literal, Protocol

from engine.lifecycle.outcomes import Outcome
from engine.matching.forms import Form
from engine.words import Words

Bar = Literal["self", "excluded", "relative", "stopped", "form"]
BARS: Mapping[Bar, Words] = MappingProxyType(
    {
        "self": Words("это один и тот же человек", "this is the same person"),
        "excluded": Words("куратор отметил «не предлагать вместе»", "the curator marked them “never together”"),
        "relative": Words("один — законный представитель другого", "one is the legal representative of the other"),
        "stopped": Words(
            "в прежней паре после пробной встречи сказано «нет»",
            "a former pair of theirs said “no” after the trial meeting",
        ),
        "form": Words("форма наставничества не подходит", "the form of mentoring does not fit"),
    }
)

FORBIDDEN = 0  # in a table of scores: these two may not be a pair; every pair that may be has at least one point

Couple = tuple[int, int]
"""(person of the mentor, person of the mentee)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentor:
    """Somebody who may lead. `free`: pairs he can still take on; `leads`: pairs he leads already.

    `prefers`: people he named after the common meeting, the best first. `wished_age` in his own words.
    """

    id: int
    kind: str
    free: int = 1
    leads: int = 0
    competences: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    wished_age: str = ""
    position: str = ""
    organisation_id: int = 0
    prefers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentee:
    """Somebody who waits for a mentor. `age` in full years, None when no birth date is stored."""

    id: int
    kind: str
    age: int | None = None
    needs: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    position: str = ""
    organisation_id: int = 0
    prefers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Everybody a proposal is made of, in the order of ids whatever order they came in: equal pools, equal proposals.

    `barred`: couples that may never be. `past`: how their earlier pairs ended, the oldest first. `superiors`: couples
    where the mentor is the head of the mentee's organisation. ValueError when a side names somebody twice.
    """

    form: Form
    mentors: tuple[Mentor, ...]
    mentees: tuple[Mentee, ...]
    barred: Mapping[Couple, Bar] = field(default_factory=dict[Couple, Bar])
    past: Mapping[Couple, tuple[Outcome, ...]] = field(default_factory=dict[Couple, tuple[Outcome, ...]])
    superiors: frozenset[Couple] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "mentors", tuple(sorted(self.mentors, key=lambda one: one.id)))
        object.__setattr__(self, "mentees", tuple(sorted(self.mentees, key=lambda one: one.id)))
        for side in (self.mentors, self.mentees):
            if len({one.id for one in side}) != len(side):
                raise ValueError("somebody stands twice on one side of the pool")

    def bar(self, mentor: Mentor, mentee: Mentee) -> Bar | None:
        """Why these two may not be a pair; None when they may."""
        if mentor.id == mentee.id:
            return "self"
        if not self.form.fits(mentor.kind, mentee.kind):
            return "form"
        return self.barred.get((mentor.id, mentee.id))

    def print(self) -> str:
        """The same as long as nothing a proposal looks at has changed."""
        told = (
            sorted((kind, sorted(led)) for kind, led in self.form.leads.items()),
            (self.form.at_least, self.form.at_most),
            self.mentors,
            self.mentees,
            sorted(self.barred.items()),
            sorted(self.past.items()),
            sorted(self.superiors),
        )
        return sha256(repr(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pair or a group; `points` of each mentee beside it, in the same order."""

    mentor_id: int
    mentee_ids: tuple[int, ...]
    points: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody without a pair; `why` is a key of `why_alone`, `count` the number its sentence names."""

    person_id: int
    side: Literal["mentor", "mentee"]
    why: str
    count: int = 0


Table = Sequence[Sequence[int]]
"""A row for each mentee, a column for each mentor: points, or FORBIDDEN."""

Places = Sequence[Sequence[int]]
"""For each mentor his free places in the order they fill, each with the points it takes off."""

Found = list[int | None]
"""For each mentee the column of the mentor, None = nobody."""


class Solver(Protocol):
    """Puts mentees to mentors: as many as possible first, then with as many points as possible."""

    @property
    def name(self) -> str: ...

    def __call__(self, table: Table, places: Places) -> Found: ...


def worth(found: Sequence[int | None], table: Table, places: Places) -> tuple[int, int]:
    """(how many mentees have a mentor, the points together): what one answer is better than another by.

    >>> worth([1, None], [[5, 9], [7, 0]], [[0], [2]])
    (1, 7)
    """
    taken = [0] * len(places)
    total = count = 0
    for row, column in zip(table, found, strict=True):
        if column is not None:
            total += row[column] - places[column][taken[column]]
            taken[column] += 1
            count += 1
    return count, total


def best_of(points: Sequence[int], most: int) -> list[int]:
    """Where the highest points stand, the best first, of equal ones the earlier; FORBIDDEN ones are left out.

    >>> best_of([5, 9, 0, 9], 2)
    [1, 3]
    """
    least = max(1, sorted(points)[-most]) if len(points) > most else 1  # sorting plain numbers is what is fast here
    fit = [at for at, each in enumerate(points) if each >= least]
    return sorted(fit, key=lambda at: (-points[at], at))[:most]
