"""What papers are filled from: people, pairs, orders, meetings and events as the collectors of values ask for them.

Each question is one statement, however many pairs or people it is about.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from storage.given import among
from storage.tables.organisations import consents, people, role_grants
from storage.tables.papers import paper_drafts, paper_pairs, paper_people, papers
from storage.tables.participants import profiles
from storage.tables.programmes import (
    definitions,
    meeting_words,
    meetings,
    memberships,
    pairs,
    plan_items,
    plans,
    programmes,
)
from storage.today import columns

_LAST_DRAFTS = 40
_SEX = func.coalesce(profiles.c.sex, "").label("sex")


def office(tx: Connection, organisation_id: int, role: str, *, day: date) -> Row[Any] | None:
    """Who holds an office of the organisation on a day in his own right; the first granted."""
    return tx.execute(
        columns(people.c.id, people.c.name, people.c.position, _SEX)
        .join_from(role_grants, people, people.c.id == role_grants.c.person_id)
        .outerjoin(profiles, profiles.c.person_id == people.c.id)
        .where(
            role_grants.c.organisation_id == organisation_id,
            role_grants.c.role == role,
            role_grants.c.deputy_of_id.is_(None),
            or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= day),
            or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= day),
        )
        .order_by(role_grants.c.id)
        .limit(1)
    ).first()


def remembered(tx: Connection, organisation_id: int) -> Sequence[dict[str, Any]]:
    """What was typed into the organisation's last drafts, the newest first."""
    found = tx.execute(
        select(paper_drafts.c.typed)
        .where(paper_drafts.c.organisation_id == organisation_id)
        .order_by(paper_drafts.c.id.desc())
        .limit(_LAST_DRAFTS)
    )
    return list(found.scalars())


def named(tx: Connection, person_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """People by id, with where they work or study."""
    return tx.execute(
        columns(
            people.c.id,
            people.c.organisation_id,
            people.c.name,
            people.c.position,
            people.c.kind,
            people.c.born,
            people.c.hired,
            people.c.email,
            _SEX,
            func.coalesce(profiles.c.place, "").label("place"),
        )
        .select_from(people.outerjoin(profiles, profiles.c.person_id == people.c.id))
        .where(among(people.c.id, "ids"))
        .order_by(people.c.search_key, people.c.id),
        {"ids": set(person_ids)},
    ).all()


def pairs_named(tx: Connection, pair_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """Pairs with their programme, period and form, by number."""
    return tx.execute(
        columns(
            pairs.c.id,
            pairs.c.organisation_id,
            pairs.c.number,
            pairs.c.stage,
            pairs.c.outcome,
            pairs.c.closed_on,
            pairs.c.notice_on,
            pairs.c.ending_on,
            pairs.c.ending_outcome,
            programmes.c.id.label("programme_id"),
            programmes.c.title.label("programme"),
            programmes.c.period_start,
            programmes.c.period_end,
            programmes.c.roadmap_id,
            definitions.c.key.label("lifecycle"),
        )
        .join_from(pairs, programmes, programmes.c.id == pairs.c.programme_id)
        .join(definitions, definitions.c.id == programmes.c.definition_id)
        .where(among(pairs.c.id, "ids"))
        .order_by(pairs.c.number, pairs.c.id),
        {"ids": set(pair_ids)},
    ).all()


def members_of(tx: Connection, pair_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """Who belongs to these pairs, or belonged when they closed; mentors first."""
    return tx.execute(
        columns(
            memberships.c.pair_id,
            memberships.c.role,
            memberships.c.from_day,
            people.c.id.label("person_id"),
            people.c.name,
            people.c.position,
            people.c.kind,
            _SEX,
            func.coalesce(profiles.c.place, "").label("place"),
        )
        .join_from(memberships, people, people.c.id == memberships.c.person_id)
        .join(pairs, pairs.c.id == memberships.c.pair_id)
        .outerjoin(profiles, profiles.c.person_id == people.c.id)
        .where(
            among(memberships.c.pair_id, "ids"),
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= pairs.c.closed_on),
        )
        .order_by(memberships.c.pair_id, memberships.c.role.desc(), memberships.c.id),
        {"ids": set(pair_ids)},
    ).all()


def ended_well(tx: Connection, organisation_id: int, *, since: date) -> list[int]:
    """Mentors whose pairs were completed since a day, whom no paper of award or thanks of that time names yet."""
    thanked = (
        select(paper_people.c.person_id)
        .join(papers, papers.c.id == paper_people.c.paper_id)
        .where(papers.c.purpose.in_(("award", "gratitude")), papers.c.annulled_on.is_(None), papers.c.dated >= since)
    )
    found = tx.scalars(
        select(people.c.id)
        .join(memberships, memberships.c.person_id == people.c.id)
        .join(pairs, pairs.c.id == memberships.c.pair_id)
        .where(
            pairs.c.organisation_id == organisation_id,
            pairs.c.outcome.in_(("completed", "completed_early")),
            pairs.c.closed_on >= since,
            memberships.c.role == "mentor",
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= pairs.c.closed_on),
            people.c.disabled.is_(False),
            people.c.id.not_in(thanked),
        )
        .distinct()
    )
    return sorted(found)


def orders_of(tx: Connection, pair_ids: Iterable[int], purpose: str) -> Sequence[Row[Any]]:
    """The orders in force of a purpose that name these pairs, the oldest first."""
    return tx.execute(
        columns(paper_pairs.c.pair_id, papers.c.number, papers.c.dated)
        .join_from(papers, paper_pairs, paper_pairs.c.paper_id == papers.c.id)
        .where(
            among(paper_pairs.c.pair_id, "ids"),
            papers.c.kind == "order",
            papers.c.purpose == purpose,
            papers.c.annulled_on.is_(None),
        )
        .order_by(papers.c.dated, papers.c.id),
        {"ids": set(pair_ids)},
    ).all()


def plans_of(tx: Connection, pair_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """The plans of these pairs with how many lines they have."""
    return tx.execute(
        columns(
            plans.c.pair_id,
            plans.c.goal,
            plans.c.request,
            plans.c.tasks,
            plans.c.form,
            plans.c.term_from,
            plans.c.term_to,
            plans.c.approved_on,
            func.count(plan_items.c.id).label("items"),
            func.count(plan_items.c.done_on).label("done"),
        )
        .select_from(
            plans.outerjoin(
                plan_items, and_(plan_items.c.pair_id == plans.c.pair_id, plan_items.c.dropped_on.is_(None))
            )
        )
        .where(among(plans.c.pair_id, "ids"))
        .group_by(plans.c.pair_id)
        .order_by(plans.c.pair_id),
        {"ids": set(pair_ids)},
    ).all()


def plan_lines(tx: Connection, pair_id: int) -> Sequence[Row[Any]]:
    """The lines of a plan that stand, in its order."""
    return tx.execute(
        columns(*plan_items.c)
        .where(plan_items.c.pair_id == pair_id, plan_items.c.dropped_on.is_(None))
        .order_by(plan_items.c.position)
    ).all()


def meetings_of(tx: Connection, pair_id: int) -> Sequence[Row[Any]]:
    """The meetings held, by day, each with the number of those who said themselves that it was."""
    said = (
        select(func.count())
        .select_from(meeting_words)
        .where(meeting_words.c.meeting_id == meetings.c.id, meeting_words.c.held.is_(True))
        .scalar_subquery()
    )
    return tx.execute(
        columns(
            meetings.c.kind,
            meetings.c.held_on,
            meetings.c.topic,
            meetings.c.notes,
            meetings.c.next_step,
            said.label("confirmed"),
        )
        .where(meetings.c.pair_id == pair_id, meetings.c.withdrawn_at.is_(None))
        .order_by(meetings.c.held_on, meetings.c.id)
    ).all()


def counted(tx: Connection, organisation_id: int, *, since: date, until: date) -> Sequence[Row[Any]]:
    """The pairs at work in a period, with their form, how they ended and who was in them."""
    return tx.execute(
        columns(
            pairs.c.id,
            pairs.c.closed_on,
            pairs.c.outcome,
            definitions.c.key.label("lifecycle"),
            memberships.c.role,
            memberships.c.person_id,
        )
        .join_from(pairs, programmes, programmes.c.id == pairs.c.programme_id)
        .join(definitions, definitions.c.id == programmes.c.definition_id)
        .join(memberships, memberships.c.pair_id == pairs.c.id)
        .where(
            pairs.c.organisation_id == organisation_id,
            memberships.c.role != "curator",
            memberships.c.from_day <= until,
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= since),
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= memberships.c.from_day),
            or_(pairs.c.closed_on.is_(None), pairs.c.closed_on >= since),
        )
    ).all()


def held_in(tx: Connection, organisation_id: int, *, since: date, until: date) -> int:
    """How many meetings the organisation's pairs held in a period."""
    found = tx.execute(
        select(func.count())
        .select_from(meetings.join(pairs, pairs.c.id == meetings.c.pair_id))
        .where(
            pairs.c.organisation_id == organisation_id,
            meetings.c.withdrawn_at.is_(None),
            meetings.c.held_on >= since,
            meetings.c.held_on <= until,
        )
    )
    return int(found.scalar_one())


def staff_and_members(tx: Connection, organisation_id: int) -> Sequence[Row[Any]]:
    """The staff of an organisation and everybody in its pairs, with their stays: the personified register."""
    inside = and_(memberships.c.person_id == people.c.id, memberships.c.role != "curator")
    return tx.execute(
        columns(
            people.c.id,
            people.c.name,
            people.c.position,
            people.c.kind,
            people.c.hired,
            _SEX,
            memberships.c.role,
            memberships.c.to_day,
            pairs.c.closed_on,
            definitions.c.key.label("lifecycle"),
        )
        .select_from(
            people.outerjoin(profiles, profiles.c.person_id == people.c.id)
            .outerjoin(memberships, inside)
            .outerjoin(pairs, and_(pairs.c.id == memberships.c.pair_id, pairs.c.organisation_id == organisation_id))
            .outerjoin(programmes, programmes.c.id == pairs.c.programme_id)
            .outerjoin(definitions, definitions.c.id == programmes.c.definition_id)
        )
        .where(
            or_(pairs.c.id.is_not(None), and_(people.c.organisation_id == organisation_id, people.c.kind == "staff")),
            people.c.disabled.is_(False),
        )
        .order_by(people.c.search_key, people.c.id, memberships.c.id)
    ).all()


def pairs_to_name(tx: Connection, organisation_id: int) -> Sequence[Row[Any]]:
    """The live pairs of an organisation, by number: what a new paper may be about."""
    return tx.execute(
        columns(pairs.c.id, pairs.c.number, pairs.c.stage, programmes.c.title.label("programme"))
        .join_from(pairs, programmes, programmes.c.id == pairs.c.programme_id)
        .where(pairs.c.organisation_id == organisation_id, pairs.c.closed_on.is_(None))
        .order_by(pairs.c.number)
    ).all()


def programme(tx: Connection, programme_id: int, organisation_id: int) -> Row[Any] | None:
    """A programme of the organisation with its form."""
    return tx.execute(
        columns(
            programmes.c.title, programmes.c.period_start, programmes.c.period_end, definitions.c.key.label("lifecycle")
        )
        .join_from(programmes, definitions, definitions.c.id == programmes.c.definition_id)
        .where(programmes.c.id == programme_id, programmes.c.organisation_id == organisation_id)
    ).first()


def lifecycles_of(tx: Connection, organisation_id: int) -> list[str]:
    """The forms of mentoring of the organisation's programmes."""
    found = tx.execute(
        select(definitions.c.key)
        .join_from(programmes, definitions, definitions.c.id == programmes.c.definition_id)
        .where(programmes.c.organisation_id == organisation_id)
        .distinct()
        .order_by(definitions.c.key)
    )
    return list(found.scalars())


def standing_consent(tx: Connection, person_id: int, kind: str) -> Row[Any] | None:
    """The consent of a kind that stands, the newest."""
    return tx.execute(
        columns(consents.c.terms, consents.c.valid_to)
        .where(consents.c.person_id == person_id, consents.c.kind == kind, consents.c.withdrawn_on.is_(None))
        .order_by(consents.c.signed_on.desc(), consents.c.id.desc())
        .limit(1)
    ).first()
