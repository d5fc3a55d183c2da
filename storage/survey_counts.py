"""How many answers a survey waits for and how many have come, as columns of a statement over surveys."""

from sqlalchemy import and_, case, func, or_, select

from storage.tables.obligations import obligations
from storage.tables.programmes import memberships, pairs, survey_answers, surveys

_OWED = and_(obligations.c.subject_kind == "diagnostic", obligations.c.subject_id == surveys.c.id)
# What nobody owes any more (somebody left) was not asked; a closed survey cancels what nobody answered.
_COUNTS = or_(obligations.c.status.in_(("open", "done")), surveys.c.closed_on.is_not(None))
_duties = select(func.count()).select_from(obligations).where(_OWED, _COUNTS).correlate(surveys).scalar_subquery()
_done = (
    select(func.count())
    .select_from(obligations)
    .where(_OWED, obligations.c.status == "done")
    .correlate(surveys)
    .scalar_subquery()
)
_people = (
    select(func.count(survey_answers.c.person_id.distinct()))
    .where(survey_answers.c.survey_id == surveys.c.id)
    .correlate(surveys)
    .scalar_subquery()
)
_members = (
    select(func.count(memberships.c.person_id.distinct()))
    .join_from(memberships, pairs, pairs.c.id == memberships.c.pair_id)
    .where(
        pairs.c.programme_id == surveys.c.programme_id,
        pairs.c.closed_on.is_(None),
        memberships.c.to_day.is_(None),
        memberships.c.role != "curator",
    )
    .correlate(surveys)
    .scalar_subquery()
)
ASKED = case((surveys.c.due_on.is_not(None), _duties), else_=_members)
"""How many answers a survey waits for: of people, or of people about each of their pairs."""
ANSWERED = case((surveys.c.due_on.is_not(None), _done), else_=_people)
