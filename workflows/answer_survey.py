"""Takes somebody's answers to an open questionnaire, and takes them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By, Role
from engine.questionnaires import Questionnaire, read_answers
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import journal, roles, survey_people, surveys
from workflows.access import acting, sees, unknown
from workflows.derive_obligations import derive_pair, derive_survey
from workflows.local_life import local_life
from workflows.plain_text import plain_text
from workflows.survey_at_hand import SurveyAtHand, asked_people, everybody, take_survey

_MOST_ANSWERS = 200
_LONGEST_ANSWER = 4000
_OFFICE: frozenset[Role] = frozenset({"administrator", "head", "curator"})
Given = Mapping[str, str | Sequence[str]]


@dataclass(frozen=True, slots=True)
class SurveyAnswered:
    """`id` is the survey's; `answered` counts the people who have answered so far."""

    id: int
    person_id: int
    answered_on: date
    answered: int
    answer_id: int = 0
    pair_id: int | None = None


def answer_survey(
    tx: Connection, *, by: By, survey_id: int, person_id: int, answers: Given, pair_id: int | None = None
) -> SurveyAnswered | Refused:
    """Stores the answers of somebody the survey asks, once (about each of his pairs once, where it asks so: `pair_id`
    may be left out when there is only one). They stay out of the journal.

    People speak for themselves and for the minor they represent; an office enters a paper for anybody. Raises BadInput
    for a closed survey, for somebody it does not ask, for a second answer, and with the question that is answered
    wrongly.
    """
    hand = take_survey(tx, survey_id)
    if hand is None:
        raise unknown("survey", survey_id)
    today = local_life(tx, hand.programme.organisation_id).today(by.at)
    about = _asked(tx, hand, person_id, pair_id, today)
    _check_speaker(tx, hand, by, person_id, today)
    if hand.survey.asked != "curator" and not survey_people.consented(tx, [person_id], day=today):
        return _without_consent()
    _check_fresh(tx, hand, person_id, about)
    kept = _bare(answers) if hand.questionnaire is None else _read(tx, hand, hand.questionnaire, person_id, answers)
    answer_id = surveys.answer(tx, survey_id=survey_id, person_id=person_id, pair_id=about, on=today, answers=kept)
    journal.append(
        tx,
        organisation_id=hand.programme.organisation_id,
        by=by,
        verb="survey.answer",
        subject=f"survey:{survey_id}",
        facts={"answers": len(kept)} | ({} if about is None else {"about": about}),
        people={"person": person_id},
    )
    _follow(tx, hand, person_id, by)
    return SurveyAnswered(survey_id, person_id, today, surveys.answers_given(tx, survey_id), answer_id, about)


def unanswer_survey(tx: Connection, *, by: By, answer_id: int) -> SurveyAnswered | Refused:
    """Take an answer back, as if it had never been given. Whoever may answer may do it while the survey is open."""
    answer = surveys.answer_by_id(tx, answer_id)
    hand = None if answer is None else take_survey(tx, answer.survey_id)
    if answer is None or hand is None:
        raise unknown("answer", answer_id)
    today = local_life(tx, hand.programme.organisation_id).today(by.at)
    _check_speaker(tx, hand, by, answer.person_id, today)
    if hand.survey.closed_on is not None:
        raise BadInput(
            "survey", f"Анкета {hand.survey.id} уже закрыта", f"The survey {hand.survey.id} is closed already"
        )
    surveys.drop_answer(tx, answer_id)
    journal.append(
        tx,
        organisation_id=hand.programme.organisation_id,
        by=by,
        verb="survey.unanswer",
        subject=f"survey:{hand.survey.id}",
        facts={},
        people={"person": answer.person_id},
    )
    _follow(tx, hand, answer.person_id, by)
    given = surveys.answers_given(tx, hand.survey.id)
    return SurveyAnswered(hand.survey.id, answer.person_id, answer.answered_on, given, answer_id, answer.pair_id)


def ranked_people(tx: Connection, hand: SurveyAtHand, person_id: int, *, day: date) -> dict[str, dict[int, str]]:
    """Whose names the rankings of the questionnaire offer somebody: of mentors or mentees of the programme, nobody
    without consent, never himself.
    """
    wanted = {one.of for one in hand.questionnaire.questions if one.of} if hand.questionnaire else set[str]()
    found: dict[str, dict[int, str]] = {}
    for of in sorted(wanted):
        known = {one.person_id: one.name for one in everybody(tx, hand, of.removesuffix("s"), day=day)}
        shown = survey_people.consented(tx, known, day=day) if known else set[int]()
        found[of] = {key: name for key, name in known.items() if key in shown and key != person_id}
    return found


def _asked(tx: Connection, hand: SurveyAtHand, person_id: int, pair_id: int | None, today: date) -> int | None:
    """The pair the answer is about, None = about none. BadInput for somebody who is not asked."""
    if hand.survey.asked == "curator":
        if "curator" not in roles.held(tx, person_id=person_id, path=hand.path, day=today):
            raise unknown("--person", person_id)
        return None
    asked = asked_people(tx, hand, day=today, only=[person_id])
    if not asked:
        raise unknown("--person", person_id)
    if not hand.per_pair:
        return None
    mine = {one.pair_id: one.pair_number for one in asked}
    if pair_id in mine and pair_id is not None:
        return pair_id
    if pair_id is None and len(mine) == 1:
        return next(iter(mine))
    numbers = ", ".join(f"{key} (№ {number})" for key, number in mine.items())
    raise BadInput(
        "--pair", f"--pair: о какой паре? У участника пары {numbers}", f"--pair: about which pair? There are {numbers}"
    )


def _check_speaker(tx: Connection, hand: SurveyAtHand, by: By, person_id: int, today: date) -> None:
    """BadInput for words put into somebody else's mouth; to an outsider the survey does not exist."""
    if by.person_id is None or by.person_id == person_id:
        return
    if acting(tx, by, hand.programme.organisation_id).roles & _OFFICE:
        return
    if by.person_id in {one.person_id for one in roles.representatives(tx, person_id, day=today)}:
        return
    if not sees(tx, by, hand.programme.organisation_id):
        raise unknown("survey", hand.survey.id)
    raise BadInput("--person", "--person: говорят только за себя", "--person: everybody speaks for himself")


def _check_fresh(tx: Connection, hand: SurveyAtHand, person_id: int, pair_id: int | None) -> None:
    survey = hand.survey
    if survey.closed_on is not None:
        raise BadInput("survey", f"Анкета {survey.id} уже закрыта", f"The survey {survey.id} is closed already")
    if surveys.has_answered(tx, survey_id=survey.id, person_id=person_id, pair_id=pair_id):
        raise BadInput(
            "--person",
            f"--person: участник {person_id} уже ответил на эту анкету",
            f"--person: person {person_id} has answered this survey already",
        )


def _read(
    tx: Connection, hand: SurveyAtHand, questionnaire: Questionnaire, person_id: int, answers: Given
) -> dict[str, Any]:
    sent = {key: _several(questionnaire, key, said) for key, said in answers.items()}
    today = hand.survey.opened_on
    people = ranked_people(tx, hand, person_id, day=today)
    read = read_answers(questionnaire, sent, people=people)
    if not read.faults:
        return read.answers
    fault = read.faults[0]
    raise BadInput(f"q-{fault.question}", fault.words.ru, fault.words.en)


def _several(questionnaire: Questionnaire, key: str, said: str | Sequence[str]) -> Sequence[str]:
    """The command and the API may name several options and people in one word: «lesson, digital»."""
    question = questionnaire.question(key)
    if not isinstance(said, str):
        return said
    if question is not None and question.kind in ("many", "ranking"):
        return [one.strip() for one in said.split(",")]
    return [said]


def _bare(answers: Given) -> dict[str, str]:
    if len(answers) > _MOST_ANSWERS:
        raise BadInput(
            "--answer", f"--answer: не больше {_MOST_ANSWERS} ответов", f"--answer: at most {_MOST_ANSWERS} answers"
        )
    told = {key: said if isinstance(said, str) else ", ".join(said) for key, said in answers.items()}
    return {
        plain_text(question, "--answer"): plain_text(" ".join(said.split()), "--answer", longest=_LONGEST_ANSWER)
        for question, said in told.items()
    }


def _follow(tx: Connection, hand: SurveyAtHand, person_id: int, by: By) -> None:
    """What the survey and the pairs of the person owe after an answer came or went."""
    of_person = surveys.pairs_of_respondent(tx, programme_id=hand.programme.id, person_id=person_id)
    for pair_id in of_person:
        derive_pair(tx, pair_id, at=by.at)
    if hand.survey.due_on is not None and (not of_person or hand.survey.asked in ("staff", "curator")):
        derive_survey(tx, hand.survey.id, at=by.at)


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
