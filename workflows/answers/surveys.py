"""Surveys as documents that programs read."""

from collections.abc import Iterable
from typing import Any

from engine.questionnaires import Questionnaire, Summary
from engine.words import Language
from workflows.answers.plainly import plainly
from workflows.show_surveys import Results, SurveyLine


def survey_documents(lines: Iterable[SurveyLine], language: Language) -> list[dict[str, Any]]:
    """Lines of a list."""
    return [
        {
            "id": one.id,
            "title": one.title.in_(language),
            "period": one.period.in_(language),
            "whom": one.whom.in_(language),
            "programme_id": one.programme_id,
            "programme": one.programme,
            "org": one.path,
            "asked": one.asked,
            "answered": one.answered,
            "opened_on": one.opened_on.isoformat(),
            "due_on": None if one.due_on is None else one.due_on.isoformat(),
            "closed_on": None if one.closed_on is None else one.closed_on.isoformat(),
        }
        for one in lines
    ]


def result_document(results: Results, language: Language) -> dict[str, Any]:
    """What a survey came to. Hidden numbers are null."""
    survey = results.hand.survey
    return {
        "id": survey.id,
        "title": results.hand.title.in_(language),
        "programme_id": survey.programme_id,
        "questionnaire": None if results.hand.questionnaire is None else results.hand.questionnaire.key,
        "asked": results.asked,
        "answered": results.answered,
        "opened_on": survey.opened_on.isoformat(),
        "due_on": None if survey.due_on is None else survey.due_on.isoformat(),
        "closed_on": None if survey.closed_on is None else survey.closed_on.isoformat(),
        "missing": [
            {"person_id": one.person_id, "pair_id": one.pair_id} for one in results.people if one.answer_id is None
        ],
        "questions": [_question(one, results, language) for one in results.questions],
        "swot": None if results.swot is None else plainly(results.swot),
    }


def questionnaire_document(one: Questionnaire, path: str, language: Language) -> dict[str, Any]:
    """A questionnaire in a list; `org` is whose own it is, null = ours."""
    return {
        "questionnaire": one.key,
        "version": one.version,
        "title": one.title.in_(language),
        "kind": one.kind,
        "asked": one.asked,
        "questions": len(one.questions),
        "lifecycles": list(one.lifecycles),
        "anonymous": one.anonymous,
        "org": path or None,
    }


def _question(one: Summary, results: Results, language: Language) -> dict[str, Any]:
    def named(key: str) -> str:
        if one.question.kind == "ranking":
            return results.names.get(int(key), key)
        return key if one.question.kind == "scale" else one.question.option(key).in_(language)

    return {
        "key": one.question.key,
        "title": one.question.title.in_(language),
        "answered": one.answered,
        "median": one.middle,
        "counts": {named(counted.key): counted.count for counted in one.counts},
        "texts": list(one.texts),
    }
