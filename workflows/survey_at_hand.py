"""An open or closed survey with everything around it: its programme, its questionnaire, whom it asks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.obligations import AskedFacts
from engine.questionnaires import Questionnaire, kinds_of, period_words
from engine.questionnaires.model import KIND_TITLES
from engine.words import Words
from storage import definitions, organisations, programmes, survey_people, surveys, turns
from storage.programmes import ProgrammeRow
from storage.survey_people import Asked
from storage.surveys import SurveyRow
from workflows.access import sees, unknown
from workflows.published_questionnaires import pinned

# Kinds that are asked before there are pairs: people who wait for one are asked, too.
_BEFORE_PAIRS = frozenset({"entry", "preferences", "needs"})
_ROLES = {"mentor": ("mentor",), "mentee": ("mentee",), "both": ("mentor", "mentee"), "pair": ("mentor",)}


@dataclass(frozen=True, slots=True)
class SurveyAtHand:
    """`questionnaire` None: a survey that takes any words. `lifecycle`: the form of mentoring of the programme."""

    survey: SurveyRow
    programme: ProgrammeRow
    path: str
    lifecycle: str
    questionnaire: Questionnaire | None

    @property
    def per_pair(self) -> bool:
        return self.survey.asked == "pair" or (self.questionnaire is not None and self.questionnaire.per_pair)

    @property
    def anonymous(self) -> bool:
        return self.questionnaire is not None and self.questionnaire.anonymous

    @property
    def title(self) -> Words:
        """«Диагностика квартала: педагоги, IV квартал 2025»."""
        named = KIND_TITLES[self.survey.kind] if self.questionnaire is None else self.questionnaire.title
        period = period_words(self.survey.period)
        return Words(f"{named.ru}, {period.ru}", f"{named.en}, {period.en}")


def take_survey(tx: Connection, survey_id: int) -> SurveyAtHand | None:
    """The survey, whoever asks for it: for flows that have looked who may. None when there is none."""
    turns.take_of(tx, "survey", survey_id)
    survey = surveys.get(tx, survey_id)
    programme = None if survey is None else programmes.get(tx, survey.programme_id)
    if survey is None or programme is None:
        return None
    return around(tx, survey, programme)


def around(tx: Connection, survey: SurveyRow, programme: ProgrammeRow) -> SurveyAtHand:
    organisation = organisations.by_id(tx, programme.organisation_id)
    lifecycle = definitions.by_id(tx, programme.definition_id)
    assert organisation is not None and lifecycle is not None  # noqa: PT018, S101  # both are referred to
    known = pinned(tx, [survey.definition_id])
    questionnaire = None if survey.definition_id is None else known[survey.definition_id]
    return SurveyAtHand(survey, programme, organisation.path, lifecycle.key, questionnaire)


def find_survey(tx: Connection, *, by: By, survey_id: int) -> SurveyAtHand:
    """The survey for somebody who works in its organisation. BadInput when there is none, or none he may know of."""
    hand = take_survey(tx, survey_id)
    if hand is None or not sees(tx, by, hand.programme.organisation_id):
        raise unknown("survey", survey_id)
    return hand


def asked_people(tx: Connection, hand: SurveyAtHand, *, day: date, only: Collection[int] | None = None) -> list[Asked]:
    """Everybody the survey asks on a day, about each of his pairs where it asks so; curators are not listed: whoever of
    them answers speaks for all. `only`: none but these people.
    """
    survey, programme = hand.survey, hand.programme
    if survey.asked == "curator":
        return []
    if survey.asked == "staff":
        return survey_people.staff(tx, programme.organisation_id, only=only)
    found = survey_people.in_pairs(tx, programme_id=programme.id, roles=_ROLES[survey.asked], only=only)
    if hand.per_pair:
        return found
    return _each_once(_with_waiting(tx, hand, found, day=day, only=only))


def everybody(tx: Connection, hand: SurveyAtHand, role: str, *, day: date) -> list[Asked]:
    """The mentors or mentees of the programme: of its pairs, and those who wait for one. Whom a ranking offers."""
    found = survey_people.in_pairs(tx, programme_id=hand.programme.id, roles=(role,))
    waiting = _waiting(tx, hand, (role,), day=day, only=None)
    return _each_once([*found, *waiting])


def facts_of(asked: Sequence[Asked], hand: SurveyAtHand) -> list[AskedFacts]:
    """As obligations see them."""
    if hand.survey.asked == "curator":
        return [AskedFacts(None)]
    return [AskedFacts(one.person_id, one.pair_id, one.pair_number, one.suspended) for one in asked]


def _with_waiting(
    tx: Connection, hand: SurveyAtHand, found: list[Asked], *, day: date, only: Collection[int] | None
) -> list[Asked]:
    if hand.survey.kind not in _BEFORE_PAIRS or hand.questionnaire is None:
        return found
    return [*found, *_waiting(tx, hand, _ROLES[hand.survey.asked], day=day, only=only)]


def _waiting(
    tx: Connection, hand: SurveyAtHand, roles: Collection[str], *, day: date, only: Collection[int] | None
) -> list[Asked]:
    """Holders of the role in the organisation; after an event only those who were there."""
    found = survey_people.holding(
        tx,
        organisation_id=hand.programme.organisation_id,
        roles=roles,
        kinds=kinds_of(hand.lifecycle),
        day=day,
        only=only,
    )
    if hand.survey.event_id is None:
        return found
    there = survey_people.at_event(tx, hand.survey.event_id)
    return [one for one in found if one.person_id in there]


def _each_once(found: Sequence[Asked]) -> list[Asked]:
    """Asked as a person, not as a member of a pair."""
    once: dict[int, Asked] = {}
    for one in found:
        once.setdefault(one.person_id, Asked(one.person_id, one.name, one.role))
    return list(once.values())
