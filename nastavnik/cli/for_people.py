"""Tables and progress bars, drawn by rich."""

import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

from rich import box
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from rich.text import Text

_PIPED_WIDTH = 160  # columns of a table that no terminal cuts


def print_table(titles: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on stdout. A cell None is empty; brackets in a cell are no markup."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in titles:
        made.add_column(title, overflow="fold")
    for row in rows:
        made.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console = Console(file=sys.stdout, highlight=False)
    if not console.is_terminal:
        console.width = _PIPED_WIDTH
    console.print(made)


@contextmanager
def bar(title: str, total: int) -> Generator[Callable[[int], None]]:
    """A bar on stderr that disappears at the end; the callable moves it by so many steps."""
    with Progress(console=Console(file=sys.stderr), transient=True) as drawn:
        task = drawn.add_task(title, total=total)
        yield lambda steps: drawn.advance(task, steps)
