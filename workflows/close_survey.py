"""Closes a questionnaire: no more answers are taken."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, surveys
from workflows.access import forbidden
from workflows.answer_survey import find_survey
from workflows.local_life import local_life


@dataclass(frozen=True, slots=True)
class SurveyClosed:
    id: int
    closed_on: date
    answered: int


def close_survey(tx: Connection, *, by: By, survey_id: int) -> SurveyClosed | Refused:
    """Pairs formed later are not asked; those asked still owe the period."""
    survey, programme = find_survey(tx, by=by, survey_id=survey_id)
    if (no := forbidden(tx, by, "survey.close", programme.organisation_id)) is not None:
        return no
    if survey.closed_on is not None:
        raise BadInput("survey", f"Анкета {survey_id} уже закрыта", f"The survey {survey_id} is closed already")
    today = local_life(tx, programme.organisation_id).today(by.at)
    surveys.close(tx, survey_id, on=today)
    answered = surveys.answers_given(tx, survey_id)
    journal.append(
        tx,
        organisation_id=programme.organisation_id,
        by=by,
        verb="survey.close",
        subject=f"survey:{survey_id}",
        facts={"answered": answered},
    )
    return SurveyClosed(survey_id, today, answered)
