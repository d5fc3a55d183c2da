"""Which people take part in each form of mentoring, and which questionnaires are made for it."""

from collections.abc import Mapping
from types import MappingProxyType

from engine.questionnaires.model import Questionnaire

KINDS_OF_FORM: Mapping[str, Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "teacher-pair": {"mentor": frozenset({"staff"}), "mentee": frozenset({"staff"})},
        "pupil-pair": {"mentor": frozenset({"pupil"}), "mentee": frozenset({"pupil"})},
        "employer-pupil": {"mentor": frozenset({"employer"}), "mentee": frozenset({"pupil"})},
        "student-pupil": {"mentor": frozenset({"student"}), "mentee": frozenset({"pupil"})},
    }
)
"""The kinds of people by the lifecycle's key and the role; a group, and a lifecycle of one's own, takes anybody."""


def kinds_of(lifecycle: str) -> Mapping[str, frozenset[str]]:
    """
    >>> sorted(kinds_of("employer-pupil")["mentor"]), dict(kinds_of("group"))
    (['employer'], {})
    """
    return KINDS_OF_FORM.get(lifecycle, {})


def fits(questionnaire: Questionnaire, lifecycle: str) -> bool:
    """Whether the questionnaire is made for this form of mentoring."""
    return not questionnaire.lifecycles or lifecycle in questionnaire.lifecycles
