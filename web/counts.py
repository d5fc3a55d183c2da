"""The numbers beside the menu: how much asks for attention. Counted at most every few seconds for each visitor."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from web.remembered import Remembered

if TYPE_CHECKING:
    from web.visit import Visit

Counter = Callable[[Connection, "Visit"], int]
COUNTERS: dict[str, tuple[Counter, bool]] = {}
"""By the address of the menu's line: what counts, and whether more than nothing is shown in red."""

_SECONDS = 15.0
_kept: Remembered[Mapping[str, tuple[int, bool]]] = Remembered(_SECONDS)


def counts_of(visit: "Visit") -> Mapping[str, tuple[int, bool]]:
    """Address → (number, urgent); lines without anything are left out. An action of the visitor's counts anew."""
    if not visit.offices:
        return {}
    key = (id(visit.parts.database), visit.who.person_id)
    fresh = visit.request.method not in ("GET", "HEAD") or bool(visit.request.cookies.get("nastavnik_toast"))
    found = None if fresh else _kept.get(key, visit.parts.elapsed())
    if found is None:
        found = _kept.put(key, visit.parts.elapsed(), _count(visit))
    return found


def _count(visit: "Visit") -> Mapping[str, tuple[int, bool]]:
    with visit.read() as tx:
        numbers = {url: (count(tx, visit), urgent) for url, (count, urgent) in COUNTERS.items()}
    return {url: (number, urgent) for url, (number, urgent) in numbers.items() if number}
