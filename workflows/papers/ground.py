"""What a paper is about, as every collector of values finds it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.papers.model import PaperForm
from engine.papers.values import Given, Person
from storage.organisations import OrganisationRow

Row = Mapping[str, Given]
Value = Given | Sequence[Row]
Found = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Ground:
    """`subject` holds what else it is about: `from` and `to`, an `event`, a `roadmap`, `practices`, a `day`.

    `today` is the organisation's day. `words` collects what no case can be made of (names of a whole group), by
    placeholder.
    """

    tx: Connection
    by: By
    organisation: OrganisationRow
    today: date
    form: PaperForm
    pairs: tuple[int, ...] = ()
    people: tuple[int, ...] = ()
    subject: Mapping[str, Any] = field(default_factory=dict[str, Any])
    words: dict[str, str] = field(default_factory=dict[str, str])

    def day(self, name: str) -> date | None:
        """A day of the subject."""
        given = self.subject.get(name)
        return date.fromisoformat(given) if isinstance(given, str) and given else None

    def number(self, name: str) -> int | None:
        """An id of the subject."""
        given = self.subject.get(name)
        return given if isinstance(given, int) else None

    @property
    def pair_id(self) -> int | None:
        """The pair of a paper about one."""
        return self.pairs[0] if self.pairs else None


def person(name: str, sex: str) -> Person:
    """A name as papers bend it."""
    return Person(name, sex)


def school_year(day: date) -> str:
    """The school year a day belongs to; August is already the next one.

    >>> school_year(date(2025, 8, 20)), school_year(date(2026, 6, 20))
    ('2025/2026', '2025/2026')
    """
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}/{first + 1}"
