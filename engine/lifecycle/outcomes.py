"""How a pair can end."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from engine.words import Words

Outcome = Literal[
    "completed", "completed_early", "by_agreement", "mentor_left", "mentee_left", "transferred", "never_started"
]

OUTCOMES: Mapping[Outcome, Words] = MappingProxyType(
    {
        "completed": Words("завершено", "completed"),
        "completed_early": Words("завершено досрочно", "completed early"),
        "by_agreement": Words("прекращено по соглашению сторон", "ended by agreement"),
        "mentor_left": Words("наставник вышел", "the mentor left"),
        "mentee_left": Words("наставляемый вышел", "the mentee left"),
        "transferred": Words("переведено в другую организацию", "transferred to another organisation"),
        "never_started": Words("не начиналось", "never started"),
    }
)
