"""The year 2025-2026 of three schools and the autumn after it, day by day."""

from nastavnik.demo.days import Chronicle, Story
from nastavnik.demo.script import lyceum, school, svetloe
from nastavnik.demo.script.autumn import district, svetloe_life, svetloe_people
from nastavnik.demo.script.autumn import lyceum as lyceum_again
from nastavnik.demo.script.autumn import school as school_again
from nastavnik.demo.script.autumn import svetloe as svetloe_again

_FIRST = (svetloe, lyceum, school)
_SECOND = (svetloe_again, lyceum_again, school_again)

STORIES: tuple[Story, ...] = tuple(one for part in (*_FIRST, *_SECOND, svetloe_people) for one in part.STORIES)
CHRONICLES: tuple[Chronicle, ...] = tuple(
    part.CHRONICLE for part in (*_FIRST, district, *_SECOND, svetloe_life, svetloe_people)
)
