"""Letters that go at once (after ten minutes in which the move may be undone)."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from engine.obligations import Moved
from engine.reminders.ladder import next_open
from engine.reminders.recipients import Duty, Recipient, readers_of_pair, recipients
from storage import announcements, letters, outbox, pairs
from storage.directory import Concerned, directory
from workflows.local_life import LocalLife, local_life, local_lives

PairLetter = Literal["pair_formed", "stage_opened", "pair_closed", "correction"]

# Everybody in the pair hears of it; the curator hears of what somebody else or the clock did.
READERS: dict[str, tuple[str, ...]] = {
    "pair_formed": ("mentor", "mentee", "curator"),
    "stage_opened": ("mentor", "mentee"),
    "pair_closed": ("mentor", "mentee", "curator"),
    "correction": ("mentor", "mentee", "curator"),
}


def announce_pair(
    tx: Connection, *, kind: PairLetter, pair_id: int, seq: int, at: datetime, only: Collection[int] | None = None
) -> None:
    """Queue a letter about a pair's move (journal line `seq` of the pair) to its people, ready in ten minutes.

    `only`: to nobody but those of them who are among these ids.
    """
    around = pairs.around(tx, pair_id)
    assert around is not None  # noqa: S101  # the caller has just stored it
    pair = around.pair
    facts = {"pair": pair_id, "seq": seq, "visit": pair.visit, "stage": pair.stage}
    for reader in pair_readers(tx, kind=kind, pair_id=pair_id, organisation_id=pair.organisation_id, at=at):
        if only is not None and reader.person_id not in only:
            continue
        _queue(
            tx,
            key=f"{kind.replace('_', '-')}/{pair_id}/{seq}/{reader.person_id}",
            kind=kind,
            reader=reader,
            pair_id=pair_id,
            facts=facts,
            at=at,
        )


def pair_readers(
    tx: Connection, *, kind: str, pair_id: int, organisation_id: int, at: datetime
) -> tuple[Recipient, ...]:
    """Who hears of a pair's move at an instant; also asked again just before the letter goes."""
    life = local_life(tx, organisation_id)
    day = life.today(at)
    people = directory(tx, Concerned(frozenset({organisation_id}), frozenset({pair_id}), frozenset()), day=day)
    duty = Duty(organisation_id, "pair", pair_id=pair_id)
    return readers_of_pair(people, duty, READERS[kind], day)


def announce_moved_dates(tx: Connection, moved: Iterable[Moved], *, organisation_id: int, at: datetime) -> None:
    """Tell the responsible of each obligation whose due day a person has moved."""
    life = local_life(tx, organisation_id)
    for change in moved:
        if change.to.status != "open" or change.to.ladder == "review" or change.to.held:
            continue
        for reader in _responsible(tx, change, life, at):
            _queue(
                tx,
                key=f"date-moved/{change.standing.id}/{change.standing.revision + 1}/{reader.person_id}",
                kind="date_moved",
                reader=reader,
                pair_id=change.to.pair_id,
                facts={
                    "obligation": change.standing.id,
                    "revision": change.standing.revision + 1,
                    "from": str(change.standing.due_on),
                },
                at=at,
            )


def announce_refusal(tx: Connection, *, pair_id: int, visit: int, life: LocalLife, at: datetime) -> None:
    """Tell the curator, once per visit of a stage, that the forward move is refused for too long."""
    day = life.today(at)
    concerned = Concerned(frozenset({life.organisation_id}), frozenset({pair_id}), frozenset())
    duty = Duty(life.organisation_id, "pair", pair_id=pair_id)
    for reader in recipients(directory(tx, concerned, day=day), duty, "curator", on_due_day=False, day=day):
        _queue(
            tx,
            key=f"move-refused/{pair_id}/{visit}/{reader.person_id}",
            kind="move_refused",
            reader=reader,
            pair_id=pair_id,
            facts={"pair": pair_id, "visit": visit},
            at=at,
        )


def recall(tx: Connection, *, pair_id: int, seq: int, at: datetime) -> None:
    """Take back the letters of an undone move: unsent ones are cancelled, whoever had one gets one correction."""
    told = announcements.cancel_unsent(tx, pair_id=pair_id, seq=seq, reason="переход отменён")
    if told:
        announce_pair(tx, kind="correction", pair_id=pair_id, seq=seq, at=at, only=told)


def _responsible(tx: Connection, change: Moved, life: LocalLife, at: datetime) -> tuple[Recipient, ...]:
    one, day = change.to, life.today(at)
    concerned = Concerned(
        frozenset({life.organisation_id}),
        frozenset() if one.pair_id is None else frozenset({one.pair_id}),
        frozenset() if one.responsible_id is None else frozenset({one.responsible_id}),
    )
    duty = Duty(
        life.organisation_id,
        one.subject_kind,
        pair_id=one.pair_id,
        responsible_role=one.responsible_role,
        responsible_id=one.responsible_id,
    )
    return recipients(directory(tx, concerned, day=day), duty, "responsible", on_due_day=False, day=day)


def _queue(
    tx: Connection, *, key: str, kind: str, reader: Recipient, pair_id: int | None, facts: dict[str, Any], at: datetime
) -> None:
    """One letter; for somebody who cannot be written to it is kept as cancelled with the reason (law 7)."""
    home = announcements.home_of(tx, reader.person_id)
    life = local_lives(tx, [home])[home]
    settled = at + timedelta(minutes=life.policy.settle_minutes)
    letter_id = outbox.enqueue(
        tx,
        key=key,
        kind=kind,
        organisation_id=home,
        recipient_id=reader.person_id,
        pair_id=pair_id,
        facts=facts,
        at=at,
        ready_at=next_open(settled, policy=life.policy, calendar=life.calendar, zone=life.zone),
    )
    if letter_id is not None and reader.silence:
        letters.cancel(tx, [letter_id], reason=reader.silence)
