"""What the pages and commands show of surveys: lists, who has answered, what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from engine.actors import By
from engine.indicators.small_cells import SMALLEST_SHOWN
from engine.questionnaires import (
    ASKED_TITLES,
    KIND_TITLES,
    Questionnaire,
    Summary,
    Swot,
    period_words,
    quarter_of,
    summary,
    swot,
)
from engine.words import Words
from storage import survey_list, survey_people, surveys
from storage.scope import Scope
from storage.surveys import AnswerRow
from workflows.local_life import local_life
from workflows.published_questionnaires import pinned
from workflows.survey_at_hand import SurveyAtHand, asked_people, find_survey

_QUARTERLY = {"teacher-pair": "quarterly-teachers", "group": "quarterly-group"}
_OTHERWISE = "quarterly-pupils"


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One survey of a list. `asked`, `answered` count answers: one of each person, or one about each of his pairs."""

    id: int
    title: Words
    period: Words
    whom: Words
    programme_id: int
    programme: str
    organisation: str
    path: str
    asked: int
    answered: int
    opened_on: date
    due_on: date | None
    closed_on: date | None

    @property
    def missing(self) -> int:
        return max(self.asked - self.answered, 0)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A programme whose diagnostics of the quarter nobody has opened: one click does. `item_id`: the row it serves."""

    programme_id: int
    programme: str
    organisation: str
    path: str
    quarter: str
    questionnaire: str
    item_id: int | None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody asked. `answer_id` None: no answer yet."""

    person_id: int
    name: str
    role: str
    pair_id: int | None
    pair_number: int | None
    answered_on: date | None
    answer_id: int | None


@dataclass(frozen=True, slots=True)
class Results:
    """`people` is empty for a reader above the organisation; `veiled`: small numbers are hidden, nobody is named.

    `names`: of people that rankings name. `bare`: what was said without a questionnaire, person by person.
    """

    hand: SurveyAtHand
    people: tuple[Person, ...]
    asked: int
    answered: int
    questions: tuple[Summary, ...]
    veiled: bool
    names: dict[int, str]
    swot: Swot | None
    bare: tuple[tuple[str, dict[str, str]], ...]


def list_surveys(tx: Connection, scope: Scope) -> tuple[SurveyLine, ...]:
    """The surveys of a scope, open ones first."""
    rows = survey_list.listing(tx, scope)
    known = pinned(tx, [row.definition_id for row in rows])
    return tuple(
        SurveyLine(
            id=row.id,
            title=known[row.definition_id].title if row.definition_id in known else KIND_TITLES[row.kind],
            period=period_words(row.period),
            whom=ASKED_TITLES[row.whom],
            programme_id=row.programme_id,
            programme=row.programme,
            organisation=row.org_name,
            path=row.org_path,
            asked=row.asked,
            answered=row.answered,
            opened_on=row.opened_on,
            due_on=row.due_on,
            closed_on=row.closed_on,
        )
        for row in rows
    )


def suggested(tx: Connection, scope: Scope, *, day: date, most: int = 20) -> tuple[Suggested, ...]:
    """Programmes without diagnostics of the quarter `day` lies in."""
    quarter = quarter_of(day)
    return tuple(
        Suggested(
            programme_id=row.id,
            programme=row.title,
            organisation=row.org_name,
            path=row.org_path,
            quarter=quarter,
            questionnaire=_QUARTERLY.get(row.lifecycle, _OTHERWISE),
            item_id=row.item_id,
        )
        for row in survey_list.without_diagnostics(tx, scope, quarter=quarter, day=day, most=most)
    )


def show_results(tx: Connection, by: By, survey_id: int, *, named: bool = True) -> Results:
    """Who answered and what it came to. `named`: the reader belongs to the organisation."""
    hand = find_survey(tx, by=by, survey_id=survey_id)
    return results_of(tx, hand, named=named, at=by.at)


def results_of(tx: Connection, hand: SurveyAtHand, *, named: bool, at: datetime) -> Results:
    given = surveys.answers_of(tx, [hand.survey.id])
    today = local_life(tx, hand.programme.organisation_id).today(at)
    people = _people(tx, hand, given, today)
    veiled = hand.anonymous or not named
    questionnaire = hand.questionnaire
    said = [one.answers for one in given]
    questions = () if questionnaire is None else summary(questionnaire, said, veiled=veiled)
    if not named:  # above the organisation nobody's words are read
        questions = tuple(one for one in questions if one.question.kind not in ("text", "ranking"))
    return Results(
        hand=hand,
        people=tuple(people) if named else (),
        asked=len(people),
        answered=sum(one.answer_id is not None for one in people),
        questions=questions,
        veiled=veiled,
        names=_names(tx, questionnaire, given) if named else {},
        swot=swot([(questionnaire, one) for one in said])
        if questionnaire is not None and questionnaire.kind == "swot" and _may_be_read(hand, given, named=named)
        else None,
        bare=_bare(given, people) if questionnaire is None and named else (),
    )


def _may_be_read(hand: SurveyAtHand, given: Sequence[AnswerRow], *, named: bool) -> bool:
    """Whether single thoughts are shown: above the organisation nobody's, of a few anonymous people nobody's either."""
    return named and not (hand.anonymous and len(given) < SMALLEST_SHOWN)


def _people(tx: Connection, hand: SurveyAtHand, given: Sequence[AnswerRow], today: date) -> list[Person]:
    """The asked, and whoever answered and is asked no more."""
    asked = asked_people(tx, hand, day=today)
    by_key = {(one.person_id, one.pair_id): one for one in given}
    found: list[Person] = []
    for one in asked:
        answer = by_key.pop((one.person_id, one.pair_id), None)
        found.append(
            Person(
                one.person_id,
                one.name,
                one.role,
                one.pair_id,
                one.pair_number,
                None if answer is None else answer.answered_on,
                None if answer is None else answer.id,
            )
        )
    names = survey_people.names(tx, [one.person_id for one in by_key.values()]) if by_key else {}
    role = "curator" if hand.survey.asked == "curator" else ""
    for answer in by_key.values():
        name = names[answer.person_id]
        found.append(Person(answer.person_id, name, role, answer.pair_id, None, answer.answered_on, answer.id))
    return found


def _names(tx: Connection, questionnaire: Questionnaire | None, given: Sequence[AnswerRow]) -> dict[int, str]:
    ranked = [] if questionnaire is None else [one.key for one in questionnaire.questions if one.kind == "ranking"]
    wanted = {person for one in given for key in ranked for person in one.answers.get(key, ())}
    return survey_people.names(tx, wanted) if wanted else {}


def _bare(given: Sequence[AnswerRow], people: Sequence[Person]) -> tuple[tuple[str, dict[str, str]], ...]:
    names = {one.person_id: one.name for one in people}
    return tuple((names[one.person_id], {key: str(said) for key, said in one.answers.items()}) for one in given)
