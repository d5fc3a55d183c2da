"""Surveys as papers ask for them: which were held in an organisation, how many were asked and have answered."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from storage.survey_counts import ANSWERED, ASKED
from storage.tables.programmes import programmes, surveys
from storage.today import columns


def held(tx: Connection, organisation_id: int, *, kinds: Collection[str], day: date) -> Sequence[Row[Any]]:
    """Those of the organisation's programmes that go on at a day, opened by then, with their questionnaires."""
    return tx.execute(
        columns(
            surveys.c.id,
            surveys.c.kind,
            surveys.c.period,
            surveys.c.definition_id,
            ASKED.label("asked"),
            ANSWERED.label("answered"),
        )
        .join_from(surveys, programmes, programmes.c.id == surveys.c.programme_id)
        .where(
            programmes.c.organisation_id == organisation_id,
            programmes.c.period_end >= day,
            surveys.c.kind.in_(sorted(kinds)),
            surveys.c.definition_id.is_not(None),
            surveys.c.opened_on <= day,
        )
        .order_by(surveys.c.opened_on, surveys.c.id)
    ).all()
