"""What a participant has to do: his pairs, and what he owes in them or by name."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select, union_all

from storage.given import among
from storage.tables.obligations import obligations
from storage.tables.organisations import organisations, people, role_grants
from storage.tables.programmes import definitions, memberships, pairs, programmes
from storage.today import columns, owed, place_of_pair


def own_obligations(
    tx: Connection,
    *,
    person_id: int,
    mentored: Sequence[int],
    minded: Sequence[int],
    most: int,
    wards: Sequence[int] = (),
) -> Sequence[Row[Any]]:
    """What a participant owes: named responsible, or by his role in the pairs he mentors or is minded in. What the
    `wards` he represents are asked he answers with them.
    """
    # Three indexed searches: one OR over them would read every open obligation there is.
    by_name = select(obligations.c.id).where(among(obligations.c.responsible_id, "named"))
    as_mentor = select(obligations.c.id).where(
        among(obligations.c.pair_id, "mentored"), obligations.c.responsible_role.in_(("mentor", "both"))
    )
    as_mentee = select(obligations.c.id).where(
        among(obligations.c.pair_id, "minded"), obligations.c.responsible_role.in_(("mentee", "both"))
    )
    own = and_(
        obligations.c.id.in_(union_all(by_name, as_mentor, as_mentee)),
        # Named for somebody else it is not the role's; said so that no index of a million NULLs is walked.
        or_(
            func.coalesce(obligations.c.responsible_id, person_id) == person_id,
            obligations.c.subject_kind == "diagnostic",
        ),
    )
    return tx.execute(
        owed()
        .where(own, obligations.c.status == "open", obligations.c.held.is_(False), obligations.c.due_on.is_not(None))
        .order_by(obligations.c.due_on, obligations.c.id)
        .limit(most),
        {"mentored": mentored, "minded": minded, "named": [person_id, *wards]},
    ).all()


def pairs_of(tx: Connection, person_ids: Sequence[int], *, day: date) -> Sequence[Row[Any]]:
    """The live pairs these people belong to on a day, each with what the person is in it and when its stage is due."""
    stage = and_(
        obligations.c.subject_kind == "pair", obligations.c.subject_id == pairs.c.id, obligations.c.status == "open"
    )
    return tx.execute(
        columns(
            *place_of_pair(),
            pairs.c.stage,
            pairs.c.definition_id,
            definitions.c.hash.label("definition_hash"),
            pairs.c.suspended_from,
            memberships.c.person_id,
            memberships.c.role,
            func.min(obligations.c.due_on).label("due_on"),
        )
        .join_from(memberships, pairs, pairs.c.id == memberships.c.pair_id)
        .join(organisations, organisations.c.id == pairs.c.organisation_id)
        .join(programmes, programmes.c.id == pairs.c.programme_id)
        .join(definitions, definitions.c.id == pairs.c.definition_id)
        .outerjoin(obligations, stage)
        .where(
            among(memberships.c.person_id, "people"),
            memberships.c.from_day <= day,
            or_(memberships.c.to_day.is_(None), memberships.c.to_day >= day),
            pairs.c.closed_on.is_(None),
        )
        .group_by(
            *place_of_pair(),
            pairs.c.stage,
            pairs.c.definition_id,
            definitions.c.hash,
            pairs.c.suspended_from,
            memberships.c.person_id,
            memberships.c.role,
        )
        .order_by(pairs.c.id),
        {"people": person_ids},
    ).all()


def wards(tx: Connection, person_id: int, *, day: date) -> dict[int, str]:
    """The minors somebody represents on a day, with their names."""
    wanted = (
        select(people.c.id, people.c.name)
        .join(role_grants, role_grants.c.for_person_id == people.c.id)
        .where(
            role_grants.c.person_id == person_id,
            or_(role_grants.c.from_day.is_(None), role_grants.c.from_day <= day),
            or_(role_grants.c.to_day.is_(None), role_grants.c.to_day >= day),
        )
        .order_by(people.c.id)
    )
    return {row.id: row.name for row in tx.execute(wanted)}
