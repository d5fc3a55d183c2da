"""How fast a program may call: each bearer token has so many calls a minute, and after a rest as many at once.

Every process counts for itself: several of them on one machine let through so many times as much.
"""

import threading
from math import ceil


class Pace:
    """A token's calls leave a budget that fills up again evenly."""

    def __init__(self, *, a_minute: int = 600) -> None:
        self._most = float(a_minute)
        self._a_second = a_minute / 60
        self._lock = threading.Lock()
        self._left: dict[int, tuple[float, float]] = {}  # by token: calls left, and when that was so

    def wait(self, token_id: int, *, now: float) -> int:
        """Take one call at `now` (real seconds). 0 = go on, else the seconds until the next one may come.

        >>> pace = Pace(a_minute=2)
        >>> [pace.wait(1, now=second) for second in (0.0, 0.0, 0.0, 29.5, 30.0)]
        [0, 0, 30, 1, 0]
        """
        with self._lock:
            left, since = self._left.get(token_id, (self._most, now))
            left = min(self._most, left + max(0.0, now - since) * self._a_second)
            if left < 1:
                self._left[token_id] = (left, now)
                return ceil((1 - left) / self._a_second)
            self._left[token_id] = (left - 1, now)
            return 0
