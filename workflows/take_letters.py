"""Letters whose moment has come leave the outbox for a worker's hands: claimed, judged, written, in one transaction."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from engine.sign_in import ACCOUNT_LETTERS
from notifications.addresses import domain_of
from notifications.message import Message, build
from notifications.render import render
from storage import letters as letter_rows
from storage import organisation_mail, outbox, reminders
from storage.outbox import Claimed
from workflows.letter_contents import Writer
from workflows.letter_desk import Desk, lay_out
from workflows.letter_truth import Fit, Untrue, successors, weigh
from workflows.posting import Clock, Delivered, Post, Ready

# Longer than the 900 s that DATA, the letter and the server's thinking about the last dot may take (RFC 5321 4.5.3.2).
LEASE_SECONDS = 960.0
# A letter is judged when it is taken: longer than so many seconds it does not wait for its turn.
_FRESH_SECONDS = 60.0
_BATCH = 128
_HOUR = timedelta(hours=1)


def take_letters(tx: Connection, *, clock: Clock, post: Post, done: Delivered) -> list[Ready] | None:
    """Claim a batch and make it ready; None = nothing is due, [] = nothing of what was due may go now."""
    now = clock.now()
    elapsed = clock.elapsed()
    claimed = outbox.claim(tx, owner=post.owner, now=now, lease_until=elapsed + LEASE_SECONDS, limit=_BATCH)
    if not claimed:
        return None
    desk = lay_out(tx, claimed, at=now)
    writer = Writer(tx, desk, base_url=post.base_url, server=post.server, secret=post.secret)
    allowed = _within_caps(tx, claimed, desk, now=now, post=post, done=done)
    until = elapsed + _FRESH_SECONDS
    prepared = (_prepare(tx, letter, desk, writer, post, done, until=until) for letter in allowed)
    return [ready for ready in prepared if ready is not None]


def _within_caps(
    tx: Connection, claimed: Sequence[Claimed], desk: Desk, *, now: datetime, post: Post, done: Delivered
) -> list[Claimed]:
    """Put back what may not go now: night, day off, or an organisation that sent its hour's letters."""
    sent = organisation_mail.sent_since(tx, {one.organisation_id for one in claimed}, since=now - _HOUR)
    spent = Counter(organisation_mail.under_way(tx)) - Counter(one.organisation_id for one in claimed)
    spent.update({key: count for key, (count, _) in sent.items()})
    allowed: list[Claimed] = []
    for letter in claimed:
        if letter.kind in ACCOUNT_LETTERS:  # somebody waits at the door: no night, no day off, no cap
            allowed.append(letter)
            continue
        opens = desk.opens_at(letter, now)
        cap = desk.lives[letter.organisation_id].policy.limits.hourly_cap
        if opens > now:
            outbox.put_back(tx, letter_ids=[letter.id], owner=post.owner, next_attempt_at=opens)
        elif spent[letter.organisation_id] >= cap:
            freed = sent[letter.organisation_id][1] + _HOUR if letter.organisation_id in sent else now + _HOUR
            why = f"не больше {cap} писем организации в час"
            outbox.put_back(tx, letter_ids=[letter.id], owner=post.owner, next_attempt_at=freed, reason=why)
        else:
            spent[letter.organisation_id] += 1
            allowed.append(letter)
            continue
        done.states["queued"] += 1
    return allowed


def _prepare(
    tx: Connection, letter: Claimed, desk: Desk, writer: Writer, post: Post, done: Delivered, *, until: float
) -> Ready | None:
    """The bytes of a letter that is still true; otherwise it is cancelled and its successors get rows of their own."""
    judged = weigh(letter, desk)
    for row, who in successors(letter, desk):
        reminders.hand_over(tx, row, person_id=who.person_id, silence=who.silence)
    if not letter.ambiguous:  # what a copy that may have arrived told stays told
        for reminder_id, why in judged.dropped:
            reminders.settle(tx, [reminder_id], state="cancelled", reason=why)
    if isinstance(judged, Untrue):
        doubt = "; первая копия могла дойти" if letter.ambiguous else ""
        letter_rows.cancel(tx, [letter.id], reason=judged.reason + doubt)
        done.states["cancelled"] += 1
        return None
    address = desk.people[letter.recipient_id].email
    if letter.message is not None:
        return Ready(letter, address, letter.subject, Message(letter.message_id, letter.message), until)
    return Ready(letter, address, *_written(letter, judged, address, writer, post, desk), until)


def _written(letter: Claimed, fit: Fit, address: str, writer: Writer, post: Post, desk: Desk) -> tuple[str, Message]:
    content = writer.content(letter, fit)
    words = render(content, desk.words(letter, content.kind, content.to.language))
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
        unsubscribe=writer.unsubscribe(letter, content),
        calendar=writer.calendar(letter, content, sender=post.sender),
    )
    return words.subject, message
