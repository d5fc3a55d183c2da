"""Opens a questionnaire for a programme: the diagnostics of a period, and others."""

import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import journal, surveys
from workflows.access import forbidden
from workflows.find_programme import find_programme
from workflows.local_life import local_life
from workflows.plain_text import one_of

SURVEY_KINDS = ("diagnostics", "preferences", "feedback", "needs", "curator")
_PERIOD = re.compile(r"\d{4}(-(Q[1-4]|H[12]|(0[1-9]|1[0-2])))?")


@dataclass(frozen=True, slots=True)
class SurveyOpened:
    id: int
    programme_id: int
    kind: str
    period: str
    opened_on: date


def open_survey(tx: Connection, *, by: By, programme_id: int, kind: str, period: str) -> SurveyOpened | Refused:
    """`period` names what it is about: `2025-Q4`, `2025-H1`, `2025-11` or `2025`.

    From now on it is asked of every live pair of the programme. Raises BadInput when this one is open already.
    """
    programme = find_programme(tx, by=by, programme_id=programme_id)
    if (no := forbidden(tx, by, "survey.open", programme.organisation_id)) is not None:
        return no
    one_of(kind, SURVEY_KINDS, "--kind")
    if not _PERIOD.fullmatch(period):
        raise BadInput(
            "--period",
            f"--period: «{period}» не период, нужно вида 2025-Q4, 2025-H1, 2025-11 или 2025",
            f"--period: “{period}” is no period, write it like 2025-Q4, 2025-H1, 2025-11 or 2025",
        )
    if (known := surveys.same(tx, programme_id=programme_id, kind=kind, period=period)) is not None:
        raise BadInput(
            "--period", f"--period: эта анкета уже есть: {known}", f"--period: this survey exists already: {known}"
        )
    today = local_life(tx, programme.organisation_id).today(by.at)
    survey_id = surveys.add(tx, programme_id=programme_id, kind=kind, period=period, opened_on=today)
    journal.append(
        tx,
        organisation_id=programme.organisation_id,
        by=by,
        verb="survey.open",
        subject=f"survey:{survey_id}",
        facts={"programme": programme_id, "kind": kind, "period": period},
    )
    return SurveyOpened(survey_id, programme_id, kind, period, today)
