"""What the questionnaires of the campaign came to: requests of mentees against resources of mentors, in numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from engine.questionnaires import Questionnaire, Told, period_words, told
from engine.questionnaires.weighing import Weighed, weighed
from storage import paper_surveys, surveys
from workflows.papers.ground import Found, Ground
from workflows.published_questionnaires import pinned

_KINDS = ("needs", "entry")
_PSYCHOLOGIST = "psychologist"
_RATHER_YES = 4  # of five


def requests(ground: Ground) -> Found:
    """From the questionnaires of requests and resources; where none was held, from those at the entry."""
    day = ground.day("day") or ground.today
    held = paper_surveys.held(ground.tx, ground.organisation.id, kinds=_KINDS, day=day)
    kind = next((kind for kind in _KINDS if any(one.kind == kind for one in held)), "")
    chosen = [one for one in held if one.kind == kind]
    if not chosen:
        return {"base.on": day}
    asked = pinned(ground.tx, [one.definition_id for one in chosen])
    said = _said(ground, chosen, asked)
    lines = weighed([one.needs for one in said.values()], [one.competences for one in said.values()])
    return {
        "base.on": day,
        "asked": [
            {
                "title": asked[one.definition_id].title.ru,
                "period": period_words(one.period).ru,
                "asked": one.asked,
                "answered": one.answered,
            }
            for one in chosen
        ],
        "wishes": [
            {
                "title": one.subject,
                "requests": one.requests,
                "resources": one.resources,
                "balance": _balance(one),
            }
            for one in lines
        ],
        "ways": _ways(said, asked),
        "interviews.wished": _interviews(ground, chosen),
        "conclusions": _conclusions(lines),
    }


def _said(ground: Ground, held: Sequence[Row[Any]], asked: Mapping[int, Questionnaire]) -> dict[tuple[int, str], Told]:
    """What each person told, by the person and whom the questionnaire asks; the later answer counts."""
    by_survey = {one.id: asked[one.definition_id] for one in held}
    found: dict[tuple[int, str], Told] = {}
    for answer in surveys.answers_of(ground.tx, by_survey):
        questionnaire = by_survey[answer.survey_id]
        found[(answer.person_id, questionnaire.asked)] = told(questionnaire, answer.answers)
    return found


def _balance(one: Weighed) -> str:
    if not one.requests:
        return "запросов нет"
    return f"не хватает наставников: {one.lacking}" if one.lacking else "обеспечено"


def _ways(said: Mapping[tuple[int, str], Told], asked: Mapping[int, Questionnaire]) -> list[dict[str, Any]]:
    titles = {
        option.key: option.title.ru
        for questionnaire in asked.values()
        for question in questionnaire.questions
        if question.meaning == "form"
        for option in question.options
    }
    sides = {
        whom: Counter(key for (_, side), one in said.items() if side == whom for key in one.forms)
        for whom in ("mentee", "mentor")
    }
    return [
        {"title": title, "mentees": sides["mentee"][key], "mentors": sides["mentor"][key]}
        for key, title in titles.items()
        if sides["mentee"][key] or sides["mentor"][key]
    ]


def _interviews(ground: Ground, held: Sequence[Row[Any]]) -> str:
    """How many would like to talk to a psychologist first; empty where nobody was asked."""
    given = [
        one.answers[_PSYCHOLOGIST]
        for one in surveys.answers_of(ground.tx, [one.id for one in held])
        if isinstance(one.answers.get(_PSYCHOLOGIST), int)
    ]
    if not given:
        return ""
    wish = sum(value >= _RATHER_YES for value in given)
    return f"Сначала поговорить с психологом хотели бы: {wish} из {len(given)} ответивших."


def _conclusions(lines: Sequence[Weighed]) -> str:
    lacking = [f"{one.subject} ({one.lacking})" for one in lines if one.lacking]
    free = [one.subject for one in lines if one.resources and not one.requests]
    wanted = [one.subject for one in lines if one.requests][:3]
    told_lines = [
        *([f"Чаще всего просят о помощи: {'; '.join(wanted)}."] if wanted else []),
        f"Запросов больше, чем наставников: {'; '.join(lacking)}."
        if lacking
        else "Все запросы обеспечены наставниками.",
        *([f"Готовы поделиться, но запросов нет: {'; '.join(free)}."] if free else []),
    ]
    return "\n".join(told_lines)
