"""What somebody wishes after a pair has closed: to go on, as whom, or to rest."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from engine.words import Words

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
