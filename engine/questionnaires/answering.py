"""What somebody sent, read as answers: each question's own value, or what is wrong with it."""

import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.questionnaires.model import Question, Questionnaire
from engine.words import Words

Answers = dict[str, Any]
"""By the question's key: an option (one), options (many), a number (scale), a text, ids of people (ranking)."""
Sent = Mapping[str, Sequence[str]]
_MOST_LINES = 100


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """`question` is the key of the question the sentence belongs to."""

    question: str
    words: Words


@dataclass(frozen=True, slots=True)
class Read:
    """`answers` hold only what was answered; they may be kept when there are no `faults`."""

    answers: Answers
    faults: tuple[AnswerFault, ...]


def read_answers(questionnaire: Questionnaire, sent: Sent, *, people: Mapping[str, Collection[int]]) -> Read:
    """`people`: whose ids a ranking `of` mentors or mentees may name.

    >>> from engine.questionnaires.model import Question, Questionnaire
    >>> scale = Question("calm", "scale", Words("Спокойно?", "Calm?"))
    >>> asked = Questionnaire("x", 1, Words("", ""), Words("", ""), "needs", "both", "person", (scale,))
    >>> read_answers(asked, {"calm": ["4"]}, people={}).answers
    {'calm': 4}
    >>> read_answers(asked, {"calm": ["6"]}, people={}).faults[0].words.en
    'Choose a number from 1 to 5'
    """
    answers: Answers = {}
    faults: list[AnswerFault] = []
    for question in questionnaire.questions:
        given = [one for one in sent.get(question.key, ()) if one.strip()]
        if not given:
            if question.required:
                faults.append(AnswerFault(question.key, Words("Ответьте на этот вопрос", "Answer this question")))
            continue
        outcome = _value(question, given, people)
        if isinstance(outcome, Words):
            faults.append(AnswerFault(question.key, outcome))
        else:
            answers[question.key] = outcome
    for key in sent:
        if questionnaire.question(key) is None:
            faults.append(AnswerFault(key, Words(f"Нет вопроса «{key}»", f"There is no question `{key}`")))
    return Read(answers, tuple(faults))


def _value(question: Question, given: Sequence[str], people: Mapping[str, Collection[int]]) -> Any:
    """The value, or the sentence about what is wrong with it (`Words`, which no value ever is)."""
    match question.kind:
        case "one":
            return _one(question, given)
        case "many":
            return _many(question, given)
        case "scale":
            return _scale(question, given)
        case "text":
            return _text(question, given[0])
        case "ranking":
            return _ranking(question, given, people.get(question.of, ()))


def _one(question: Question, given: Sequence[str]) -> str | Words:
    known = {one.key for one in question.options}
    if len(given) > 1 or given[0] not in known:
        return Words("Выберите один из вариантов", "Choose one of the options")
    return given[0]


def _many(question: Question, given: Sequence[str]) -> list[str] | Words:
    chosen = set(given)
    if not chosen <= {one.key for one in question.options}:
        return Words("Выберите из вариантов", "Choose among the options")
    if question.most and len(chosen) > question.most:
        return Words(f"Не больше {question.most} вариантов", f"At most {question.most} options")
    return [one.key for one in question.options if one.key in chosen]  # in the order of the questionnaire


def _scale(question: Question, given: Sequence[str]) -> int | Words:
    number = _number(given[0]) if len(given) == 1 else None
    if number is None or not question.lowest <= number <= question.highest:
        return Words(
            f"Выберите число от {question.lowest} до {question.highest}",
            f"Choose a number from {question.lowest} to {question.highest}",
        )
    return number


def _text(question: Question, given: str) -> str | Words:
    lines = given.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    text = "\n".join(" ".join(line.split()) for line in lines)
    if len(text) > question.longest:
        return Words(
            f"Не больше {question.longest} знаков, сейчас {len(text)}",
            f"At most {question.longest} characters, there are {len(text)}",
        )
    if len(lines) > _MOST_LINES or any(
        unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") or letter in "\u202a\u202b\u202c\u202d\u202e"
        for letter in text
        if letter != "\n"
    ):
        return Words("Уберите управляющие знаки и лишние строки", "Remove control characters and surplus lines")
    return text


def _ranking(question: Question, given: Sequence[str], people: Collection[int]) -> list[int] | Words:
    """The ids in the order of preference."""
    numbers = [_number(one) for one in given]
    if any(one is None or one not in people for one in numbers):
        return Words("Выберите людей из списка", "Choose people of the list")
    if len(set(numbers)) != len(numbers):
        return Words("Один человек назван дважды", "One person is named twice")
    if question.most and len(numbers) > question.most:
        return Words(f"Не больше {question.most} человек", f"At most {question.most} people")
    return [one for one in numbers if one is not None]


def _number(text: str) -> int | None:
    shown = text.strip()
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 10 else None  # of ids
