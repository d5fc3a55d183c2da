"""What becomes of a letter after an attempt: the retry steps and the end of patience.

The mail contract: exactly-once mail does not exist over SMTP, so an attempt that got no answer to its last dot is
*ambiguous*. It is repeated once by itself; after a second such attempt the letter is `uncertain` and waits for a
person.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from engine.words import Words

HOLD_STEPS = tuple(timedelta(minutes=m) for m in (1, 5, 15, 30, 60))
BANNER_AFTER = timedelta(minutes=15)
FIRST_RETRY = timedelta(minutes=5)
LATER_RETRY = timedelta(minutes=30)
GIVE_UP_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took the letter over. `reply` is its last answer, with addresses struck out."""

    reply: str


@dataclass(frozen=True, slots=True)
class ChannelHold:
    """The channel is at fault, not the letter: no attempt is counted, everything waits for the next try.

    `code` is the server's reply code, None when there was no readable reply.
    """

    reason: Words
    code: int | None = None


@dataclass(frozen=True, slots=True)
class RetryLetter:
    """The server certainly did not take this letter, and may take it later. `code` is None after a lost connection."""

    reason: Words
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The server will never take this letter. `flag_address`: it is the address that is wrong, tell the curator."""

    reason: Words
    code: int | None = None
    flag_address: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """The last dot went out and no readable answer came: the letter may or may not have been taken."""

    reason: Words


Outcome = Sent | RetryLetter | Failed | Ambiguous


@dataclass(frozen=True, slots=True)
class LetterVerdict:
    """The letter's next state.

    `next_attempt_at` is set for `queued` only; quiet hours may move it later, never earlier. `ambiguous_spent` is to be
    stored with the letter and given back as `ambiguous_before`: its one automatic ambiguous retry is used up.
    """

    state: Literal["sent", "queued", "failed", "uncertain"]
    reason: Words
    next_attempt_at: datetime | None = None
    ambiguous_spent: bool = False
    flag_address: bool = False


def next_channel_hold(failures: int) -> timedelta:
    """How long the channel rests after its nth failure in a row (1 = the first): 1, 5, 15, 30, then 60 minutes.

    >>> [int(next_channel_hold(n).total_seconds() // 60) for n in (1, 2, 3, 4, 5, 9)]
    [1, 5, 15, 30, 60, 60]
    """
    return HOLD_STEPS[min(max(failures, 1), len(HOLD_STEPS)) - 1]


def needs_banner(*, holding_since: datetime, now: datetime) -> bool:
    """Whether people should be told that letters are not leaving: after 15 minutes without a working channel.

    >>> from datetime import UTC
    >>> start = datetime(2026, 9, 25, 9, 0, tzinfo=UTC)
    >>> needs_banner(holding_since=start, now=start + timedelta(minutes=15))
    True
    """
    return now - holding_since >= BANNER_AFTER


def after(
    outcome: Outcome, *, attempts: int, first_attempt_at: datetime, now: datetime, ambiguous_before: bool
) -> LetterVerdict:
    """The state of a letter after its attempt number `attempts` (1 = this was the first) ended with `outcome`.

    `first_attempt_at` and `now` are aware instants. A worker that finds a letter left `in_data` by a dead one calls
    this with `Ambiguous`. A letter that may already have arrived once never becomes `failed`, but `uncertain`.

    >>> from datetime import UTC
    >>> nine = datetime(2026, 9, 25, 9, 0, tzinfo=UTC)
    >>> busy = RetryLetter(Words("ящик занят", "mailbox busy"), 450)
    >>> after(busy, attempts=1, first_attempt_at=nine, now=nine, ambiguous_before=False).next_attempt_at
    datetime.datetime(2026, 9, 25, 9, 5, tzinfo=datetime.timezone.utc)
    """
    match outcome:
        case Sent(reply):
            return LetterVerdict("sent", Words(reply, reply))
        case Failed(reason, code, flag_address):
            return _refused(_coded(reason, code), ambiguous_before, flag_address)
        case RetryLetter(reason, code):
            if now - first_attempt_at >= GIVE_UP_AFTER:
                return _refused(_gave_up(_coded(reason, code)), ambiguous_before, flag_address=False)
            wait = FIRST_RETRY if attempts <= 1 else LATER_RETRY
            return LetterVerdict("queued", _coded(reason, code), now + wait, ambiguous_before)
        case Ambiguous(reason):
            if ambiguous_before:
                return LetterVerdict("uncertain", _twice(reason), ambiguous_spent=True)
            return LetterVerdict("queued", reason, now + FIRST_RETRY, ambiguous_spent=True)


def _refused(reason: Words, ambiguous_before: bool, flag_address: bool) -> LetterVerdict:
    if not ambiguous_before:
        return LetterVerdict("failed", reason, flag_address=flag_address)
    doubt = Words(
        f"первая попытка осталась без ответа и могла дойти; повтор не принят: {reason.ru}",
        f"the first attempt got no answer and may have arrived; the second was refused: {reason.en}",
    )
    return LetterVerdict("uncertain", doubt, ambiguous_spent=True, flag_address=flag_address)


def _coded(reason: Words, code: int | None) -> Words:
    return reason if code is None else Words(f"{code}: {reason.ru}", f"{code}: {reason.en}")


def _gave_up(reason: Words) -> Words:
    return Words(f"три дня попыток не помогли: {reason.ru}", f"three days of attempts did not help: {reason.en}")


def _twice(reason: Words) -> Words:
    return Words(f"дважды без ответа: {reason.ru}", f"no answer twice: {reason.en}")
