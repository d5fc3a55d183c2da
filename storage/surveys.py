"""Questionnaires of a programme and who answered them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.tables.programmes import memberships, pairs, survey_answers, surveys


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """`period` names what it is about, e.g. `2025-Q4`; `closed_on` None: answers are still taken."""

    id: int
    programme_id: int
    kind: str
    period: str
    opened_on: date
    closed_on: date | None


_COLUMNS = [surveys.c[field.name] for field in fields(SurveyRow)]
_BY_ID = select(*_COLUMNS).where(surveys.c.id == bindparam("id"))
_SAME = select(surveys.c.id).where(
    surveys.c.programme_id == bindparam("programme_id"),
    surveys.c.kind == bindparam("kind"),
    surveys.c.period == bindparam("period"),
)
_ANSWERED = select(survey_answers.c.person_id).where(
    survey_answers.c.survey_id == bindparam("survey_id"), survey_answers.c.person_id == bindparam("person_id")
)
_HOW_MANY = select(func.count()).where(survey_answers.c.survey_id == bindparam("survey_id"))
_ASKED = (
    select(memberships.c.pair_id)
    .join(pairs, pairs.c.id == memberships.c.pair_id)
    .where(
        pairs.c.programme_id == bindparam("programme_id"),
        memberships.c.person_id == bindparam("person_id"),
        memberships.c.role.in_(("mentor", "mentee")),
        memberships.c.to_day.is_(None),
    )
    .order_by(memberships.c.pair_id)
)


def get(tx: Connection, survey_id: int) -> SurveyRow | None:
    row = tx.execute(_BY_ID, {"id": survey_id}).first()
    return None if row is None else SurveyRow(*row)


def same(tx: Connection, *, programme_id: int, kind: str, period: str) -> int | None:
    """The survey of this kind and period of the programme; None when there is none yet."""
    found: int | None = tx.execute(_SAME, {"programme_id": programme_id, "kind": kind, "period": period}).scalar()
    return found


def add(tx: Connection, *, programme_id: int, kind: str, period: str, opened_on: date) -> int:
    made = tx.execute(
        insert(surveys)
        .values(programme_id=programme_id, kind=kind, period=period, opened_on=opened_on)
        .returning(surveys.c.id)
    )
    return int(made.scalar_one())


def close(tx: Connection, survey_id: int, *, on: date) -> None:
    tx.execute(update(surveys).where(surveys.c.id == survey_id).values(closed_on=on))


def pairs_of_respondent(tx: Connection, *, programme_id: int, person_id: int) -> list[int]:
    """Live memberships of the person among the programme's pairs; empty: he is not asked."""
    return list(tx.execute(_ASKED, {"programme_id": programme_id, "person_id": person_id}).scalars())


def has_answered(tx: Connection, *, survey_id: int, person_id: int) -> bool:
    return tx.execute(_ANSWERED, {"survey_id": survey_id, "person_id": person_id}).first() is not None


def answer(tx: Connection, *, survey_id: int, person_id: int, on: date, answers: Mapping[str, str]) -> None:
    tx.execute(
        insert(survey_answers).values(survey_id=survey_id, person_id=person_id, answered_on=on, answers=dict(answers))
    )


def answers_given(tx: Connection, survey_id: int) -> int:
    return int(tx.execute(_HOW_MANY, {"survey_id": survey_id}).scalar_one())
