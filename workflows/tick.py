"""One pass of the clock's work: announced ends, derivations, figures, reminders, letters, delivery."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from notifications.smtp import Channel
from storage import heartbeats, marks, people_imports
from storage.database import Database
from storage.moments import Moments, moments
from workflows.close_ended_pairs import close_ended_pairs, end_may_have_come, next_end
from workflows.compose_letters import compose_letters
from workflows.deliver_outbox import Clock, Post, deliver_outbox, recover_letters
from workflows.derive_marked import derive_marked
from workflows.plan_reminders import plan_reminders
from workflows.refresh_figures import refresh_due

Part = Literal["derive", "remind", "deliver"]

PULSE = timedelta(minutes=1)
"""A worker that runs looks at least this often; whoever watches it counts in these."""

FILES_WAIT = timedelta(days=7)
"""How long a checked file of people waits to be loaded: it may hold what only a consent allows to keep."""

# Passes follow each other within a second while letters go; whoever watches the heartbeat looks at minutes.
_BEAT = timedelta(seconds=20)


@dataclass(slots=True)
class Ticked:
    """What a pass did. `proved`: obligations that figures closed or opened again. `letters`: by the state they reached;
    `held`: the mail channel is resting.
    """

    closed: int = 0
    derived: int = 0
    proved: int = 0
    looked: int = 0
    reminders: int = 0
    composed: int = 0
    recovered: int = 0
    letters: Counter[str] = field(default_factory=Counter[str])
    held: bool = False


def tick(
    database: Database,
    mail: Channel | None,
    *,
    clock: Clock,
    post: Post,
    only: Part | None = None,
    stopping: Callable[[], bool] = lambda: False,
    dead_owners: Sequence[str] = (),
) -> Ticked:
    """Do everything that is due now. Each step is a transaction of its own and may be repeated or cut off anywhere.

    One question finds out what is due; only what is due opens a transaction that writes.
    `mail` None leaves the outbox alone (no mail server is set).
    """
    done = Ticked()
    now = clock.now()
    began = standing = _standing(database)
    if only in (None, "derive") and _derive(database, standing, done, now=now, stopping=stopping):
        standing = _standing(database)
    if only in (None, "remind") and _remind(database, standing, done, now=now, stopping=stopping):
        standing = _standing(database)
    if only in (None, "deliver") and mail is not None:
        if _leased_by_the_dead(standing, clock, dead_owners):
            with database.write() as tx:
                done.recovered = recover_letters(tx, clock=clock, dead_owners=dead_owners)
            standing = _standing(database)
        _deliver(database, mail, standing, done, clock=clock, post=post, stopping=stopping)
    now = clock.now()
    if done != Ticked() or end_may_have_come(began.ends_on, at=now) or _is_silent(began.ticked_at, now):
        with database.write() as tx:
            heartbeats.beat(tx, "tick", at=now)
            people_imports.let_go(tx, before=now - FILES_WAIT)
    return done


def next_wake(database: Database) -> datetime | None:
    """The next instant at which something is due, past ones included; None = nothing is ahead."""
    with database.read() as tx:
        found = moments(tx)
        # While the channel rests, letters wait for it and not for their own moments.
        letters_at = found.held_until or found.letter_at
        ends_at = None if found.ends_on is None else next_end(tx, after=found.ticked_at)
    return min((one for one in (found.look_at, found.ready_at, letters_at, ends_at) if one is not None), default=None)


def _standing(database: Database) -> Moments:
    with database.read() as tx:
        return moments(tx)


def _derive(
    database: Database, standing: Moments, done: Ticked, *, now: datetime, stopping: Callable[[], bool]
) -> bool:
    """Whether there was anything to derive."""
    ended = end_may_have_come(standing.ends_on, at=now)
    if ended:
        with database.write() as tx:
            done.closed += len(close_ended_pairs(tx, at=now))
    more = standing.mark_id is not None
    while more and not stopping():
        with database.write() as tx:
            batch = derive_marked(tx, at=now)
        done.derived += batch.obligations
        more = batch.more
    # A decision of this very tick can move a figure, too.
    looked = ended or _is_due(standing.figures_at, now)
    if looked and not stopping():
        _refresh(database, done, now=now, stopping=stopping)
    return looked or standing.mark_id is not None


def _refresh(database: Database, done: Ticked, *, now: datetime, stopping: Callable[[], bool]) -> None:
    """One organisation in each transaction: while its figures are looked at, nobody else decides there."""
    more = True
    while more and not stopping():
        with database.write() as tx:
            seen = refresh_due(tx, at=now)
        done.proved += len(seen.proved.closed) + len(seen.proved.reopened)
        more = seen.organisation_id is not None


def _remind(
    database: Database, standing: Moments, done: Ticked, *, now: datetime, stopping: Callable[[], bool]
) -> bool:
    """Whether there was anything to remind of."""
    if standing.mark_id is not None:
        return False  # reminders wait until the change is derived
    more = looked = _is_due(standing.look_at, now)
    while more and not stopping():
        with database.write() as tx:
            if marks.oldest(tx) is not None:  # somebody published a rule a moment ago
                return looked
            batch = plan_reminders(tx, at=now)
        done.looked += batch.obligations
        done.reminders += batch.reminders
        more = batch.more
    more = composed = looked or _is_due(standing.ready_at, now)
    while more and not stopping():
        with database.write() as tx:
            letters = compose_letters(tx, at=now)
        done.composed += letters.letters
        more = letters.more
    return composed


def _deliver(
    database: Database,
    mail: Channel,
    standing: Moments,
    done: Ticked,
    *,
    clock: Clock,
    post: Post,
    stopping: Callable[[], bool],
) -> None:
    now = clock.now()
    if standing.held_until is not None and standing.held_until > now:
        done.held = True
    elif _is_due(standing.letter_at, now):
        delivered = deliver_outbox(database, mail, clock=clock, post=post, stopping=stopping)
        done.letters, done.held = delivered.states, delivered.held


def _is_due(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and moment <= now


def _is_silent(ticked_at: datetime | None, now: datetime) -> bool:
    """A clock that was turned back beats as well."""
    return ticked_at is None or abs(now - ticked_at) >= _BEAT


def _leased_by_the_dead(standing: Moments, clock: Clock, dead_owners: Sequence[str]) -> bool:
    lease = standing.lease_until
    return lease is not None and (bool(dead_owners) or lease < clock.elapsed())
