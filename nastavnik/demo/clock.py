"""The clock of the played year."""

from datetime import UTC, datetime

from nastavnik.clock import Clock


class PlayedClock:
    """`now` is where the play stands, `elapsed` the machine's own seconds, as in `nastavnik.clock`."""

    def __init__(self, at: datetime) -> None:
        self._now = at.astimezone(UTC)
        self._machine = Clock()

    def now(self) -> datetime:
        return self._now

    def elapsed(self) -> float:
        return self._machine.elapsed()

    def turn(self, to: datetime) -> None:
        """Forward only. Raises ValueError for an instant that has passed."""
        if to < self._now:
            raise ValueError(f"the play stands at {self._now.isoformat()}, it cannot go back to {to.isoformat()}")
        self._now = to.astimezone(UTC)
