"""Common events of a school or a programme: what kinds there are, at which level, who takes part as whom."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from engine.words import Words

EventKind = Literal["networking", "closing", "council", "training", "seminar", "contest", "other"]
EventLevel = Literal["school", "municipality", "region", "country"]
EventRole = Literal["participant", "speaker", "expert", "organiser"]
Invited = Literal["chosen", "programme", "staff", "mentors", "mentees"]
ArticleKind = Literal["article", "post", "rubric"]

EVENT_KINDS: tuple[EventKind, ...] = get_args(EventKind)
EVENT_LEVELS: tuple[EventLevel, ...] = get_args(EventLevel)
EVENT_ROLES: tuple[EventRole, ...] = get_args(EventRole)
INVITED: tuple[Invited, ...] = get_args(Invited)
ARTICLE_KINDS: tuple[ArticleKind, ...] = get_args(ArticleKind)

EVENT_TITLES: Mapping[EventKind, Words] = MappingProxyType(
    {
        "networking": Words("общая встреча знакомства", "networking meeting"),
        "closing": Words("итоговая общая встреча", "closing meeting"),
        "council": Words("педагогический совет", "pedagogical council"),
        "training": Words("обучение", "training"),
        "seminar": Words("семинар или вебинар", "seminar or webinar"),
        "contest": Words("конкурс", "contest"),
        "other": Words("другое событие", "other event"),
    }
)
LEVEL_TITLES: Mapping[EventLevel, Words] = MappingProxyType(
    {
        "school": Words("в организации", "in the organisation"),
        "municipality": Words("муниципальный", "municipal"),
        "region": Words("региональный", "regional"),
        "country": Words("всероссийский", "national"),
    }
)
ROLE_WORDS: Mapping[EventRole, Words] = MappingProxyType(
    {
        "participant": Words("участник", "participant"),
        "speaker": Words("выступает", "speaker"),
        "expert": Words("эксперт", "expert"),
        "organiser": Words("организатор", "organiser"),
    }
)
INVITED_TITLES: Mapping[Invited, Words] = MappingProxyType(
    {
        "chosen": Words("выбранные люди", "chosen people"),
        "programme": Words("все участники программы", "everybody of the programme"),
        "staff": Words("все сотрудники", "all the staff"),
        "mentors": Words("все наставники", "all mentors"),
        "mentees": Words("все наставляемые", "all mentees"),
    }
)
ARTICLE_TITLES: Mapping[ArticleKind, Words] = MappingProxyType(
    {
        "article": Words("публикация", "article"),
        "post": Words("запись в сети", "post"),
        "rubric": Words("рубрика", "rubric"),
    }
)
LESSONS: tuple[EventKind, ...] = ("training", "seminar")
"""Events at which somebody is taught: they have hours and certificates."""

# What pairs meet for at an event of this kind, when the curator says that it was their meeting, too.
MEETING_OF: Mapping[EventKind, str] = MappingProxyType({"networking": "acquaintance", "closing": "final"})


def share_came(invited: int, came: int) -> int | None:
    """Per cent of the invited who came, rounded down: 89.9 % is not yet 90. None while nobody is invited.

    >>> share_came(50, 46), share_came(10, 0), share_came(0, 3)
    (92, 0, None)
    """
    return came * 100 // invited if invited > 0 else None
