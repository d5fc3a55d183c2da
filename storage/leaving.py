"""What ties somebody who leaves: live pairs, open rows, minors represented, letters on their way, roles, questions."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from storage.personal_data import ERASED_NAME
from storage.scope import below
from storage.tables.accounts import sign_ins
from storage.tables.journal import journal_entries
from storage.tables.letters import letters
from storage.tables.obligations import obligations
from storage.tables.organisations import consents, organisations, people, role_grants
from storage.tables.participants import erasures, profiles
from storage.tables.programmes import memberships, pairs
from storage.tables.roadmaps import items, tasks


def live_pairs(tx: Connection, person_id: int) -> list[int]:
    """Numbers of the pairs the person belongs to now."""
    found = (
        select(pairs.c.number)
        .join(memberships, memberships.c.pair_id == pairs.c.id)
        .where(memberships.c.person_id == person_id, memberships.c.to_day.is_(None), pairs.c.closed_on.is_(None))
        .distinct()
        .order_by(pairs.c.number)
    )
    return list(tx.scalars(found))


def open_rows(tx: Connection, person_id: int) -> int:
    """How many rows of roadmaps with something still open name the person as responsible."""
    found = (
        select(func.count(items.c.id.distinct()))
        .join(obligations, obligations.c.item_id == items.c.id)
        .where(
            items.c.responsible_id == person_id,
            items.c.dropped_on.is_(None),
            obligations.c.status.in_(("open", "needs_date")),
        )
    )
    return int(tx.scalar(found) or 0)


def minors_represented(tx: Connection, person_id: int, *, day: date) -> int:
    """How many people the person represents on a day."""
    grant = role_grants.c
    found = select(func.count(grant.for_person_id.distinct())).where(
        grant.person_id == person_id,
        grant.role == "representative",
        or_(grant.to_day.is_(None), grant.to_day >= day),
    )
    return int(tx.scalar(found) or 0)


def queued_letters(tx: Connection, person_id: int) -> list[int]:
    """Letters to the person that have not begun to go."""
    waiting = letters.c.state.in_(("queued", "held", "claimed"))
    return list(tx.scalars(select(letters.c.id).where(letters.c.recipient_id == person_id, waiting)))


def open_grants(tx: Connection, person_id: int, *, day: date) -> list[int]:
    """Roles that go on after a day: his own, those of his deputies, those of his representatives."""
    grant = role_grants.c
    his = or_(grant.person_id == person_id, grant.deputy_of_id == person_id, grant.for_person_id == person_id)
    return list(tx.scalars(select(grant.id).where(his, or_(grant.to_day.is_(None), grant.to_day > day))))


def grants_below(tx: Connection, person_id: int, *, path: str, day: date) -> list[int]:
    """Roles that go on after a day on the organisation at `path` and below it: the person's and his deputies'. To
    represent a minor is given by no organisation.
    """
    grant = role_grants.c
    found = (
        select(grant.id)
        .join(organisations, organisations.c.id == grant.organisation_id)
        .where(
            or_(grant.person_id == person_id, grant.deputy_of_id == person_id),
            or_(grant.to_day.is_(None), grant.to_day > day),
            grant.role != "representative",
            below([path]),
        )
    )
    return list(tx.scalars(found))


def consent_tasks(tx: Connection, person_id: int) -> list[int]:
    """Open questions about the consents of the person: to erase, to take down, to renew."""
    found = (
        select(tasks.c.id)
        .join(consents, consents.c.id == tasks.c.consent_id)
        .where(consents.c.person_id == person_id, tasks.c.done_on.is_(None))
    )
    return list(tx.scalars(found))


def telephone(tx: Connection, person_id: int) -> str:
    """Empty when none is kept."""
    return str(tx.scalar(select(profiles.c.phone).where(profiles.c.person_id == person_id)) or "")


def forget_attempts(tx: Connection, key: str) -> None:
    """Attempts to sign in with the person's address, known by its digest alone."""
    tx.execute(delete(sign_ins).where(sign_ins.c.account_key == key))


def mark_destroyed(tx: Connection, person_id: int, *, on: date) -> None:
    """Every consent of the person notes the day when what it covered was destroyed."""
    mine = consents.c
    tx.execute(update(consents).where(mine.person_id == person_id, mine.destroyed_on.is_(None)).values(destroyed_on=on))


def acts(tx: Connection, *, organisation_id: int | None = None) -> list[dict[str, Any]]:
    """The acts of erasure, newest first; `extract` is what was struck out."""
    wanted = select(erasures).order_by(erasures.c.id.desc())
    if organisation_id is not None:
        wanted = wanted.where(erasures.c.organisation_id == organisation_id)
    return [dict(row) for row in tx.execute(wanted).mappings()]


def erased(tx: Connection) -> tuple[str, list[int]]:
    """The oldest seal of the journal, by which two states of one database know each other ("" = no journal yet), and
    the ids of everybody erased so far.
    """
    line = journal_entries.c
    oldest = tx.scalar(select(line.hash).order_by(line.organisation_id, line.seq).limit(1))
    gone = select(people.c.id).where(people.c.name == ERASED_NAME, people.c.email == "").order_by(people.c.id)
    return str(oldest or ""), list(tx.scalars(gone))
