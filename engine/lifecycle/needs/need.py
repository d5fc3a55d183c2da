"""What every need of a move has in common."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Literal, Protocol

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, Member
from engine.refusals import Reason

Who = Literal["all", "mentor", "mentees", "minors"]


class Need(Protocol):
    """A named condition of a move: a frozen dataclass whose fields are its parameters in the definition file.

    `name` is the word in the file and in `Reason.need`. `unmet` answers None when the facts satisfy it today;
    otherwise one reason that names everything missing and what mends it: a pure function of its arguments.
    Field metadata `minimum` and `maximum` go into the published JSON Schema.
    """

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None: ...


def people(facts: Facts, who: Who) -> Iterable[Member]:
    """The members a need speaks about.

    >>> from engine.lifecycle.facts import Member
    >>> pair = Facts("work", date(2025, 9, 1), members=(Member(1, "mentor", "Ким О. В.", "staff"),))
    >>> [member.name for member in people(pair, "mentor")], list(people(pair, "mentees"))
    (['Ким О. В.'], [])
    """
    match who:
        case "all":
            return facts.members
        case "mentor":
            return (member for member in facts.members if member.role == "mentor")
        case "mentees":
            return (member for member in facts.members if member.role == "mentee")
        case "minors":
            return (member for member in facts.members if member.minor)


def russian_day(day: date) -> str:
    return day.strftime("%d.%m.%Y")
