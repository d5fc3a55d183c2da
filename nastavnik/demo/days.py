"""How a line of the script is written: a day, and what is done on it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from nastavnik.demo.cast import Lifecycle
from nastavnik.demo.stage import Stage, instant

_FIRST_MONTH = 8  # a school year as the play sees it begins in August
_FIRST_YEAR, _CENTURY = 2025, 2000


@dataclass(frozen=True, slots=True)
class Story:
    """What happens to one pair. Its `name` is how the script and the acts call it."""

    school: str
    lifecycle: Lifecycle
    mentor: str
    mentees: tuple[str, ...]
    days: tuple["Day", ...]

    @property
    def name(self) -> str:
        return f"{self.mentor} — {', '.join(self.mentees)}"

    @property
    def people(self) -> tuple[str, ...]:
        return (self.mentor, *self.mentees)


@dataclass(frozen=True, slots=True)
class Scene:
    """Where an act is played: in a school, and in a pair's story when there is one."""

    stage: Stage
    school: str
    story: Story | None = None

    @property
    def curator(self) -> str:
        return self.stage.curator(self.school)

    @property
    def pair(self) -> Story:
        assert self.story is not None, "this act is about a pair"  # noqa: S101  # a mistake of the script's author
        return self.story

    @property
    def pair_id(self) -> int:
        return self.stage.pairs[self.pair.name]


Act = Callable[[Scene], None]


@dataclass(frozen=True, slots=True)
class Day:
    """Acts of one moment. `told` is the line of the chronicle, "" for what happens every day."""

    at: datetime
    acts: tuple[Act, ...]
    told: str = ""


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What happens to a school as a whole: its roadmap, its surveys, its people."""

    school: str
    days: tuple[Day, ...]


def on(written: str, *acts: Act, at: str = "10:00", told: str = "") -> Day:
    """`on("12.09", meets("trial"))`: the 12th of September 2025, at ten o'clock of the district."""
    return Day(instant(day_of(written), at), acts, told)


def day_of(written: str) -> date:
    """A day of the first school year: from August on 2025, before it 2026. The second's are written with their year.

    >>> day_of("25.09").isoformat(), day_of("20.02").isoformat(), day_of("24.11.26").isoformat()
    ('2025-09-25', '2026-02-20', '2026-11-24')
    """
    day, month, *year = (int(part) for part in written.split("."))
    if year:
        return date(_CENTURY + year[0], month, day)
    return date(_FIRST_YEAR if month >= _FIRST_MONTH else _FIRST_YEAR + 1, month, day)


def story(school: str, lifecycle: Lifecycle, mentor: str, mentees: str, *days: Day | tuple[Day, ...]) -> Story:
    """A pair's story out of single days and whole chapters; `mentees` are surnames between commas."""
    flat = [one for given in days for one in (given if isinstance(given, tuple) else (given,))]
    return Story(school, lifecycle, mentor, tuple(mentees.split(", ")), tuple(flat))
