"""Reports of mentors and mentees: feedback with the fields of a report. A newer one stands before what it corrects."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, or_, select, update

from storage.tables.organisations import people
from storage.tables.programmes import feedbacks, memberships, pairs
from storage.today import columns


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report that counts. `text` are its results."""

    id: int
    pair_id: int
    person_id: int
    visit: int
    given_on: date
    period_from: date | None
    period_to: date
    percent: int | None
    text: str
    problems: str
    advice: str
    wish: str
    replaces_id: int | None


_REPORT = (feedbacks.c.period_to.is_not(None), feedbacks.c.withdrawn_at.is_(None))


def add(
    tx: Connection,
    *,
    pair_id: int,
    person_id: int,
    visit: int,
    on: date,
    period: tuple[date, date],
    percent: int | None,
    text: str,
    problems: str,
    advice: str,
    wish: str,
    replaces_id: int | None,
) -> int:
    """Stores a report and returns its id."""
    values = {
        "pair_id": pair_id,
        "person_id": person_id,
        "visit": visit,
        "given_on": on,
        "period_from": period[0],
        "period_to": period[1],
        "percent": percent,
        "text": text,
        "problems": problems,
        "advice": advice,
        "wish": wish,
        "replaces_id": replaces_id,
    }
    return int(tx.execute(insert(feedbacks).values(values).returning(feedbacks.c.id)).scalar_one())


def latest(tx: Connection, *, pair_id: int, person_id: int) -> ReportRow | None:
    """What somebody reported last about a pair, with what may be corrected."""
    found = tx.execute(
        select(*(feedbacks.c[one.name] for one in fields(ReportRow)))
        .where(*_REPORT, feedbacks.c.pair_id == pair_id, feedbacks.c.person_id == person_id)
        .order_by(feedbacks.c.id.desc())
        .limit(1)
    ).first()
    return None if found is None else ReportRow(*found)


def set_aside(tx: Connection, report_id: int, *, at: datetime) -> None:
    """A newer one stands for it: it counts for nothing, its words stay until the correction is final."""
    tx.execute(update(feedbacks).where(feedbacks.c.id == report_id).values(withdrawn_at=at))


def bring_back(tx: Connection, report_id: int) -> None:
    """It counts again: the correction was taken back."""
    tx.execute(update(feedbacks).where(feedbacks.c.id == report_id).values(withdrawn_at=None))


def forget(tx: Connection, report_id: int) -> None:
    """The words of a report that was corrected for good go."""
    gone = {"text": "", "problems": "", "advice": ""}
    tx.execute(update(feedbacks).where(feedbacks.c.id == report_id).values(gone))


def said_of(tx: Connection, pair_id: int) -> Sequence[Row[Any]]:
    """What people of the pair, or representatives for them, said of the work, with the fields of reports and the side
    they speak for (`role`, None = a representative), by day; of those who left before it closed nothing.
    """
    member = memberships.alias()
    return tx.execute(
        columns(
            feedbacks.c.person_id,
            people.c.name,
            member.c.role,
            feedbacks.c.period_from,
            feedbacks.c.period_to,
            feedbacks.c.percent,
            feedbacks.c.text,
            feedbacks.c.problems,
            feedbacks.c.advice,
        )
        .join_from(feedbacks, people, people.c.id == feedbacks.c.person_id)
        .join(pairs, pairs.c.id == feedbacks.c.pair_id)
        .outerjoin(
            member,
            (member.c.pair_id == feedbacks.c.pair_id)
            & (member.c.person_id == feedbacks.c.person_id)
            & (member.c.role != "curator"),
        )
        .where(
            feedbacks.c.pair_id == pair_id,
            feedbacks.c.withdrawn_at.is_(None),
            or_(member.c.to_day.is_(None), member.c.to_day >= pairs.c.closed_on),
        )
        .order_by(feedbacks.c.id)
    ).all()
