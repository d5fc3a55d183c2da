"""Everything about one roadmap row: what it owes, what proved it, how its dates moved, what was said about it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func

from storage.tables.letters import letters
from storage.tables.obligations import obligations, reminders
from storage.tables.organisations import organisations, people
from storage.tables.papers import papers
from storage.tables.programmes import pairs
from storage.tables.roadmaps import evidences, items, postponements, roadmaps, tasks
from storage.today import columns


def get(tx: Connection, item_id: int) -> Row[Any] | None:
    """The row with its roadmap, its organisation and the person responsible by name."""
    return tx.execute(
        columns(
            *items.c,
            roadmaps.c.title.label("roadmap"),
            roadmaps.c.period_start,
            roadmaps.c.period_end,
            organisations.c.path.label("org_path"),
            organisations.c.name.label("org_name"),
            people.c.name.label("responsible_name"),
        )
        .join_from(items, roadmaps, roadmaps.c.id == items.c.roadmap_id)
        .join(organisations, organisations.c.id == items.c.organisation_id)
        .outerjoin(people, people.c.id == items.c.responsible_id)
        .where(items.c.id == item_id)
    ).first()


def neighbours(tx: Connection, *, roadmap_id: int, position: int) -> tuple[int | None, int | None]:
    """The ids of the rows before and after."""
    near = tx.execute(
        columns(items.c.position, items.c.id).where(
            items.c.roadmap_id == roadmap_id, items.c.position.in_((position - 1, position + 1))
        )
    )
    found = {row.position: row.id for row in near}
    return found.get(position - 1), found.get(position + 1)


def obligations_of(tx: Connection, item_id: int, *, most: int) -> Sequence[Row[Any]]:
    """Its obligations, those still open first, each with the number of its pair."""
    settled = (obligations.c.status == "done") | (obligations.c.status == "cancelled")
    return tx.execute(
        columns(*obligations.c, pairs.c.number.label("pair_number"), organisations.c.path.label("org_path"))
        .join_from(obligations, organisations, organisations.c.id == obligations.c.organisation_id)
        .outerjoin(pairs, pairs.c.id == obligations.c.pair_id)
        .where(obligations.c.item_id == item_id)
        .order_by(settled, obligations.c.due_on, obligations.c.id)
        .limit(most)
    ).all()


def counted(tx: Connection, item_id: int) -> Sequence[Row[Any]]:
    """Its obligations, alike ones counted (see `timeline.share_of`)."""
    alike = (obligations.c.status, obligations.c.due_on, obligations.c.starts_on, obligations.c.ladder)
    return tx.execute(
        columns(*alike, func.count().label("alike")).where(obligations.c.item_id == item_id).group_by(*alike)
    ).all()


def evidence_of(tx: Connection, item_id: int, *, most: int) -> Sequence[Row[Any]]:
    """What closed its obligations, the newest first; a paper with its kind, number and day."""
    return tx.execute(
        columns(
            *evidences.c,
            obligations.c.occurrence,
            obligations.c.due_on,
            pairs.c.number.label("pair_number"),
            papers.c.kind.label("paper_kind"),
            papers.c.number.label("paper_number"),
            papers.c.dated.label("paper_dated"),
        )
        .join_from(evidences, obligations, obligations.c.id == evidences.c.obligation_id)
        .outerjoin(pairs, pairs.c.id == obligations.c.pair_id)
        .outerjoin(papers, papers.c.id == evidences.c.paper_id)
        .where(obligations.c.item_id == item_id)
        .order_by(evidences.c.id.desc())
        .limit(most)
    ).all()


def one_evidence(tx: Connection, evidence_id: int) -> Row[Any] | None:
    """A piece of evidence with the row it closed."""
    return tx.execute(
        columns(
            *evidences.c,
            obligations.c.item_id,
            obligations.c.pair_id,
            obligations.c.organisation_id,
            items.c.number,
        )
        .join_from(evidences, obligations, obligations.c.id == evidences.c.obligation_id)
        .join(items, items.c.id == obligations.c.item_id)
        .where(evidences.c.id == evidence_id)
    ).first()


def moves_of(tx: Connection, item_id: int) -> Sequence[Row[Any]]:
    """How its dates were moved, the newest first, and by whom."""
    return tx.execute(
        columns(*postponements.c, people.c.name.label("actor"))
        .join_from(postponements, people, people.c.id == postponements.c.actor_id, isouter=True)
        .where(postponements.c.item_id == item_id)
        .order_by(postponements.c.id.desc())
    ).all()


def questions_of(tx: Connection, item_id: int) -> Sequence[Row[Any]]:
    """Its open questions to the curator."""
    return tx.execute(
        columns(tasks.c.id, tasks.c.kind, tasks.c.due_on)
        .where(tasks.c.item_id == item_id, tasks.c.done_on.is_(None))
        .order_by(tasks.c.id)
    ).all()


def reminders_of(tx: Connection, item_id: int, *, most: int) -> Sequence[Row[Any]]:
    """Reminders about it that went or did not go, the newest first, with the letter that carried them."""
    return tx.execute(
        columns(
            reminders.c.id,
            reminders.c.rung,
            reminders.c.audience,
            reminders.c.due_at,
            reminders.c.state,
            reminders.c.reason,
            reminders.c.letter_id,
            obligations.c.due_on,
            people.c.name.label("recipient"),
            letters.c.state.label("letter_state"),
            letters.c.sent_at,
            letters.c.reason.label("letter_reason"),
        )
        .join_from(obligations, reminders, reminders.c.obligation_id == obligations.c.id)
        .outerjoin(people, people.c.id == reminders.c.recipient_id)
        .outerjoin(letters, letters.c.id == reminders.c.letter_id)
        .where(obligations.c.item_id == item_id, reminders.c.state != "superseded")
        .order_by(reminders.c.due_at.desc(), reminders.c.id.desc())
        .limit(most)
    ).all()


def papers_of(tx: Connection, organisation_id: int, *, most: int) -> Sequence[Row[Any]]:
    """The newest papers in force of an organisation: what a row may be proved by."""
    return tx.execute(
        columns(papers.c.id, papers.c.kind, papers.c.purpose, papers.c.number, papers.c.dated)
        .where(papers.c.organisation_id == organisation_id, papers.c.annulled_on.is_(None))
        .order_by(papers.c.dated.desc(), papers.c.id.desc())
        .limit(most)
    ).all()


def staff_of(tx: Connection, organisation_id: int, *, most: int) -> Sequence[Row[Any]]:
    """Grown-up people of the organisation who may become responsible for a row, by name."""
    return tx.execute(
        columns(people.c.id, people.c.name, people.c.position)
        .where(
            people.c.organisation_id == organisation_id,
            people.c.kind == "staff",
            people.c.disabled.is_(False),
        )
        .order_by(people.c.search_key, people.c.id)
        .limit(most)
    ).all()
