"""The deadline language: phrase → meaning → dates → words."""

from engine.deadlines.dating import Occurrence, Shift, moved_by, occurrences, shifted
from engine.deadlines.keys import from_key
from engine.deadlines.model import (
    Ambiguous,
    Candidate,
    Continuous,
    Deadline,
    Empty,
    EventBound,
    External,
    Frequency,
    Month,
    Multi,
    Offset,
    Part,
    Point,
    Range,
    Recurring,
    Rule,
    Unit,
    Unreadable,
)
from engine.deadlines.reading import Reading, read
from engine.deadlines.status import Standing, standing
from engine.deadlines.writing import write

__all__ = [
    "Ambiguous",
    "Candidate",
    "Continuous",
    "Deadline",
    "Empty",
    "EventBound",
    "External",
    "Frequency",
    "Month",
    "Multi",
    "Occurrence",
    "Offset",
    "Part",
    "Point",
    "Range",
    "Reading",
    "Recurring",
    "Rule",
    "Shift",
    "Standing",
    "Unit",
    "Unreadable",
    "from_key",
    "moved_by",
    "occurrences",
    "read",
    "shifted",
    "standing",
    "write",
]
