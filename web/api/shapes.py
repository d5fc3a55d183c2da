"""The pieces of which the API's documents are made: ids, days, lines of text, and their limits."""

from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

T = TypeVar("T")

BIGGEST = 2**31 - 1
_DAY = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
# No control characters, line breaks, or marks that turn the direction of writing: as workflows/plain_text.py says.
_PLAIN = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$"
_LINES = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]*$"


def _iso_day(given: Any) -> Any:
    """A day is written `2025-09-25`: no moments, no numbers."""
    if isinstance(given, str) and len(given) == len("2025-09-25"):
        return given
    if isinstance(given, date):
        return given
    raise ValueError("a day in ISO form is needed")


Id = Annotated[int, Field(strict=True, ge=1, le=BIGGEST)]
PathId = Annotated[int, Field(ge=1, le=BIGGEST)]
Day = Annotated[
    date,
    BeforeValidator(_iso_day),
    Field(ge=date(1900, 1, 1), le=date(2199, 12, 31), json_schema_extra={"pattern": _DAY, "examples": ["2025-09-25"]}),
]
Line = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=200, pattern=_PLAIN)]
ShortLine = Annotated[str, StringConstraints(strict=True, max_length=200, pattern=_PLAIN)]
Reason = Annotated[str, StringConstraints(strict=True, max_length=1000, pattern=_PLAIN)]
Text = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=4000, pattern=_LINES)]
LongText = Annotated[str, StringConstraints(strict=True, max_length=4000, pattern=_LINES)]
Link = Annotated[str, StringConstraints(strict=True, min_length=9, max_length=1000, pattern=r"^https?://[!-~]+$")]
Word = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=64, pattern=r"^[a-z][a-z0-9_-]*$")]
OrgPath = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=400, pattern=r"^[a-z0-9-]+(/[a-z0-9-]+)*$"),
    Field(examples=["kirov/school-5"]),
]


class In(BaseModel):
    """What a program sends: nothing else is understood."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Out(BaseModel):
    """What a program gets: exactly this."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class Page(Out, Generic[T]):
    """A part of a list. `next` is the cursor of what follows, null at the end."""

    items: list[T]
    next: str | None


class ReasonIn(In):
    """Why; may be left out."""

    reason: Reason = ""
