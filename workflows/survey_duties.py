"""What a survey asks of people against what is stored: the changes that make both agree."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection

from engine.obligations import Changes, SurveyFacts, reconcile, survey_owes
from storage import obligations, surveys
from workflows.survey_at_hand import SurveyAtHand, asked_people, facts_of


def asked_changes(tx: Connection, hand: SurveyAtHand, *, day: date, only: Collection[int] | None = None) -> Changes:
    """Nobody owes anything to a survey without a day. `only`: compared for these people alone."""
    survey = hand.survey
    standing = obligations.of_survey(tx, survey.id, person_ids=only)
    if survey.due_on is None:
        return reconcile(standing, ())
    asked = facts_of(asked_people(tx, hand, day=day, only=only), hand)
    answered: set[tuple[int | None, int | None]] = set(surveys.who_answered(tx, survey.id, person_ids=only))
    if survey.asked == "curator" and answered:
        answered = {(None, None)}
    facts = SurveyFacts(survey.id, hand.title.ru, survey.due_on, survey.opened_on, survey.closed_on is not None)
    derived = survey_owes(facts, asked, answered)
    kept = {one.identity for one in derived}
    # Who has answered and is asked no more (the pair ended) has answered all the same.
    done = [one for one in standing if one.status == "done" and one.identity not in kept]
    return reconcile([one for one in standing if one not in done], derived)
