"""Rows of a roadmap are offered to organisations: the offers, the question to each curator, a letter to each office."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from storage import journal, publications, roadmaps
from workflows.announce import announce_offers
from workflows.derive_obligations import derive_task
from workflows.local_life import LocalLife, local_lives

AGAIN = ("declined", "withdrawn")


@dataclass(frozen=True, slots=True)
class Offered:
    """`fresh`: ids of offers that ask for an answer now; `standing` were offered before and stay as they are."""

    fresh: tuple[int, ...]
    standing: int


def offer_rows(
    tx: Connection, *, by: By, roadmap: Row[Any], to: Sequence[int], rows: Collection[int] | None
) -> Offered:
    """Offer `rows` (None = all) to the organisations `to`; whoever declined is asked again.

    An offer that waits offers these rows from now on; one that was accepted gains those it did not have.
    """
    lives = local_lives(tx, {*to, roadmap.organisation_id})
    known = {one.organisation_id: one for one in publications.of_roadmap(tx, roadmap.id)}
    wanted = None if rows is None else sorted(rows)
    added = publications.add(
        tx,
        [
            publications.offer_row(roadmap_id=roadmap.id, organisation_id=one, rows=wanted, at=by.at)
            for one in to
            if one not in known
        ],
    )
    fresh = dict(zip((one for one in to if one not in known), added, strict=True))
    for organisation_id in to:
        standing = known.get(organisation_id)
        if standing is not None and _offered_anew(tx, by, standing, wanted):
            fresh[organisation_id] = standing.id
    for organisation_id, publication_id in fresh.items():
        ask(tx, publication_id, life=lives[organisation_id], by=by)
        _note(tx, publication_id, roadmap, organisation_id, by)
    announce_offers(tx, {one: lives[place] for place, one in fresh.items()}, at=by.at)
    return Offered(tuple(sorted(fresh.values())), len(to) - len(fresh))


def ask(tx: Connection, publication_id: int, *, life: LocalLife, by: By) -> None:
    """The question to the curator: take the roadmap or say why not, some working days from now."""
    today = life.today(by.at)
    days = {"opened_on": today, "due_on": life.calendar.add(today, life.policy.task_due)}
    task = publications.task_of(tx, publication_id)
    if task is None:
        told: Mapping[str, Any] = {
            "organisation_id": life.organisation_id,
            "kind": "offer",
            "publication_id": publication_id,
        }
        task_id = roadmaps.add_task(tx, {**told, **days})
    else:
        task_id = task.id
        publications.ask_again(tx, task_id, **days)
    derive_task(tx, task_id, at=by.at)


def answered(tx: Connection, publication_id: int, *, life: LocalLife, by: By) -> None:
    """The question to the curator is answered."""
    task = publications.task_of(tx, publication_id)
    if task is not None and task.done_on is None:
        roadmaps.finish_task(tx, task.id, on=life.today(by.at))
        derive_task(tx, task.id, at=by.at)


def _offered_anew(tx: Connection, by: By, standing: Row[Any], wanted: list[int] | None) -> bool:
    """Whether an offer that was made before asks for an answer again."""
    if standing.state in AGAIN:
        publications.change(
            tx, standing, state="offered", rows=wanted, reason="", offered_at=by.at, answered_at=None, left=[]
        )
        return True
    both = None if wanted is None or standing.rows is None else sorted({*standing.rows, *wanted})
    more = both if standing.state == "accepted" else wanted
    if more != standing.rows:
        publications.change(tx, standing, rows=more)
    return False


def _note(tx: Connection, publication_id: int, roadmap: Row[Any], organisation_id: int, by: By) -> None:
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="roadmap.offer",
        subject=f"publication:{publication_id}",
        facts={"roadmap": roadmap.id, "from": roadmap.organisation_id},
    )
