"""The year 2025-2026 of three schools, day by day."""

from nastavnik.demo.days import Chronicle, Story
from nastavnik.demo.script import lyceum, school, svetloe

STORIES: tuple[Story, ...] = (*svetloe.STORIES, *lyceum.STORIES, *school.STORIES)
CHRONICLES: tuple[Chronicle, ...] = (svetloe.CHRONICLE, lyceum.CHRONICLE, school.CHRONICLE)
