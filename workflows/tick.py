"""One pass of the clock's work: announced ends, derivations, reminders, letters, delivery."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from notifications.smtp import Channel
from storage import channel, heartbeats, marks, obligations, outbox, reminders
from storage.database import Database
from workflows.close_ended_pairs import close_ended_pairs, next_end
from workflows.compose_letters import compose_letters
from workflows.deliver_outbox import Clock, Post, deliver_outbox, recover_letters
from workflows.derive_marked import derive_marked
from workflows.plan_reminders import plan_reminders

Part = Literal["derive", "remind", "deliver"]


@dataclass(slots=True)
class Ticked:
    """What a pass did. `letters`: by the state they reached; `held`: the mail channel is resting."""

    closed: int = 0
    derived: int = 0
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

    `mail` None leaves the outbox alone (no mail server is set).
    """
    done = Ticked()
    now = clock.now()
    if only in (None, "derive"):
        _derive(database, done, now=now, stopping=stopping)
    if only in (None, "remind"):
        _remind(database, done, now=now, stopping=stopping)
    if only in (None, "deliver") and mail is not None:
        with database.write() as tx:
            done.recovered = recover_letters(tx, clock=clock, dead_owners=dead_owners)
        delivered = deliver_outbox(database, mail, clock=clock, post=post, stopping=stopping)
        done.letters, done.held = delivered.states, delivered.held
    with database.write() as tx:
        heartbeats.beat(tx, "tick", at=clock.now())
    return done


def next_wake(database: Database) -> datetime | None:
    """The next instant at which something is due, past ones included; None = nothing is ahead."""
    with database.read() as tx:
        # While the channel rests, letters wait for it and not for their own moments.
        letters_at = channel.state(tx).held_until or outbox.next_moment(tx)
        ends_at = next_end(tx, after=heartbeats.last_beat(tx, "tick"))
        moments = (obligations.next_look(tx), reminders.next_ready(tx), letters_at, ends_at)
    return min((one for one in moments if one is not None), default=None)


def _derive(database: Database, done: Ticked, *, now: datetime, stopping: Callable[[], bool]) -> None:
    with database.write() as tx:
        done.closed += len(close_ended_pairs(tx, at=now))
    while not stopping():
        with database.write() as tx:
            batch = derive_marked(tx, at=now)
        done.derived += batch.obligations
        if not batch.more:
            return


def _remind(database: Database, done: Ticked, *, now: datetime, stopping: Callable[[], bool]) -> None:
    with database.read() as tx:
        if marks.oldest(tx) is not None:
            return  # reminders wait until the change is derived
    while not stopping():
        with database.write() as tx:
            looked = plan_reminders(tx, at=now)
        done.looked += looked.obligations
        done.reminders += looked.reminders
        if not looked.more:
            break
    while not stopping():
        with database.write() as tx:
            composed = compose_letters(tx, at=now)
        done.composed += composed.letters
        if not composed.more:
            return
