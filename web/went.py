"""Where a done action leads: the next page, what it says there once, and how to take it back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from engine.words import Words

_UNDO = Words("Отменить", "Undo")


@dataclass(frozen=True, slots=True)
class Undo:
    """A POST that takes the action back: its address and fields. `words` are on the button."""

    url: str
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    words: Words = _UNDO


@dataclass(frozen=True, slots=True)
class Went:
    """303 to `url` (a path of ours), with a toast there."""

    url: str
    toast: Words | None = None
    undo: Undo | None = None

    def as_data(self) -> dict[str, Any]:
        """For the toast's cookie and for the memory of a form sent twice."""
        return asdict(self)


def from_data(data: Mapping[str, Any]) -> Went:
    toast, undo = data.get("toast"), data.get("undo")
    return Went(
        data["url"],
        Words(**toast) if toast else None,
        Undo(undo["url"], undo["fields"], Words(**undo["words"])) if undo else None,
    )
