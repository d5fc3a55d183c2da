"""What somebody wishes after a pair has closed: to go on, as whom, or to rest."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from engine.words import Words

ASKED_IN = "again"
"""The question of an after-questionnaire that asks the same."""

Wish = Literal["mentee", "mentor", "later", "no"]
WISHES: tuple[Wish, ...] = get_args(Wish)
WISH_TITLES: Mapping[str, Words] = MappingProxyType(
    {
        "mentee": Words("да, наставляемым", "yes, as a mentee"),
        "mentor": Words("да, наставником", "yes, as a mentor"),
        "later": Words("да, после перерыва", "yes, after a break"),
        "no": Words("нет, спасибо", "no, thank you"),
    }
)

_ANSWERS: Mapping[tuple[str, str], Wish] = MappingProxyType(
    {
        ("mentee", "same"): "mentee",
        ("mentee", "other"): "mentee",
        ("mentee", "mentor"): "mentor",
        ("mentee", "later"): "later",
        ("mentee", "no"): "no",
        ("mentor", "yes"): "mentor",
        ("mentor", "later"): "later",
        ("mentor", "no"): "no",
    }
)


def wish_of_answer(asked: str, option: object) -> Wish | None:
    """The wish that an option of the question `again` says when mentors or mentees (`asked`) choose it.

    >>> wish_of_answer("mentee", "other"), wish_of_answer("mentor", "yes"), wish_of_answer("staff", "yes")
    ('mentee', 'mentor', None)
    """
    return _ANSWERS.get((asked, option)) if isinstance(option, str) else None
