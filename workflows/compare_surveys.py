"""The same questions over time: diagnostics quarter by quarter, entry and closing questionnaires before and after."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from engine.names import short_name
from engine.questionnaires import Comparison, Point, Question, Questionnaire, compare, period_words
from engine.words import Words
from storage import memberships, survey_people, surveys
from storage.surveys import AnswerRow, SurveyRow
from workflows.published_questionnaires import pinned

_BEFORE, _AFTER = "1", "2"
_ENDS: Mapping[str, Words] = {_BEFORE: Words("до", "before"), _AFTER: Words("после", "after")}


@dataclass(frozen=True, slots=True)
class Course:
    """One comparison with the words of its columns. `pair_id` None: of the whole programme. `people`: how many."""

    title: Words
    headings: tuple[Words, ...]
    comparison: Comparison
    people: int
    pair_id: int | None = None
    pair_number: int | None = None
    names: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """`whole`: the diagnostics of the programme; `pairs`: of each of its pairs or groups, none for a reader above the
    organisation; `ends`: before and after, one for each entry questionnaire that was repeated.
    """

    whole: Course | None
    pairs: tuple[Course, ...]
    ends: tuple[Course, ...]
    veiled: bool


def compare_programme(
    tx: Connection, programme_id: int, *, named: bool, day: date, pair_id: int | None = None
) -> Compared:
    """`named`: the reader belongs to the organisation. `pair_id`: of that pair only, as its own people see it."""
    asked = surveys.of_programme(tx, programme_id, kinds={"diagnostics", "entry", "after"})
    known = pinned(tx, [one.definition_id for one in asked])
    held = [one for one in asked if one.definition_id in known]
    given = surveys.answers_of(tx, [one.id for one in held])
    regular = [one for one in held if one.kind == "diagnostics"]
    points = list(_points(regular, known, given))
    questions = _questions(known[one.definition_id] for one in regular if one.definition_id is not None)
    hidden = any(known[one.definition_id].anonymous for one in regular if one.definition_id is not None)
    told = Words("Диагностика по программе", "Diagnostics of the programme")
    whole = _course(told, questions, points, hidden or not named)
    pairs = _pairs(tx, questions, points, day, pair_id) if named else ()
    ends = _ends(held, known, given, veiled=not named) if pair_id is None else ()
    return Compared(whole if pair_id is None else None, pairs, ends, veiled=not named)


def _points(
    asked: Iterable[SurveyRow], known: Mapping[int, Questionnaire], given: Sequence[AnswerRow]
) -> Iterable[Point]:
    of_survey = {one.id: one for one in asked}
    for answer in given:
        survey = of_survey.get(answer.survey_id)
        if survey is None or survey.definition_id is None:
            continue
        questionnaire = known[survey.definition_id]
        for question in questionnaire.questions:
            if question.kind == "scale" and question.key in answer.answers:
                # Nobody's own line can be followed through an anonymous questionnaire.
                pair_id = None if questionnaire.anonymous else answer.pair_id
                value = int(answer.answers[question.key])
                yield Point(survey.period, question.key, answer.person_id, pair_id, value)


def _questions(used: Iterable[Questionnaire]) -> tuple[Question, ...]:
    """Every scale once, as the newest version words it."""
    found: dict[str, Question] = {}
    for questionnaire in used:
        found |= {one.key: one for one in questionnaire.questions if one.kind == "scale"}
    return tuple(found.values())


def _course(title: Words, questions: Sequence[Question], points: Sequence[Point], veiled: bool) -> Course | None:
    if not points:
        return None
    made = compare(questions, points, veiled=veiled)
    people = len({one.person_id for one in points})
    return Course(title, tuple(period_words(one) for one in made.periods), made, people)


def _pairs(
    tx: Connection, questions: Sequence[Question], points: Sequence[Point], day: date, only: int | None
) -> tuple[Course, ...]:
    ids = sorted({one.pair_id for one in points if one.pair_id is not None and only in (None, one.pair_id)})
    numbers = survey_people.pair_numbers(tx, ids)
    names: dict[int, list[str]] = {}
    for member in sorted(memberships.of_pairs(tx, ids), key=lambda one: one.role != "mentor") if ids else ():
        if member.role != "curator" and (member.to_day is None or member.to_day >= day):
            names.setdefault(member.pair_id, []).append(short_name(member.name))
    found: list[Course] = []
    for pair_id in sorted(ids, key=lambda one: numbers[one]):
        number = numbers[pair_id]
        title = Words(f"Пара № {number}", f"Pair No. {number}")
        course = _course(title, questions, [one for one in points if one.pair_id == pair_id], veiled=False)
        if course is not None:
            told = " — ".join(names.get(pair_id, ()))
            found.append(replace(course, pair_id=pair_id, pair_number=number, names=told))
    return tuple(found)


def _ends(
    asked: Sequence[SurveyRow], known: Mapping[int, Questionnaire], given: Sequence[AnswerRow], *, veiled: bool
) -> tuple[Course, ...]:
    """Only people who answered both are compared: else it would be other people, not a change."""
    latest: dict[str, dict[int, AnswerRow]] = {}
    keys: dict[str, Questionnaire] = {}
    of_survey = {one.id: known[one.definition_id] for one in asked if one.definition_id is not None}
    for answer in given:
        questionnaire = of_survey.get(answer.survey_id)
        if questionnaire is not None and questionnaire.kind in ("entry", "after"):
            latest.setdefault(questionnaire.key, {})[answer.person_id] = answer
            keys[questionnaire.key] = questionnaire
    found: list[Course] = []
    for key, after in keys.items():
        before = keys.get(after.compares)
        if before is None:
            continue
        both = sorted(latest[key].keys() & latest[before.key].keys())
        questions = [one for one in after.questions if one.kind == "scale" and before.question(one.key) is not None]
        points = [
            Point(end, question.key, person, None, int(answers[person].answers[question.key]))
            for end, answers in ((_BEFORE, latest[before.key]), (_AFTER, latest[key]))
            for person in both
            for question in questions
            if question.key in answers[person].answers
        ]
        if points:
            made = compare(questions, points, veiled=veiled or after.anonymous or before.anonymous)
            found.append(Course(after.title, tuple(_ENDS[one] for one in made.periods), made, len(both)))
    return tuple(found)
