"""Takes somebody's answers to an open questionnaire."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import consents, journal, surveys
from storage.programmes import ProgrammeRow
from storage.surveys import SurveyRow
from workflows.access import unknown
from workflows.derive_obligations import derive_pair
from workflows.find_programme import find_programme
from workflows.local_life import local_life
from workflows.pair_at_hand import take_pair
from workflows.plain_text import plain_text
from workflows.spoken_words import check_speaker

_MOST_ANSWERS = 200
_LONGEST_ANSWER = 4000


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """`id` is the survey's; `answered` counts the people who have answered so far."""

    id: int
    person_id: int
    answered_on: date
    answered: int


def answer_survey(
    tx: Connection, *, by: By, survey_id: int, person_id: int, answers: Mapping[str, str]
) -> SurveyAnswered | Refused:
    """Stores the answers of a mentor or mentee of the programme, once. They stay out of the journal.

    Raises BadInput for a closed survey, for somebody it does not ask, and for a second answer.
    """
    survey, programme = find_survey(tx, by=by, survey_id=survey_id)
    asked = surveys.pairs_of_respondent(tx, programme_id=programme.id, person_id=person_id)
    if not asked:
        raise unknown("--person", person_id)
    for pair_id in asked:
        hand = take_pair(tx, by=by, pair_id=pair_id)
        if (no := hand.may("survey.answer")) is not None:
            return no
        check_speaker(tx, hand, person_id, field="--person")
    if not consents.in_force(tx, person_id, "personal-data"):
        return _without_consent()
    _check_fresh(tx, survey, person_id)
    today = local_life(tx, programme.organisation_id).today(by.at)
    surveys.answer(tx, survey_id=survey_id, person_id=person_id, on=today, answers=_checked(answers))
    journal.append(
        tx,
        organisation_id=programme.organisation_id,
        by=by,
        verb="survey.answer",
        subject=f"survey:{survey_id}",
        facts={"answers": len(answers)},
        people={"person": person_id},
    )
    for pair_id in asked:
        derive_pair(tx, pair_id, at=by.at)
    return SurveyAnswered(survey_id, person_id, today, surveys.answers_given(tx, survey_id))


def find_survey(tx: Connection, *, by: By, survey_id: int) -> tuple[SurveyRow, ProgrammeRow]:
    """The survey and its programme. BadInput when there is none, or none this person may know of."""
    survey = surveys.get(tx, survey_id)
    if survey is None:
        raise unknown("survey", survey_id)
    return survey, find_programme(tx, by=by, programme_id=survey.programme_id, field="survey")


def _check_fresh(tx: Connection, survey: SurveyRow, person_id: int) -> None:
    if survey.closed_on is not None:
        raise BadInput("survey", f"Анкета {survey.id} уже закрыта", f"The survey {survey.id} is closed already")
    if surveys.has_answered(tx, survey_id=survey.id, person_id=person_id):
        raise BadInput(
            "--person",
            f"--person: участник {person_id} уже ответил на эту анкету",
            f"--person: person {person_id} has answered this survey already",
        )


def _checked(answers: Mapping[str, str]) -> dict[str, str]:
    if len(answers) > _MOST_ANSWERS:
        raise BadInput(
            "--answer", f"--answer: не больше {_MOST_ANSWERS} ответов", f"--answer: at most {_MOST_ANSWERS} answers"
        )
    return {
        plain_text(question, "--answer"): plain_text(" ".join(said.split()), "--answer", longest=_LONGEST_ANSWER)
        for question, said in answers.items()
    }


def _without_consent() -> Refused:
    return Refused(
        (
            Reason(
                "consents",
                Words(
                    "Ответы не хранятся без согласия на обработку персональных данных",
                    "Answers are not kept without the consent to the processing of personal data",
                ),
                Words(
                    "Запишите согласие: nastavnik consent record --kind personal-data",
                    "Record the consent: nastavnik consent record --kind personal-data",
                ),
            ),
        )
    )
