"""Letters that go at once (after ten minutes in which the move may be undone)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection

from engine.obligations import Moved
from engine.reminders.ladder import next_open
from engine.reminders.recipients import Duty, Recipient, readers_of_pair, recipients
from storage import announcements, letters, outbox, pairs
from storage.directory import Concerned, directory
from storage.types import as_text
from workflows.local_life import LocalLife, local_life, local_lives

PairLetter = Literal["pair_formed", "stage_opened", "pair_closed", "correction"]

# Everybody in the pair hears of it; the curator hears of what somebody else or the clock did.
READERS: dict[str, tuple[str, ...]] = {
    "pair_formed": ("mentor", "mentee", "curator"),
    "stage_opened": ("mentor", "mentee"),
    "pair_closed": ("mentor", "mentee", "curator"),
    "correction": ("mentor", "mentee", "curator"),
    "appointment": ("mentor", "mentee"),
    "appointment_off": ("mentor", "mentee"),
}


@dataclass(frozen=True, slots=True)
class News:
    """One letter to one reader."""

    key: str
    kind: str
    reader: Recipient
    pair_id: int | None
    facts: dict[str, Any]


def announce_pair(
    tx: Connection, *, kind: PairLetter, pair_id: int, seq: int, at: datetime, only: Collection[int] | None = None
) -> None:
    """Queue a letter about a pair's move (journal line `seq` of the pair) to its people, ready in ten minutes.

    `only`: to nobody but those of them who are among these ids.
    """
    around = pairs.around(tx, pair_id)
    assert around is not None  # noqa: S101  # the caller has just stored it
    pair = around.pair
    life = local_life(tx, pair.organisation_id)
    facts = {"pair": pair_id, "seq": seq, "visit": pair.visit, "stage": pair.stage}
    news = [
        News(f"{kind.replace('_', '-')}/{pair_id}/{seq}/{reader.person_id}", kind, reader, pair_id, facts)
        for reader in _pair_readers(tx, kind=kind, pair_id=pair_id, life=life, at=at)
        if only is None or reader.person_id in only
    ]
    queue_news(tx, news, life=life, at=at)


def announce_moved_dates(tx: Connection, moved: Iterable[Moved], *, organisation_id: int, at: datetime) -> None:
    """Tell the responsible of each obligation whose due day a person has moved."""
    life = local_life(tx, organisation_id)
    news: list[News] = []
    for change in moved:
        if change.to.status != "open" or change.to.ladder == "review" or change.to.held:
            continue
        before, revision = change.standing, change.standing.revision + 1
        facts = {"obligation": before.id, "revision": revision, "from": str(before.due_on)}
        news += [
            News(f"date-moved/{before.id}/{revision}/{one.person_id}", "date_moved", one, change.to.pair_id, facts)
            for one in _responsible(tx, change, life, at)
        ]
    queue_news(tx, news, life=life, at=at)


def announce_refusal(tx: Connection, *, pair_id: int, visit: int, life: LocalLife, at: datetime) -> None:
    """Tell the curator, once per visit of a stage, that the forward move is refused for too long."""
    day = life.today(at)
    concerned = Concerned(frozenset({life.organisation_id}), frozenset({pair_id}), frozenset())
    duty = Duty(life.organisation_id, "pair", pair_id=pair_id)
    facts = {"pair": pair_id, "visit": visit}
    news = [
        News(f"move-refused/{pair_id}/{visit}/{reader.person_id}", "move_refused", reader, pair_id, facts)
        for reader in recipients(directory(tx, concerned, day=day), duty, "curator", on_due_day=False, day=day)
    ]
    queue_news(tx, news, life=life, at=at)


def announce_call(tx: Connection, *, call_id: int, pair_id: int, life: LocalLife, at: datetime) -> None:
    """Tell the curator at once that somebody of the pair wants to talk."""
    day = life.today(at)
    concerned = Concerned(frozenset({life.organisation_id}), frozenset({pair_id}), frozenset())
    duty = Duty(life.organisation_id, "pair", pair_id=pair_id)
    news = [
        News(f"curator-called/{call_id}/{reader.person_id}", "curator_called", reader, pair_id, {"call": call_id})
        for reader in recipients(directory(tx, concerned, day=day), duty, "curator", on_due_day=False, day=day)
    ]
    queue_news(tx, news, life=life, at=at, settled=True)


def announce_offers(tx: Connection, offers: Mapping[int, LocalLife], *, at: datetime) -> None:
    """Tell the office of each organisation once that a roadmap was offered to it. `offers`: publication → whose."""
    lives = list(offers.values())
    if not lives:
        return
    concerned = Concerned(frozenset(life.organisation_id for life in lives), frozenset(), frozenset())
    known = directory(tx, concerned, day=at)
    for publication_id, life in offers.items():
        day = life.today(at)
        facts = {"publication": publication_id, "offered_at": as_text(at)}
        key = f"roadmap-offered/{publication_id}/{as_text(at)}"
        news = [
            News(f"{key}/{reader.person_id}", "roadmap_offered", reader, None, facts)
            for reader in recipients(
                known, duty_of_offer(life.organisation_id), "responsible", on_due_day=False, day=day
            )
        ]
        queue_news(tx, news, life=life, at=at)


def duty_of_offer(organisation_id: int) -> Duty:
    """Whoever answers for an offer: the curator, else the head, else the administrators."""
    return Duty(organisation_id, "task", responsible_role="external")


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


def _pair_readers(
    tx: Connection, *, kind: PairLetter, pair_id: int, life: LocalLife, at: datetime
) -> tuple[Recipient, ...]:
    day = life.today(at)
    concerned = Concerned(frozenset({life.organisation_id}), frozenset({pair_id}), frozenset())
    duty = Duty(life.organisation_id, "pair", pair_id=pair_id)
    return readers_of_pair(directory(tx, concerned, day=day), duty, READERS[kind], day)


def queue_news(tx: Connection, news: Sequence[News], *, life: LocalLife, at: datetime, settled: bool = False) -> int:
    """The letters; for somebody who cannot be written to one is kept as cancelled with the reason (law 7).

    Each keeps the clock of its reader's own organisation, which mostly is that of `life`. `settled`: nothing will be
    taken back, it need not wait. Returns how many are new: a key that is there already makes no second letter.
    """
    homes = announcements.homes_of(tx, {one.reader.person_id for one in news})
    lives = {life.organisation_id: life}
    lives |= local_lives(tx, set(homes.values()) - set(lives))
    made = outbox.enqueue_all(
        tx, [_letter(one, lives[homes[one.reader.person_id]], at, settled=settled) for one in news]
    )
    for one in news:
        if one.key in made and one.reader.silence:
            letters.cancel(tx, [made[one.key]], reason=one.reader.silence)
    return len(made)


def _letter(one: News, home: LocalLife, at: datetime, *, settled: bool) -> dict[str, Any]:
    ready_at = at if settled else at + timedelta(minutes=home.policy.settle_minutes)
    return {
        "key": one.key,
        "kind": one.kind,
        "organisation_id": home.organisation_id,
        "recipient_id": one.reader.person_id,
        "pair_id": one.pair_id,
        "facts": one.facts,
        "created_at": at,
        "next_attempt_at": next_open(ready_at, policy=home.policy, calendar=home.calendar, zone=home.zone),
    }
