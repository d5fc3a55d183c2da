"""The bar that shows which day of the year is being played."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from engine.words import Language, Words

_TITLE = Words("Идёт учебный год", "The school year")


@contextmanager
def watching(first: date, last: date, *, silent: bool, language: Language) -> Generator[Callable[[date], None]]:
    """A bar on stderr that is told the days as they come; nothing when nobody looks."""
    if silent or not sys.stderr.isatty():
        yield lambda day: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[day]:%d.%m.%Y}"))
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as drawn:
        task = drawn.add_task(_TITLE.in_(language), total=(last - first).days, day=first)
        yield lambda day: drawn.update(task, completed=(day - first).days, day=day)
