"""Letters on the lanes of the mail channel, and the notes that are durable before and after each of them.

Each letter goes its own way: offered, accepted, noted `in_data`, transmitted, answered, noted by its outcome. What has
happened on all lanes since the last note is noted in one transaction, so that a commit serves several letters.
A killed worker leaves at most one letter per lane in doubt.
"""

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection

from engine.delivery import ChannelHold, Outcome, after
from notifications.smtp import Accepted, Channel, Envelope
from storage import channel as channel_state
from storage import outbox, people
from storage.database import Database
from workflows.posting import Clock, Delivered, Post, Ready
from workflows.take_letters import LEASE_SECONDS, take_letters

# After something was heard on one lane, others are given this long (seconds) to share its commit.
_GATHER = 0.005


class Sending:
    """One pass over the outbox. More than one lane opens when there is work for two rounds on all of them."""

    def __init__(
        self, database: Database, channel: Channel, *, clock: Clock, post: Post, stopping: Callable[[], bool]
    ) -> None:
        self._database = database
        self._channel = channel
        self._clock = clock
        self._post = post
        self._stopping = stopping
        self._done = Delivered()
        self._waiting: deque[Ready] = deque()
        self._stale: list[Ready] = []  # waited too long in our hands
        self._idle = [0]
        self._unopened = list(range(1, channel.lanes))
        self._on: dict[int, Ready] = {}  # the letter each busy lane is about
        self._next_on: dict[int, Ready] = {}  # whose envelope already travels behind that letter
        self._refused: ChannelHold | None = None
        self._was_failing = False
        self._more = True  # the outbox may hold something for us

    def run(self) -> Delivered:
        """Take and send until the outbox is empty, no lane works or the worker stops."""
        try:
            self._refill()
            self._occupy()
            while self._on:
                self._turn()
                self._refill()
                self._occupy()
        finally:
            self._channel.abandon()
        self._put_back()
        return self._done

    def _refill(self) -> None:
        """Take further letters before the lanes run out of them."""
        while self._more and len(self._waiting) < 2 * self._channel.lanes and (self._idle or self._on):
            self._more = not self._stopping() and self._take()

    def _take(self) -> bool:
        with self._database.write() as tx:
            state = channel_state.state(tx)
            if not state.open_at(self._clock.now()):
                self._done.held = True
                return False
            batch = take_letters(tx, clock=self._clock, post=self._post, done=self._done)
        self._was_failing = state.failures > 0
        self._waiting.extend(batch or ())
        return batch is not None

    def _turn(self) -> None:
        """Hear what came, let free lanes go on, note everything at once, transmit what was noted."""
        outcomes: list[tuple[Ready, Outcome]] = []
        accepted: list[int] = []
        at_most = None
        while heard := self._channel.hear(at_most):
            for lane, said in heard:
                match said:
                    case Accepted():
                        accepted.append(lane)
                        self._widen()
                    case ChannelHold():
                        self._leave(lane, said)
                    case _:
                        outcomes.append((self._on.pop(lane), said))
                        self._idle.append(lane)
            self._occupy()
            at_most = _GATHER
        mine = self._note(outcomes, [self._on[lane] for lane in accepted])
        for lane in accepted:
            self._transmit(lane, mine)

    def _occupy(self) -> None:
        """Give every idle lane a letter, while there are any."""
        for lane in list(self._idle):
            if ready := self._next_for(lane):
                self._idle.remove(lane)
                self._on[lane] = ready
                self._channel.begin_offer(lane, sender=self._post.sender, recipient=ready.address)

    def _next_for(self, lane: int) -> Ready | None:
        if self._stopping():
            return None
        elapsed = self._clock.elapsed()
        while ready := self._next_on.pop(lane, None) or (self._waiting.popleft() if self._waiting else None):
            if elapsed <= ready.fresh_until:
                return ready
            self._stale.append(ready)
        return None

    def _widen(self) -> None:
        """The server answers well: open the other lanes if they will be of use."""
        if self._unopened and len(self._waiting) >= 2 * self._channel.lanes:
            self._idle += self._unopened
            self._unopened = []

    def _leave(self, lane: int, refused: ChannelHold) -> None:
        """This lane works no more in this pass; its letter goes by another one, after those that are not to blame."""
        self._refused = refused
        self._waiting.append(self._on.pop(lane))

    def _transmit(self, lane: int, mine: set[int]) -> None:
        ready = self._on[lane]
        if ready.letter.id not in mine:  # cancelled, or taken over by another worker after our lease
            del self._on[lane]
            self._idle.append(lane)
            return
        following: Envelope | None = None
        if self._waiting:
            ahead = self._next_on[lane] = self._waiting.popleft()
            following = Envelope(sender=self._post.sender, recipient=ahead.address)
        self._channel.begin_transmit(lane, ready.message.data, following=following)

    def _note(self, outcomes: Sequence[tuple[Ready, Outcome]], starting: Sequence[Ready]) -> set[int]:
        """Write down what has happened; the ids of those letters that may be transmitted now."""
        if not outcomes and not starting:
            return set()
        now = self._clock.now()
        with self._database.write() as tx:
            for ready, outcome in outcomes:
                self._settle(tx, ready, outcome, now)
            return {ready.letter.id for ready in starting if self._enter_data(tx, ready, now)}

    def _enter_data(self, tx: Connection, ready: Ready, now: datetime) -> bool:
        return outbox.enter_data(
            tx,
            letter_id=ready.letter.id,
            owner=self._post.owner,
            at=now,
            lease_until=self._clock.elapsed() + LEASE_SECONDS,
            message=ready.message.data,
            message_id=ready.message.message_id,
            subject=ready.subject,
        )

    def _settle(self, tx: Connection, ready: Ready, outcome: Outcome, now: datetime) -> None:
        letter = ready.letter
        verdict = after(
            outcome,
            attempts=letter.attempts + 1,
            first_attempt_at=letter.first_attempt_at or now,
            now=now,
            ambiguous_before=letter.ambiguous,
        )
        if outbox.settle(tx, letter_id=letter.id, owner=self._post.owner, verdict=verdict, at=now):
            self._done.states[verdict.state] += 1
        if verdict.flag_address:
            people.flag_address(tx, letter.recipient_id, fault=verdict.reason.ru)
        if verdict.state == "sent" and self._was_failing:
            channel_state.open_again(tx)
            self._was_failing = False

    def _put_back(self) -> None:
        """Letters that were not begun are queued again, uncounted; with no lane left, until the channel opens again."""
        rest = [ready.letter.id for ready in (*self._waiting, *self._next_on.values(), *self._stale)]
        held = None if self._idle else self._refused
        if not rest and held is None:
            return
        now = self._clock.now()
        with self._database.write() as tx:
            until, why = now, ""
            if held is not None:
                until = channel_state.hold(tx, now=now, reason=held.reason).held_until or now
                why = held.reason.ru
                self._done.held = True
            outbox.put_back(tx, letter_ids=rest, owner=self._post.owner, next_attempt_at=until, reason=why)
