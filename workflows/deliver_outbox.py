"""The tick's last step: letters whose moment has come go to the mail server, each step durable before the next.

The mail contract (reliability.md): queued -> claimed -> MAIL, RCPT accepted -> COMMIT in_data -> DATA … dot -> 250 ->
COMMIT sent. This is the one flow that owns several transactions: a letter cannot be un-sent by a rollback.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import Connection

from engine.delivery import ChannelHold, Failed, LetterVerdict, Outcome, RetryLetter, after
from notifications.addresses import domain_of
from notifications.message import Message, build
from notifications.render import render
from notifications.smtp import Accepted, Channel
from storage import channel as channel_state
from storage import letters as letter_rows
from storage import organisation_mail, outbox, people, reminders
from storage.database import Database
from storage.outbox import Claimed
from workflows.letter_contents import Writer
from workflows.letter_desk import Desk, lay_out
from workflows.letter_truth import Fit, Untrue, successors, weigh

_BATCH = 20
# Longer than the 600 s a server may think about the last dot (RFC 5321 4.5.3.2.6).
_LEASE_SECONDS = 900.0
_HOUR = timedelta(hours=1)


class Clock(Protocol):
    """`now` is the product's instant (turnable), `elapsed` real epoch seconds."""

    def now(self) -> datetime: ...

    def elapsed(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Post:
    """How this installation sends. `sender` is a plain address, `server` the mail server's name in the test letter."""

    sender: str
    sender_name: str
    base_url: str
    server: str
    owner: str


@dataclass(slots=True)
class Delivered:
    """What a pass came to: letters by their new state; `held` = the channel is closed, nothing was tried."""

    states: Counter[str] = field(default_factory=Counter[str])
    held: bool = False


@dataclass(frozen=True, slots=True)
class _Ready:
    letter: Claimed
    address: str
    subject: str
    message: Message


def deliver_outbox(
    database: Database, channel: Channel, *, clock: Clock, post: Post, stopping: Callable[[], bool] = lambda: False
) -> Delivered:
    """Send what is ready, batch after batch, until nothing is, the channel closes or `stopping` says so.

    A stop lets the current letter finish and puts the claimed rest back.
    """
    done = Delivered()
    while not stopping():
        with database.write() as tx:
            now = clock.now()
            if not channel_state.state(tx).open_at(now):
                done.held = True
                return done
            batch = _take(tx, clock, post, done)
        if batch is None:
            return done
        if not _send_all(database, channel, batch, clock=clock, post=post, done=done, stopping=stopping):
            return done
    return done


def recover_letters(tx: Connection, *, clock: Clock, dead_owners: Sequence[str] = ()) -> int:
    """Take back letters from workers that died; how many there were."""
    found = outbox.recover(tx, now=clock.now(), real_now=clock.elapsed(), dead_owners=dead_owners)
    return found.requeued + len(found.ambiguous)


def _take(tx: Connection, clock: Clock, post: Post, done: Delivered) -> list[_Ready] | None:
    """Claim a batch and make it ready in one transaction; None = nothing is due."""
    now = clock.now()
    lease = clock.elapsed() + _LEASE_SECONDS
    claimed = outbox.claim(tx, owner=post.owner, now=now, lease_until=lease, limit=_BATCH)
    if not claimed:
        return None
    desk = lay_out(tx, claimed, at=now)
    writer = Writer(tx, desk, base_url=post.base_url, server=post.server)
    allowed = _within_caps(tx, claimed, desk, now=now, post=post, done=done)
    return [ready for letter in allowed if (ready := _prepare(tx, letter, desk, writer, post, done)) is not None]


def _within_caps(
    tx: Connection, claimed: Sequence[Claimed], desk: Desk, *, now: datetime, post: Post, done: Delivered
) -> list[Claimed]:
    """Put back what may not go now: night, day off, or an organisation that sent its hour's letters."""
    sent = organisation_mail.sent_since(tx, {one.organisation_id for one in claimed}, since=now - _HOUR)
    room = {key: desk.lives[key].policy.limits.hourly_cap - count for key, (count, _) in sent.items()}
    allowed: list[Claimed] = []
    for letter in claimed:
        opens = desk.opens_at(letter, now)
        cap = desk.lives[letter.organisation_id].policy.limits.hourly_cap
        room.setdefault(letter.organisation_id, cap)
        if opens > now:
            outbox.put_back(tx, letter_ids=[letter.id], owner=post.owner, next_attempt_at=opens)
        elif room[letter.organisation_id] <= 0:
            freed = sent[letter.organisation_id][1] + _HOUR if letter.organisation_id in sent else now + _HOUR
            why = f"не больше {cap} писем организации в час"
            outbox.put_back(tx, letter_ids=[letter.id], owner=post.owner, next_attempt_at=freed, reason=why)
        else:
            room[letter.organisation_id] -= 1
            allowed.append(letter)
            continue
        done.states["queued"] += 1
    return allowed


def _prepare(tx: Connection, letter: Claimed, desk: Desk, writer: Writer, post: Post, done: Delivered) -> _Ready | None:
    """The bytes of a letter that is still true; otherwise it is cancelled and its successors get rows of their own."""
    judged = weigh(letter, desk)
    for row, who in successors(letter, desk):
        reminders.hand_over(tx, row, person_id=who.person_id, silence=who.silence)
    match judged:
        case Untrue(reason):
            doubt = "; первая копия могла дойти" if letter.ambiguous else ""
            letter_rows.cancel(tx, [letter.id], reason=reason + doubt)
            done.states["cancelled"] += 1
            return None
        case Fit() as fit:
            for reminder_id, why in fit.dropped:
                reminders.settle(tx, [reminder_id], state="cancelled", reason=why)
    address = desk.people[letter.recipient_id].email
    if letter.message is not None:
        return _Ready(letter, address, letter.subject, Message(letter.message_id, letter.message))
    return _Ready(letter, address, *_written(letter, fit, address, writer, post, desk))


def _written(letter: Claimed, fit: Fit, address: str, writer: Writer, post: Post, desk: Desk) -> tuple[str, Message]:
    content = writer.content(letter, fit)
    words = render(content)
    message = build(
        key=letter.key,
        sender=post.sender,
        sender_name=post.sender_name,
        recipient=address,
        subject=words.subject,
        text=words.text,
        html=words.html,
        date=desk.at,
        domain=domain_of(post.sender),
        language=content.to.language,
    )
    return words.subject, message


def _send_all(
    database: Database,
    channel: Channel,
    batch: Sequence[_Ready],
    *,
    clock: Clock,
    post: Post,
    done: Delivered,
    stopping: Callable[[], bool],
) -> bool:
    """Send a batch letter by letter; False = stop here, the rest has been put back."""
    for position, ready in enumerate(batch):
        rest = [one.letter.id for one in batch[position:]]
        if stopping():
            _put_back(database, rest, clock.now(), post)
            return False
        held = _send(database, channel, ready, clock=clock, post=post, done=done)
        if held is not None:
            _hold(database, rest, held, clock=clock, post=post)
            done.held = True
            return False
    return True


def _send(
    database: Database, channel: Channel, ready: _Ready, *, clock: Clock, post: Post, done: Delivered
) -> ChannelHold | None:
    """One attempt. Returns the hold when the channel, not the letter, is at fault."""
    letter = ready.letter
    offered = channel.offer(sender=post.sender, recipient=ready.address)
    match offered:
        case ChannelHold():
            return offered
        case RetryLetter() | Failed():
            outcome: Outcome = offered
        case Accepted():
            with database.write() as tx:
                mine = outbox.enter_data(
                    tx,
                    letter_id=letter.id,
                    owner=post.owner,
                    at=clock.now(),
                    message=ready.message.data,
                    message_id=ready.message.message_id,
                    subject=ready.subject,
                )
            if not mine:
                return None  # cancelled, or taken over by another worker after our lease
            outcome = channel.transmit(ready.message.data)
    now = clock.now()
    verdict = after(
        outcome,
        attempts=letter.attempts + 1,
        first_attempt_at=letter.first_attempt_at or now,
        now=now,
        ambiguous_before=letter.ambiguous,
    )
    with database.write() as tx:
        _note(tx, letter, verdict, now=now, post=post, done=done)
    return None


def _note(
    tx: Connection, letter: Claimed, verdict: LetterVerdict, *, now: datetime, post: Post, done: Delivered
) -> None:
    if outbox.settle(tx, letter_id=letter.id, owner=post.owner, verdict=verdict, at=now):
        done.states[verdict.state] += 1
    if verdict.flag_address:
        people.flag_address(tx, letter.recipient_id, fault=verdict.reason.ru)
    if verdict.state == "sent":
        channel_state.open_again(tx)


def _hold(database: Database, rest: Sequence[int], held: ChannelHold, *, clock: Clock, post: Post) -> None:
    """The channel rests: letters go back uncounted, to be tried when it opens again."""
    now = clock.now()
    with database.write() as tx:
        state = channel_state.hold(tx, now=now, reason=held.reason)
        outbox.put_back(
            tx, letter_ids=rest, owner=post.owner, next_attempt_at=state.held_until or now, reason=held.reason.ru
        )


def _put_back(database: Database, rest: Sequence[int], now: datetime, post: Post) -> None:
    with database.write() as tx:
        outbox.put_back(tx, letter_ids=rest, owner=post.owner, next_attempt_at=now)
