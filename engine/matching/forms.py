"""What a form of mentoring asks of its people: who may lead, who may be led, and how many at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.lifecycle.definition import Mentees
from engine.questionnaires.forms import kinds_of

_ANYBODY = frozenset({"staff", "pupil", "student", "employer"})


@dataclass(frozen=True, slots=True)
class Form:
    """`leads` maps the kind of a mentor to the kinds he may lead; a kind that is absent leads nobody."""

    leads: Mapping[str, frozenset[str]]
    at_least: int = 1
    at_most: int = 1

    @property
    def grouped(self) -> bool:
        return self.at_most > 1

    @property
    def led(self) -> frozenset[str]:
        """The kinds that may be mentees at all."""
        return frozenset(kind for kinds in self.leads.values() for kind in kinds)

    def fits(self, mentor: str, mentee: str) -> bool:
        """Whether somebody of the one kind may lead somebody of the other.

        >>> form_of("employer-pupil", Mentees()).fits("employer", "pupil")
        True
        >>> form_of("teacher-pair", Mentees()).fits("staff", "pupil")
        False
        """
        return mentee in self.leads.get(mentor, frozenset())


_FREE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "staff": _ANYBODY,
        "employer": _ANYBODY,
        "student": frozenset({"pupil", "student"}),  # the younger lead the younger: nobody leads his own teacher
        "pupil": frozenset({"pupil"}),
    }
)


def form_of(lifecycle: str, mentees: Mentees) -> Form:
    """The form a lifecycle stands for; one of the school's own making leaves the kinds free, as a group does.

    >>> form_of("group", Mentees(2, 12)).fits("pupil", "staff"), form_of("teacher-pair", Mentees()).grouped
    (False, False)
    """
    kinds = kinds_of(lifecycle)
    leads = dict.fromkeys(sorted(kinds["mentor"]), kinds["mentee"]) if kinds else _FREE
    return Form(leads, mentees.at_least, mentees.at_most)
