"""Lines into which a table melted → the table again."""

from collections.abc import Sequence

from engine.roadmap_reading.melted.model import Melted
from engine.roadmap_reading.melted.tabbed import tables_of_tabs
from engine.roadmap_reading.melted.tables import tables_of_lines
from engine.source import SourceLine


def table_of(lines: Sequence[SourceLine]) -> Melted:
    """Every line, in tables, between them or as page furniture; without a table the lines come back as they were."""
    return tables_of_tabs(lines) or tables_of_lines(lines) or Melted(tuple(lines))
