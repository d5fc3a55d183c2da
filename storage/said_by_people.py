"""What people said of themselves in questionnaires: of one, or of everybody in an organisation and below it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, select

from storage.scope import below
from storage.tables.organisations import organisations, people
from storage.tables.programmes import survey_answers, surveys

_OF_ONESELF = ("entry", "needs", "preferences", "staff")  # the kinds of surveys people answer about themselves


@dataclass(frozen=True, slots=True)
class Said:
    """One answered questionnaire."""

    person_id: int
    definition_id: int
    on: date
    answers: dict[str, Any]


def below_path(tx: Connection, path: str, *, day: date) -> list[Said]:
    """Of everybody of the organisation and below who may act, given by the day; the oldest first."""
    wanted = (
        _said()
        .join(people, people.c.id == survey_answers.c.person_id)
        .join(organisations, organisations.c.id == people.c.organisation_id)
        .where(below([path]), people.c.disabled.is_(False), survey_answers.c.answered_on <= day)
    )
    return [Said(*row) for row in tx.execute(wanted)]


def of_person(tx: Connection, person_id: int) -> list[Said]:
    """The oldest first."""
    return [Said(*row) for row in tx.execute(_said().where(survey_answers.c.person_id == person_id))]


def _said() -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        survey_answers.c.person_id,
        surveys.c.definition_id,
        survey_answers.c.answered_on,
        survey_answers.c.answers,
    ]
    wanted: Select[Any] = select(*columns)
    return (
        wanted.join(surveys, surveys.c.id == survey_answers.c.survey_id)
        .where(
            survey_answers.c.pair_id.is_(None),
            surveys.c.definition_id.is_not(None),
            surveys.c.kind.in_(_OF_ONESELF),
        )
        .order_by(survey_answers.c.answered_on, survey_answers.c.id)
    )
