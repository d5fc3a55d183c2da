"""(f) Pages of a region of 50,000 pairs and a million obligations, read by twenty people while letters go."""

from benchmarks.pages.section import measure

__all__ = ["measure"]
