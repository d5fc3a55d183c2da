"""Somebody left: the questionnaires that asked him ask him no more."""

from datetime import datetime

from sqlalchemy import Connection

from storage import obligations
from workflows.derive_obligations import derive_survey


def derive_asked(tx: Connection, person_id: int, *, at: datetime) -> None:
    """Make what questionnaires ask of a person equal to the data; what he has answered stays answered."""
    for survey_id in obligations.surveys_asking(tx, person_id):
        derive_survey(tx, survey_id, at=at)
