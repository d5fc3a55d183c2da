"""What answers mean beyond their survey: what matching needs, what a register may keep, who is ready to be a mentor."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.questionnaires.model import Question, Questionnaire

_YES = frozenset({"yes", "ready", "sure"})
_NUMBERS = {"none": 0, "one": 1, "two": 2, "three": 3}


@dataclass(frozen=True, slots=True)
class Told:
    """What one person's answers say, in the words of the options (Russian); `preferred`: ids in the order of wish.

    `forms` are keys of options, so that two questionnaires speak the same language. `ready` None: not asked.
    `capacity`: pairs at once, None: not asked.
    """

    needs: tuple[str, ...] = ()
    competences: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    time: str = ""
    wished_age: str = ""
    request: str = ""
    preferred: tuple[int, ...] = ()
    ready: bool | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Swot:
    """The four lists of a SWOT analysis, each point once."""

    strengths: tuple[str, ...] = ()
    weaknesses: tuple[str, ...] = ()
    opportunities: tuple[str, ...] = ()
    threats: tuple[str, ...] = ()


def told(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Told:
    """Answers → values. Answers to questions without a meaning say nothing here.

    >>> from engine.questionnaires.model import Option, Question, Questionnaire
    >>> from engine.words import Words
    >>> kinds = (Option("lesson", Words("Урок", "Lesson")), Option("law", Words("Право", "Law")))
    >>> question = Question("what", "many", Words("", ""), options=kinds, meaning="needs")
    >>> asked = Questionnaire("x", 1, Words("", ""), Words("", ""), "needs", "mentee", "person", (question,))
    >>> told(asked, {"what": ["lesson"]}).needs
    ('Урок',)
    """
    capacities = [_NUMBERS.get(answers[one.key]) for one in _meant(questionnaire, answers, "capacity")]
    ready = [answers[one.key] in _YES for one in _meant(questionnaire, answers, "ready")]
    return Told(
        needs=_list(questionnaire, answers, "needs"),
        competences=_list(questionnaire, answers, "competences"),
        interests=_list(questionnaire, answers, "interests"),
        forms=tuple(key for one in _meant(questionnaire, answers, "form") for key in _keys(answers[one.key])),
        time=", ".join(_list(questionnaire, answers, "time")),
        wished_age=", ".join(_list(questionnaire, answers, "wished_age")),
        request="\n".join(answers[one.key] for one in _meant(questionnaire, answers, "request")),
        preferred=tuple(
            dict.fromkeys(person for one in _meant(questionnaire, answers, "preferred") for person in answers[one.key])
        ),
        ready=any(ready) if ready else None,
        capacity=next((one for one in capacities if one is not None), None),
    )


def swot(given: list[tuple[Questionnaire, Mapping[str, Any]]]) -> Swot:
    """One table of everybody's answers; each line of a text is a point, a point said twice stands once."""
    found: dict[str, dict[str, str]] = {name: {} for name in ("strength", "weakness", "opportunity", "threat")}
    for questionnaire, answers in given:
        for name, points in found.items():
            for point in _list(questionnaire, answers, name):
                points.setdefault(point.casefold().rstrip("."), point)
    lists = [tuple(points.values()) for points in found.values()]
    return Swot(*lists)


def _meant(questionnaire: Questionnaire, answers: Mapping[str, Any], meaning: str) -> list[Question]:
    return [one for one in questionnaire.questions if one.meaning == meaning and one.key in answers]


def _list(questionnaire: Questionnaire, answers: Mapping[str, Any], meaning: str) -> tuple[str, ...]:
    found: list[str] = []
    for question in _meant(questionnaire, answers, meaning):
        value = answers[question.key]
        if question.kind == "text":
            found += [line.strip("-–—•* ") for line in value.split("\n") if line.strip("-–—•* ")]
        else:
            found += [question.option(key).ru for key in _keys(value)]
    return tuple(dict.fromkeys(found))


def _keys(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)
