"""Closes a questionnaire: no more answers are taken. Opens it again, too."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, surveys
from workflows.access import forbidden
from workflows.derive_obligations import derive_survey
from workflows.local_life import local_life
from workflows.survey_at_hand import find_survey


@dataclass(frozen=True, slots=True)
class SurveyClosed:
    id: int
    closed_on: date
    answered: int


@dataclass(frozen=True, slots=True)
class SurveyReopened:
    id: int
    answered: int


def close_survey(tx: Connection, *, by: By, survey_id: int) -> SurveyClosed | Refused:
    """Pairs formed later are not asked and nobody is reminded any more; those asked still owe the period."""
    hand = find_survey(tx, by=by, survey_id=survey_id)
    if (no := forbidden(tx, by, "survey.close", hand.programme.organisation_id)) is not None:
        return no
    if hand.survey.closed_on is not None:
        raise BadInput("survey", f"Анкета {survey_id} уже закрыта", f"The survey {survey_id} is closed already")
    today = local_life(tx, hand.programme.organisation_id).today(by.at)
    surveys.close(tx, survey_id, on=today)
    answered = surveys.answers_given(tx, survey_id)
    journal.append(
        tx,
        organisation_id=hand.programme.organisation_id,
        by=by,
        verb="survey.close",
        subject=f"survey:{survey_id}",
        facts={"answered": answered},
    )
    derive_survey(tx, survey_id, at=by.at)
    return SurveyClosed(survey_id, today, answered)


def reopen_survey(tx: Connection, *, by: By, survey_id: int) -> SurveyReopened | Refused:
    """Answers are taken again, and who has not answered owes one as before."""
    hand = find_survey(tx, by=by, survey_id=survey_id)
    if (no := forbidden(tx, by, "survey.close", hand.programme.organisation_id)) is not None:
        return no
    if hand.survey.closed_on is None:
        raise BadInput("survey", f"Анкета {survey_id} открыта", f"The survey {survey_id} is open")
    surveys.close(tx, survey_id, on=None)
    answered = surveys.answers_given(tx, survey_id)
    journal.append(
        tx,
        organisation_id=hand.programme.organisation_id,
        by=by,
        verb="survey.reopen",
        subject=f"survey:{survey_id}",
        facts={"answered": answered},
    )
    derive_survey(tx, survey_id, at=by.at)
    return SurveyReopened(survey_id, answered)
