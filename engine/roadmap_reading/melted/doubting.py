"""Which borders between cells are not sure."""

from engine.roadmap_reading.melted.headings import Header
from engine.roadmap_reading.melted.model import Doubt
from engine.roadmap_reading.melted.wrapped import Reading


def doubts_of(reading: Reading, header: Header) -> list[Doubt]:
    return []
