"""Who acts, and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Role = Literal["administrator", "head", "curator", "mentor", "mentee", "representative", "observer"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with the roles that hold today for the object in question, or the operator at the console.

    `person_id` None means the operator (a command without `--actor`), who may everything; the journal says so.
    `clock` marks moves the tick makes by itself (an announced early end).
    """

    person_id: int | None = None
    roles: frozenset[Role] = frozenset()
    clock: bool = False

    @property
    def may_everything(self) -> bool:
        return self.person_id is None


OPERATOR = Actor()
CLOCK = Actor(clock=True)


@dataclass(frozen=True, slots=True)
class By:
    """Who asks a flow to act and at which instant (aware UTC). Roles are looked up for the object the flow touches."""

    at: datetime
    person_id: int | None = None
    clock: bool = False
