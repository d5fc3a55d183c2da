"""What a survey came to, question by question. What a few people said anonymously is not told."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.indicators.share import Share
from engine.indicators.small_cells import SMALLEST_SHOWN, hidden
from engine.questionnaires.middle import median
from engine.questionnaires.model import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Counted:
    """How many chose an option or a number; None = hidden, so few could be known by it. `key` of a ranking: the id."""

    key: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Summary:
    """One question. `answered` None: hidden. `middle`: the median of a scale. `texts` in the order they came.

    Of a ranking `counts` say how often somebody was named, the most often first.
    """

    question: Question
    answered: int | None
    counts: tuple[Counted, ...] = ()
    middle: float | None = None
    texts: tuple[str, ...] = ()


def summary(
    questionnaire: Questionnaire, given: Sequence[Mapping[str, Any]], *, veiled: bool = False
) -> tuple[Summary, ...]:
    """`veiled`: for an anonymous questionnaire, or a reader above the organisation: small numbers are hidden, words of
    people are not listed there at all unless at least five answered.

    >>> from engine.questionnaires.model import Question, Questionnaire
    >>> from engine.words import Words
    >>> scale = Question("calm", "scale", Words("Спокойно?", "Calm?"))
    >>> asked = Questionnaire("x", 1, Words("", ""), Words("", ""), "needs", "both", "person", (scale,))
    >>> summary(asked, [{"calm": 4}, {"calm": 2}])[0].middle
    3.0
    """
    return tuple(
        _summary(one, [said[one.key] for said in given if one.key in said], veiled) for one in questionnaire.questions
    )


def _summary(question: Question, values: Sequence[Any], veiled: bool) -> Summary:
    few = veiled and len(values) < SMALLEST_SHOWN
    if few:
        return Summary(question, None)
    match question.kind:
        case "text":
            # Told in the order of the alphabet, so that an anonymous text does not tell who came when.
            texts = tuple(sorted(values)) if veiled else tuple(values)
            return Summary(question, len(values), texts=texts)
        case "ranking":
            named = Counter(person for said in values for person in said)
            ranked = sorted(named.items(), key=lambda one: (-one[1], one[0]))
            return Summary(question, len(values), _veil([(str(key), count) for key, count in ranked], veiled))
        case "scale":
            told = Counter(values)
            steps = [(str(step), told[step]) for step in range(question.lowest, question.highest + 1)]
            return Summary(question, len(values), _veil(steps, veiled), median(values) if values else None)
        case _:
            chosen = Counter(key for said in values for key in ([said] if isinstance(said, str) else said))
            return Summary(
                question, len(values), _veil([(one.key, chosen[one.key]) for one in question.options], veiled)
            )


def _veil(counts: Sequence[tuple[str, int]], veiled: bool) -> tuple[Counted, ...]:
    if not veiled:
        return tuple(Counted(key, count) for key, count in counts)
    cells = [Share(count, None) if count else None for _, count in counts]
    small = hidden(cells, summed=True)
    return tuple(Counted(key, None if few else count) for (key, count), few in zip(counts, small, strict=True))
