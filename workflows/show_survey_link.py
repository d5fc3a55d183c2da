"""What somebody asked sees of a questionnaire: behind a letter's link, and in the form an office fills in for him."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from engine.names import short_name
from engine.obligations import asked_of
from engine.questionnaires import Questionnaire
from engine.words import Words
from storage import memberships, survey_people, surveys
from workflows.access import unknown
from workflows.answer_survey import ranked_people
from workflows.local_life import local_life
from workflows.open_letter_link import OpenLink
from workflows.survey_at_hand import SurveyAtHand, take_survey


@dataclass(frozen=True, slots=True)
class Asking:
    """One questionnaire to one person, about one pair where there is one.

    `people`: whose names its rankings offer, by `mentors` and `mentees`. `ward`: the person asked when somebody else
    reads for him. `may_speak`: the consent without which no answer is kept stands.
    """

    survey_id: int
    title: Words
    questionnaire: Questionnaire
    person_id: int
    name: str
    ward: str
    pair_id: int | None
    pair_number: int | None
    pair: str
    due_on: date | None
    closed: bool
    answered: bool
    may_speak: bool
    people: Mapping[str, Mapping[int, str]]


def show_survey_link(tx: Connection, opened: OpenLink) -> Asking:
    """The questionnaire of an opened link's obligation. Raises BadInput when it takes any words."""
    row = opened.row
    assert row is not None  # noqa: S101  # a link to a questionnaire is a link to its obligation
    person_id, pair_id = asked_of(row.occurrence)
    hand = take_survey(tx, row.subject_id)
    if hand is None or person_id is None:
        raise unknown("survey")
    return asking(tx, hand, person_id, pair_id, reader_id=opened.link.person_id, at=opened.at)


def asking(
    tx: Connection, hand: SurveyAtHand, person_id: int, pair_id: int | None, *, reader_id: int, at: datetime
) -> Asking:
    """The same for anybody the survey asks."""
    if hand.questionnaire is None:
        raise unknown("survey", hand.survey.id)
    today = local_life(tx, hand.programme.organisation_id).today(at)
    number, pair = _pair(tx, pair_id, today)
    name = survey_people.names(tx, [person_id]).get(person_id, "")
    consented = hand.survey.asked == "curator" or bool(survey_people.consented(tx, [person_id], day=today))
    return Asking(
        survey_id=hand.survey.id,
        title=hand.title,
        questionnaire=hand.questionnaire,
        person_id=person_id,
        name=name,
        ward="" if reader_id == person_id else name,
        pair_id=pair_id,
        pair_number=number,
        pair=pair,
        due_on=hand.survey.due_on,
        closed=hand.survey.closed_on is not None,
        answered=surveys.has_answered(tx, survey_id=hand.survey.id, person_id=person_id, pair_id=pair_id),
        may_speak=consented,
        people=ranked_people(tx, hand, person_id, day=today),
    )


def _pair(tx: Connection, pair_id: int | None, day: date) -> tuple[int | None, str]:
    if pair_id is None:
        return None, ""
    present = memberships.on_day(tx, pair_id, day)
    told = {role: [short_name(one.name) for one in present if one.role == role] for role in ("mentor", "mentee")}
    number = survey_people.pair_numbers(tx, [pair_id]).get(pair_id)
    return number, " — ".join(", ".join(names) for names in told.values() if names)
