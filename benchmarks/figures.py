"""What a section of the run hands to the report."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Row:
    """One measured contender: `value` in `unit`, and `ratio` to the section's base (None = not compared)."""

    contender: str
    value: float | None  # None = absent
    unit: str
    ratio: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A promise and whether it was kept. `value` None: it could not be measured, which counts as missed."""

    promise: str
    wanted: str
    value: float | None
    reached: bool
    note: str = ""


@dataclass(slots=True)
class Section:
    """One table of the report with its promises."""

    title: str
    rows: list[Row] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def at_least(self, promise: str, value: float | None, bound: float, *, unit: str = "", note: str = "") -> None:
        reached = value is not None and value >= bound
        self.figures.append(Figure(promise, f"≥ {bound:g}{unit}", value, reached, note))

    def at_most(self, promise: str, value: float | None, bound: float, *, unit: str = "", note: str = "") -> None:
        reached = value is not None and value <= bound
        self.figures.append(Figure(promise, f"≤ {bound:g}{unit}", value, reached, note))

    def missing(self, what: str, reason: str) -> None:
        """An absent peer or part: the run fails, since a comparison with nobody proves nothing."""
        self.figures.append(Figure(f"{what} takes part", "present", None, False, reason))
