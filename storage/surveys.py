"""Questionnaires opened for a programme and who answered them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, delete, exists, func, insert, select, update

from storage.given import among
from storage.hot import Hot
from storage.tables.programmes import memberships, pairs, programmes, survey_answers, surveys


@dataclass(frozen=True, slots=True)
class SurveyRow:
    """`period` names what it is about, e.g. `2025-Q4`; `closed_on` None: answers are still taken.

    `definition_id` is the version of its questionnaire, None: any words are taken. `asked`: whom. `due_on`: each of
    the asked owes an answer until then, None: nobody is reminded. `item_id`: the row of a roadmap it serves.
    """

    id: int
    programme_id: int
    kind: str
    period: str
    opened_on: date
    closed_on: date | None
    definition_id: int | None = None
    asked: str = "both"
    due_on: date | None = None
    item_id: int | None = None
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What one person answered, about one pair where the survey asks so."""

    id: int
    survey_id: int
    person_id: int
    pair_id: int | None
    answered_on: date
    answers: Mapping[str, Any]


_COLUMNS = [surveys.c[field.name] for field in fields(SurveyRow)]
_ANSWER_COLUMNS = [survey_answers.c[field.name] for field in fields(AnswerRow)]
_BY_ID = select(*_COLUMNS).where(surveys.c.id == bindparam("id"))
_SAME = select(surveys.c.id).where(
    surveys.c.programme_id == bindparam("programme_id"),
    surveys.c.kind == bindparam("kind"),
    surveys.c.period == bindparam("period"),
)
_ANSWERED = select(survey_answers.c.person_id).where(
    survey_answers.c.survey_id == bindparam("survey_id"), survey_answers.c.person_id == bindparam("person_id")
)
_HOW_MANY = select(func.count(survey_answers.c.person_id.distinct())).where(
    survey_answers.c.survey_id == bindparam("survey_id")
)
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
# Asked at each change of a pair: mostly there is no open survey, and the statement is over at once.
_OWED = Hot(
    select(*_COLUMNS)
    .where(surveys.c.programme_id == bindparam("programme_id"), surveys.c.due_on.is_not(None))
    .order_by(surveys.c.id)
)


def get(tx: Connection, survey_id: int) -> SurveyRow | None:
    row = tx.execute(_BY_ID, {"id": survey_id}).first()
    return None if row is None else SurveyRow(*row)


def same(
    tx: Connection,
    *,
    programme_id: int,
    kind: str,
    period: str,
    definitions: Collection[int] | None = None,
    event_id: int | None = None,
) -> int | None:
    """The survey of this kind and period of the programme; None when there is none yet. `definitions`: versions of one
    questionnaire, None: surveys without any.
    """
    told = surveys.c.definition_id.in_(sorted(definitions)) if definitions else surveys.c.definition_id.is_(None)
    after = surveys.c.event_id.is_(None) if event_id is None else surveys.c.event_id == event_id
    found: int | None = tx.execute(
        _SAME.where(told, after), {"programme_id": programme_id, "kind": kind, "period": period}
    ).scalar()
    return found


def of_programme(tx: Connection, programme_id: int, *, kinds: Collection[str] | None = None) -> list[SurveyRow]:
    """The surveys of a programme in the order they were opened."""
    wanted = select(*_COLUMNS).where(surveys.c.programme_id == programme_id)
    if kinds is not None:
        wanted = wanted.where(surveys.c.kind.in_(sorted(kinds)))
    return [SurveyRow(*row) for row in tx.execute(wanted.order_by(surveys.c.opened_on, surveys.c.id))]


def owed(tx: Connection, programme_id: int) -> list[SurveyRow]:
    """The surveys of a programme that somebody owes an answer to, closed ones included."""
    return [SurveyRow(*row) for row in _OWED.all(tx, {"programme_id": programme_id})]


def open_in(tx: Connection, organisation_id: int) -> list[int]:
    """The open surveys of an organisation that people owe an answer to."""
    wanted = (
        select(surveys.c.id)
        .join(programmes, programmes.c.id == surveys.c.programme_id)
        .where(
            programmes.c.organisation_id == organisation_id,
            surveys.c.closed_on.is_(None),
            surveys.c.due_on.is_not(None),
        )
    )
    return list(tx.scalars(wanted.order_by(surveys.c.id)))


def add(
    tx: Connection,
    *,
    programme_id: int,
    kind: str,
    period: str,
    opened_on: date,
    definition_id: int | None = None,
    asked: str = "both",
    due_on: date | None = None,
    item_id: int | None = None,
    event_id: int | None = None,
) -> int:
    made = tx.execute(
        insert(surveys)
        .values(
            programme_id=programme_id,
            kind=kind,
            period=period,
            opened_on=opened_on,
            definition_id=definition_id,
            asked=asked,
            due_on=due_on,
            item_id=item_id,
            event_id=event_id,
        )
        .returning(surveys.c.id)
    )
    return int(made.scalar_one())


def close(tx: Connection, survey_id: int, *, on: date | None) -> None:
    """`on` None opens it again."""
    tx.execute(update(surveys).where(surveys.c.id == survey_id).values(closed_on=on))


def drop(tx: Connection, survey_id: int) -> None:
    """Take back an opening nobody has answered yet."""
    tx.execute(delete(surveys).where(surveys.c.id == survey_id))


def pairs_of_respondent(tx: Connection, *, programme_id: int, person_id: int) -> list[int]:
    """Live memberships of the person among the programme's pairs; empty: he is in none."""
    return list(tx.execute(_ASKED, {"programme_id": programme_id, "person_id": person_id}).scalars())


def has_answered(tx: Connection, *, survey_id: int, person_id: int, pair_id: int | None = None) -> bool:
    """`pair_id`: about that pair; None: about none."""
    about = survey_answers.c.pair_id.is_(None) if pair_id is None else survey_answers.c.pair_id == pair_id
    return tx.execute(_ANSWERED.where(about), {"survey_id": survey_id, "person_id": person_id}).first() is not None


def answer(
    tx: Connection,
    *,
    survey_id: int,
    person_id: int,
    on: date,
    answers: Mapping[str, Any],
    pair_id: int | None = None,
) -> int:
    made = tx.execute(
        insert(survey_answers)
        .values(survey_id=survey_id, person_id=person_id, pair_id=pair_id, answered_on=on, answers=dict(answers))
        .returning(survey_answers.c.id)
    )
    return int(made.scalar_one())


def answer_by_id(tx: Connection, answer_id: int) -> AnswerRow | None:
    row = tx.execute(select(*_ANSWER_COLUMNS).where(survey_answers.c.id == answer_id)).first()
    return None if row is None else AnswerRow(*row)


def drop_answer(tx: Connection, answer_id: int) -> None:
    """Taken back: answers are personal, none stays behind."""
    tx.execute(delete(survey_answers).where(survey_answers.c.id == answer_id))


def answers_given(tx: Connection, survey_id: int) -> int:
    """How many people have answered."""
    return int(tx.execute(_HOW_MANY, {"survey_id": survey_id}).scalar_one())


def answers_of(tx: Connection, survey_ids: Collection[int]) -> list[AnswerRow]:
    """The answers to these surveys in the order they came."""
    wanted = select(*_ANSWER_COLUMNS).where(among(survey_answers.c.survey_id, "ids")).order_by(survey_answers.c.id)
    return [AnswerRow(*row) for row in tx.execute(wanted, {"ids": set(survey_ids)})]


def who_answered(
    tx: Connection, survey_id: int, *, person_ids: Collection[int] | None = None
) -> set[tuple[int, int | None]]:
    """(person, pair or None) of each answer; only of these people when they are named."""
    wanted = select(survey_answers.c.person_id, survey_answers.c.pair_id).where(survey_answers.c.survey_id == survey_id)
    if person_ids is not None:
        wanted = wanted.where(survey_answers.c.person_id.in_(sorted(person_ids)))
    return {(row[0], row[1]) for row in tx.execute(wanted)}


def is_answered(tx: Connection, survey_id: int) -> bool:
    return bool(tx.scalar(select(exists().where(survey_answers.c.survey_id == survey_id))))


def answers_of_person(tx: Connection, person_id: int) -> list[tuple[SurveyRow, AnswerRow]]:
    """Everything somebody has answered with its survey, the earliest first: what matching and the register read."""
    wanted = (
        select(*_COLUMNS, *_ANSWER_COLUMNS)
        .join(survey_answers, survey_answers.c.survey_id == surveys.c.id)
        .where(survey_answers.c.person_id == person_id)
        .order_by(survey_answers.c.answered_on, survey_answers.c.id)
    )
    cut = len(_COLUMNS)
    return [(SurveyRow(*row[:cut]), AnswerRow(*row[cut:])) for row in tx.execute(wanted)]
