"""A small memory for answers that may be a few seconds old."""

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")
_MOST = 2000


class Remembered(Generic[T]):
    """Values by key for some real seconds; the whole memory is dropped when it grows beyond its size."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._values: dict[Hashable, tuple[float, T]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, elapsed: float) -> T | None:
        """None when it is unknown or too old. `elapsed` is the clock of real seconds."""
        found = self._values.get(key)
        return found[1] if found is not None and elapsed - found[0] < self._seconds else None

    def put(self, key: Hashable, elapsed: float, value: T) -> T:
        with self._lock:
            if len(self._values) >= _MOST:
                self._values.clear()
            self._values[key] = (elapsed, value)
        return value
