"""What every need of a move has in common."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Literal, Protocol

from engine.calendar import WorkCalendar
from engine.lifecycle.facts import Facts, Member
from engine.refusals import Reason
from engine.words import Words

Who = Literal["all", "mentor", "mentees", "minors"]


class Need(Protocol):
    """A named condition of a move: a frozen dataclass whose fields are its parameters in the definition file.

    `name` is the word in the file and in `Reason.need`. `unmet` answers None when the facts satisfy it today;
    otherwise one reason that names everything missing and what mends it: a pure function of its arguments.
    `each` are the members it asks one by one (None: it asks the pair as a whole); `title` says what is asked and
    `proof` what meets it, once it is met: of a single member when the facts are narrowed to him.
    Field metadata `minimum` and `maximum` go into the published JSON Schema.
    """

    name: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    def unmet(self, facts: Facts, today: date, calendar: WorkCalendar) -> Reason | None: ...

    def each(self, facts: Facts) -> tuple[Member, ...] | None: ...

    def title(self, member: Member | None) -> Words: ...

    def proof(self, facts: Facts, today: date) -> Words: ...


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


def whose(member: Member | None) -> Words:
    """The genitive of a side: «наставника»."""
    match member:
        case None:
            return Words("", "")
        case Member(role="mentor"):
            return Words("наставника", "the mentor")
        case Member():
            return Words("наставляемого", "the mentee")


def dated(remark: Words, day: date) -> Words:
    """What happened on which day, for `proof`."""
    return Words(f"{remark.ru} {russian_day(day)}".strip(), f"{remark.en} {day.isoformat()}".strip())


def russian_day(day: date) -> str:
    return day.strftime("%d.%m.%Y")
