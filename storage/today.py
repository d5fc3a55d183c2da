"""What asks for somebody's attention on a day: each list by one statement, short ones with their full number."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, false, func, or_, select

from storage.scope import Scope, visible
from storage.survey_counts import ANSWERED, ASKED
from storage.tables.answers import curator_calls
from storage.tables.letters import letters
from storage.tables.obligations import obligations
from storage.tables.organisations import consents, organisations, people
from storage.tables.papers import paper_pairs, papers
from storage.tables.programmes import (
    meetings,
    pairs,
    plan_items,
    plans,
    programmes,
    surveys,
)
from storage.tables.publications import publications
from storage.tables.roadmaps import items, roadmaps, tasks

LocalDays = Mapping[str, date]
"""The local day of each time zone there is among the organisations."""

_NOT_ARRIVED = ("failed", "uncertain", "held")
_FORMED = "formed"
_OFFERING = organisations.alias("offering")
_NO_QUESTION = obligations.c.subject_kind != "task"


def zones(tx: Connection, scope: Scope) -> Sequence[str]:
    """The time zones of the organisations in sight."""
    wanted = select(organisations.c.timezone).where(visible(scope, organisations.c.id)).distinct()
    return tx.execute(wanted).scalars().all()


def late(days: LocalDays) -> ColumnElement[bool]:
    """Open and past its organisation's own day; for statements that join the organisation."""
    by_day: dict[date, list[str]] = {}
    for zone, day in days.items():
        by_day.setdefault(day, []).append(zone)
    clauses = [
        and_(organisations.c.timezone.in_(sorted(there)), obligations.c.due_on < day) for day, there in by_day.items()
    ]
    return and_(
        obligations.c.status == "open",
        obligations.c.ladder != "review",
        # The latest day again for all of them: this is what the index answers.
        obligations.c.due_on < max(days.values(), default=date.min),
        or_(false(), *clauses),
    )


def overdue(tx: Connection, scope: Scope, days: LocalDays, *, most: int) -> Sequence[Row[Any]]:
    """The longest late, each with the words and the number of its row and its pair; questions stand by themselves."""
    return tx.execute(
        owed()
        .where(visible(scope, obligations.c.organisation_id), late(days), _NO_QUESTION)
        .order_by(obligations.c.due_on, obligations.c.id)
        .limit(most)
    ).all()


def count_overdue(tx: Connection, scope: Scope, days: LocalDays, *, of_rows: bool = False) -> int:
    """How many are late, questions aside; `of_rows`: only what roadmaps ask for."""
    wanted = (
        select(func.count())
        .select_from(obligations.join(organisations, organisations.c.id == obligations.c.organisation_id))
        .where(visible(scope, obligations.c.organisation_id), late(days), _NO_QUESTION)
    )
    if of_rows:
        wanted = wanted.where(obligations.c.item_id.is_not(None))
    return int(tx.execute(wanted).scalar_one())


def due_between(tx: Connection, scope: Scope, *, since: date, until: date, most: int) -> Sequence[Row[Any]]:
    """Open obligations due on these days, both included; quarterly looks too."""
    return tx.execute(
        owed()
        .where(
            visible(scope, obligations.c.organisation_id),
            obligations.c.status == "open",
            obligations.c.due_on >= since,
            obligations.c.due_on <= until,
            _NO_QUESTION,
        )
        .order_by(obligations.c.due_on, obligations.c.id)
        .limit(most)
    ).all()


def count_due_between(tx: Connection, scope: Scope, *, since: date, until: date) -> int:
    wanted = (
        select(func.count())
        .select_from(obligations)
        .where(
            visible(scope, obligations.c.organisation_id),
            obligations.c.status == "open",
            obligations.c.due_on >= since,
            obligations.c.due_on <= until,
            _NO_QUESTION,
        )
    )
    return int(tx.execute(wanted).scalar_one())


def late_by_organisation(tx: Connection, scope: Scope, days: LocalDays) -> Sequence[Row[Any]]:
    """(id, path, name, how many are late, since when) of every organisation with something late, the worst first."""
    counted = func.count().label("late")
    oldest = func.min(obligations.c.due_on).label("oldest")
    of = (organisations.c.id, organisations.c.path, organisations.c.name)
    return tx.execute(
        columns(*of, counted, oldest)
        .join_from(obligations, organisations, organisations.c.id == obligations.c.organisation_id)
        .where(visible(scope, obligations.c.organisation_id), late(days))
        .group_by(*of)
        .order_by(counted.desc(), oldest, organisations.c.path)
    ).all()


def late_by_title(tx: Connection, scope: Scope, days: LocalDays, *, most: int) -> Sequence[Row[Any]]:
    """(title, how many are late, in how many organisations, since when), what is late most often first."""
    counted = func.count().label("late")
    where = func.count(obligations.c.organisation_id.distinct()).label("organisations")
    oldest = func.min(obligations.c.due_on).label("oldest")
    return tx.execute(
        columns(obligations.c.title, counted, where, oldest)
        .join_from(obligations, organisations, organisations.c.id == obligations.c.organisation_id)
        .where(visible(scope, obligations.c.organisation_id), late(days), _NO_QUESTION)
        .group_by(obligations.c.title)
        .order_by(where.desc(), counted.desc(), oldest, obligations.c.title)
        .limit(most)
    ).all()


def questions(tx: Connection, scope: Scope, *, most: int, day: date) -> Sequence[Row[Any]]:
    """Open questions to the curator: a date, a responsible, an erasure, a consent that ends soon; with the row or the
    person they are about.
    """
    return tx.execute(
        columns(
            tasks.c.id,
            tasks.c.kind,
            tasks.c.due_on,
            tasks.c.item_id,
            items.c.number,
            items.c.title,
            consents.c.person_id,
            people.c.name.label("person"),
            tasks.c.publication_id,
            roadmaps.c.title.label("offered"),
            _OFFERING.c.name.label("offered_by"),
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
        )
        .join(organisations, organisations.c.id == tasks.c.organisation_id)
        .outerjoin(publications, publications.c.id == tasks.c.publication_id)
        .outerjoin(roadmaps, roadmaps.c.id == publications.c.roadmap_id)
        .outerjoin(_OFFERING, _OFFERING.c.id == roadmaps.c.organisation_id)
        .outerjoin(items, items.c.id == tasks.c.item_id)
        .outerjoin(consents, consents.c.id == tasks.c.consent_id)
        .outerjoin(people, people.c.id == consents.c.person_id)
        .where(visible(scope, tasks.c.organisation_id), *_asked(day))
        .order_by(tasks.c.due_on, tasks.c.id)
        .limit(most)
    ).all()


def count_questions(tx: Connection, scope: Scope, *, day: date) -> int:
    """Open questions and unanswered calls."""
    asked = select(func.count()).where(visible(scope, tasks.c.organisation_id), *_asked(day))
    called = (
        select(func.count())
        .select_from(curator_calls.join(pairs, pairs.c.id == curator_calls.c.pair_id))
        .where(visible(scope, pairs.c.organisation_id), curator_calls.c.answered_at.is_(None))
    )
    return int(tx.execute(asked).scalar_one()) + int(tx.execute(called).scalar_one())


def _asked(day: date) -> tuple[ColumnElement[bool], ...]:
    """Open, and its time has come: the end of a consent is asked about weeks before, not years."""
    return tasks.c.done_on.is_(None), or_(tasks.c.kind != "renew", tasks.c.opened_on <= day)


def calls(tx: Connection, scope: Scope, *, most: int) -> Sequence[Row[Any]]:
    """Unanswered wishes to talk to the curator, the longest waiting first."""
    return tx.execute(
        columns(
            curator_calls.c.id,
            curator_calls.c.pair_id,
            curator_calls.c.text,
            curator_calls.c.at,
            pairs.c.number.label("pair_number"),
            people.c.name.label("person"),
            organisations.c.path.label("org_path"),
        )
        .join(pairs, pairs.c.id == curator_calls.c.pair_id)
        .join(people, people.c.id == curator_calls.c.person_id)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
        .where(visible(scope, pairs.c.organisation_id), curator_calls.c.answered_at.is_(None))
        .order_by(curator_calls.c.at, curator_calls.c.id)
        .limit(most)
    ).all()


def plans_to_approve(tx: Connection, scope: Scope, *, most: int) -> Sequence[Row[Any]]:
    """Live pairs whose plan has lines and no approval, with how many lines and when the last of them is due."""
    of = (*place_of_pair(), plans.c.version.label("plan_version"))
    return tx.execute(
        columns(*of, func.count().label("items"), func.max(plan_items.c.due_on).label("last_due"))
        .join_from(plans, pairs, pairs.c.id == plans.c.pair_id)
        .join(plan_items, (plan_items.c.pair_id == pairs.c.id) & plan_items.c.dropped_on.is_(None))
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
        .join(programmes, programmes.c.id == pairs.c.programme_id)
        .where(visible(scope, pairs.c.organisation_id), plans.c.approved_on.is_(None), pairs.c.closed_on.is_(None))
        .group_by(*of)
        .order_by(organisations.c.path, pairs.c.number)
        .limit(most)
    ).all()


def pairs_without_order(tx: Connection, scope: Scope, *, most: int) -> Sequence[Row[Any]]:
    """Live pairs in the first stage that no pairing order names; after a change of mentor a new order is needed."""
    return tx.execute(
        columns(*place_of_pair())
        .join_from(pairs, organisations, organisations.c.id == pairs.c.organisation_id)
        .join(programmes, programmes.c.id == pairs.c.programme_id)
        .where(*_without_order(scope))
        .order_by(organisations.c.path, pairs.c.number)
        .limit(most)
    ).all()


def count_to_sign(tx: Connection, scope: Scope) -> int:
    """How many plans wait for approval and how many pairs for their order."""
    planned = exists().where(plan_items.c.pair_id == pairs.c.id, plan_items.c.dropped_on.is_(None))
    plans_there = (
        select(func.count())
        .select_from(plans.join(pairs, pairs.c.id == plans.c.pair_id))
        .where(
            visible(scope, pairs.c.organisation_id), plans.c.approved_on.is_(None), pairs.c.closed_on.is_(None), planned
        )
    )
    return int(tx.execute(plans_there).scalar_one()) + int(
        tx.execute(select(func.count()).select_from(pairs).where(*_without_order(scope))).scalar_one()
    )


def open_surveys(tx: Connection, scope: Scope, *, most: int) -> Sequence[Row[Any]]:
    """Questionnaires still open that somebody is asked: how many people, and how many answered."""
    return tx.execute(
        columns(
            surveys.c.id,
            surveys.c.kind,
            surveys.c.period,
            surveys.c.opened_on,
            programmes.c.title,
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
            ANSWERED.label("answered"),
            ASKED.label("asked"),
        )
        .join(programmes, programmes.c.id == surveys.c.programme_id)
        .join(organisations, organisations.c.id == programmes.c.organisation_id)
        .where(visible(scope, programmes.c.organisation_id), surveys.c.closed_on.is_(None), ASKED > 0)
        .order_by(surveys.c.opened_on, surveys.c.id)
        .limit(most)
    ).all()


def not_arrived(tx: Connection, scope: Scope, *, since: datetime, most: int) -> Sequence[Row[Any]]:
    """Letters made since then that failed, whose fate is unknown, or that are held; the newest first."""
    return tx.execute(
        columns(
            letters.c.id,
            letters.c.kind,
            letters.c.state,
            letters.c.reason,
            letters.c.subject,
            letters.c.created_at,
            letters.c.recipient_id,
            people.c.name.label("person"),
            people.c.address_fault,
            organisations.c.path.label("org_path"),
        )
        .join(people, people.c.id == letters.c.recipient_id)
        .join(organisations, organisations.c.id == letters.c.organisation_id)
        .where(
            visible(scope, letters.c.organisation_id), letters.c.created_at >= since, letters.c.state.in_(_NOT_ARRIVED)
        )
        .order_by(letters.c.created_at.desc(), letters.c.id.desc())
        .limit(most)
    ).all()


def bad_addresses(tx: Connection, scope: Scope, *, most: int) -> Sequence[Row[Any]]:
    """People whose address a mail server said does not exist."""
    return tx.execute(
        columns(people.c.id, people.c.name, people.c.address_fault, organisations.c.path.label("org_path"))
        .join(organisations, organisations.c.id == people.c.organisation_id)
        .where(visible(scope, people.c.organisation_id), people.c.address_fault != "", people.c.disabled.is_(False))
        .order_by(people.c.search_key, people.c.id)
        .limit(most)
    ).all()


def live_pairs(tx: Connection, scope: Scope, *, quiet_since: date) -> tuple[int, int]:
    """How many pairs are in work, and how many of them have stood since then without a meeting."""
    met = exists().where(
        meetings.c.pair_id == pairs.c.id, meetings.c.held_on >= quiet_since, meetings.c.withdrawn_at.is_(None)
    )
    quiet = and_(pairs.c.stage_since < quiet_since, pairs.c.suspended_from.is_(None), pairs.c.stage != _FORMED, ~met)
    row = tx.execute(
        select(func.count(), func.count().filter(quiet))
        .select_from(pairs)
        .where(visible(scope, pairs.c.organisation_id), pairs.c.closed_on.is_(None))
    ).one()
    return int(row[0]), int(row[1])


def _without_order(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    ordered = exists().where(
        paper_pairs.c.pair_id == pairs.c.id,
        papers.c.id == paper_pairs.c.paper_id,
        papers.c.kind == "order",
        papers.c.purpose == "pairing",
        papers.c.annulled_on.is_(None),
        or_(pairs.c.visits == 1, papers.c.dated >= pairs.c.stage_since),
    )
    here = visible(scope, pairs.c.organisation_id)
    return here, pairs.c.stage == _FORMED, pairs.c.closed_on.is_(None), ~ordered


def columns(*wanted: ColumnElement[Any]) -> Select[Any]:
    """A select whose rows are read by name."""
    return select(*wanted)


def place_of_pair() -> tuple[ColumnElement[Any], ...]:
    return (
        pairs.c.id,
        pairs.c.number,
        pairs.c.version,
        pairs.c.stage_since,
        pairs.c.organisation_id,
        programmes.c.title.label("programme"),
        organisations.c.path.label("org_path"),
        organisations.c.name.label("org_name"),
    )


def owed() -> Select[Any]:
    return (
        select(
            obligations,
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
            pairs.c.number.label("pair_number"),
            items.c.number.label("item_number"),
            items.c.responsible_text,
        )
        .join(organisations, organisations.c.id == obligations.c.organisation_id)
        .outerjoin(pairs, pairs.c.id == obligations.c.pair_id)
        .outerjoin(items, items.c.id == obligations.c.item_id)
    )
