"""Which kind of activity must not be due after which: the order every mentoring programme follows.

Names are those of `engine.roadmap_reading.doings`. Sources: the order of rows common to the target model and to the
letter on mentoring of teachers, and what the law asks before personal data are kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from engine.words import Words


@dataclass(frozen=True, slots=True)
class Before:
    """`first` must be due no later than `then`; up to `slack` days later are forgiven."""

    first: str
    then: str
    slack: int = 0


BASES = ("mentee-base", "mentor-base", "participant-base")

ORDER: tuple[Before, ...] = (
    *(Before("consents", base) for base in BASES),
    *(Before("consents", then) for then in ("pairs-formed", "first-meeting", "pair-work")),
    *(Before(base, "pairs-formed") for base in BASES),
    Before("curator-appointed", "pairs-formed"),
    Before("networking", "pairs-formed"),
    Before("requests-analysed", "pairs-formed"),
    Before("mentors-appointed", "pairs-formed"),
    Before("mentors-appointed", "first-meeting"),
    Before("pairs-formed", "first-meeting"),
    Before("pairs-formed", "plans-approved"),
    Before("pairs-order", "pairs-formed", slack=31),  # the order usually follows the choice within weeks
    Before("pairs-order", "first-meeting"),
    Before("pairs-order", "plans-approved"),
    Before("pairs-order", "closing-game"),
    Before("first-meeting", "closing-game"),
    Before("plans-made", "plans-approved"),
    Before("plans-made", "closing-game"),
    Before("plans-approved", "closing-game"),
    Before("plans-approved", "mentoring-report"),
    Before("roadmap-approved", "pairs-formed"),
)

NEEDS: tuple[tuple[str, str], ...] = (
    ("mentor-base", "networking"),
    ("mentee-base", "networking"),
    ("mentor-base", "pairs-formed"),
    ("mentee-base", "pairs-formed"),
    ("participant-base", "networking"),
    ("participant-base", "pairs-formed"),
)
"""(what is needed, what needs it): the second has a day, so the first must have one, too."""

TITLES: Mapping[str, Words] = MappingProxyType(
    {
        "consents": Words("согласия на обработку данных", "consents to the processing of data"),
        "mentee-base": Words("база наставляемых", "the base of mentees"),
        "mentor-base": Words("база наставников", "the base of mentors"),
        "participant-base": Words("база участников", "the base of participants"),
        "curator-appointed": Words("назначение куратора", "appointing the curator"),
        "networking": Words("общая встреча участников", "the common meeting"),
        "requests-analysed": Words("анализ запросов", "the analysis of requests"),
        "mentors-appointed": Words("приказ о назначении наставников", "the order appointing mentors"),
        "pairs-formed": Words("формирование пар", "forming the pairs"),
        "pairs-order": Words("приказ о закреплении пар", "the order fixing the pairs"),
        "first-meeting": Words("первые встречи пар", "the first meetings of pairs"),
        "pair-work": Words("работа пар", "the work of pairs"),
        "plans-made": Words("составление планов пар", "drawing up the plans of pairs"),
        "plans-approved": Words("утверждение планов пар", "approving the plans of pairs"),
        "closing-game": Words("заключительная встреча", "the closing meeting"),
        "mentoring-report": Words("отчёт наставника", "the mentor's report"),
        "roadmap-approved": Words("утверждение дорожной карты", "approving the roadmap"),
    }
)
