"""Every contender gets a slice in every round, so a noisy minute of the machine hurts all of them alike."""

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Lane:
    """A contender's place in the run. `slice` works for one slice and answers its figure (a rate or seconds)."""

    name: str
    slice: Callable[[], float]


@dataclass(frozen=True, slots=True)
class Medians:
    """The median figure of every lane; `absent` has the reason of each one that could not run.

    `seen` has the figures of each round, in order.
    """

    figures: dict[str, float] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    seen: dict[str, list[float]] = field(default_factory=dict)

    def ratio(self, lane: str, base: str) -> float | None:
        """`lane` as a multiple of `base`, the median over the rounds; None when one of them is absent.

        Within a round both met the same minute of the machine.
        """
        if lane not in self.figures or base not in self.figures:
            return None
        return median(one / other for one, other in zip(self.seen[lane], self.seen[base], strict=True))

    def best(self, lanes: Sequence[str]) -> str | None:
        """The name of the highest figure among those present."""
        present = [name for name in lanes if name in self.figures]
        return max(present, key=self.figures.__getitem__) if present else None


def interleave(lanes: Sequence[Lane], *, rounds: int, absent: dict[str, str] | None = None) -> Medians:
    """Medians over `rounds`, after one round of warming up that is thrown away.

    The order turns by one place each round, and every other round runs backwards: whoever comes second to the same file
    pays for the disk's unfinished work of the first, so both must come second equally often (`rounds` even).
    A lane that raises leaves the run with its reason; the others go on.
    """
    seen: dict[str, list[float]] = {lane.name: [] for lane in lanes}
    reasons = dict(absent or {})
    for number in range(rounds + 1):
        turn = number % max(len(lanes), 1)
        order = [*lanes[turn:], *lanes[:turn]]
        for lane in reversed(order) if number % 2 else order:
            if lane.name in reasons:
                continue
            gc.collect()  # nobody pays for the litter of the lane before
            try:
                figure = lane.slice()
            except Exception as error:  # whatever a peer throws, the run reports it and goes on
                reasons[lane.name] = reason_of(error)
                continue
            if number:
                seen[lane.name].append(figure)
    present = {name: figures for name, figures in seen.items() if figures and name not in reasons}
    return Medians({name: median(figures) for name, figures in present.items()}, reasons, present)


def rate(step: Callable[[], object], *, seconds: float) -> float:
    """Steps per second, over at least `seconds`."""
    count, began = 0, time.perf_counter()
    until = began + seconds
    while (now := time.perf_counter()) < until:
        step()
        count += 1
    return count / (now - began)


def duration(work: Callable[[], object]) -> float:
    """Seconds of one piece of work."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def reason_of(error: BaseException) -> str:
    """One line for the report."""
    first = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}"[:160]
