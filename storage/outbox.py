"""The outbox as workers see it: queued -> claimed -> in_data -> sent, each step fenced by its owner.

`next_attempt_at` is set while a letter is queued and only then; `lease_until` is set while somebody works on it. A step
that returns False touched no row: the lease had run out and the letter belongs to somebody else now.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, case, func, literal, null, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.delivery import Ambiguous, LetterVerdict, after
from engine.sign_in import ACCOUNT_LETTERS
from engine.words import Words
from storage.given import rows_on
from storage.hot import Hot
from storage.tables.letters import letters

_letter = letters.c
_INTERRUPTED = Words(
    "отправка прервалась, ответ сервера неизвестен", "sending broke off, the server's answer is unknown"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A letter this owner may send now. `message` is set when a copy may already be out: then it goes as it is."""

    id: int
    key: str
    kind: str
    organisation_id: int
    recipient_id: int
    pair_id: int | None
    facts: Mapping[str, Any]
    subject: str
    message: bytes | None
    message_id: str
    attempts: int
    ambiguous: bool
    created_at: datetime
    first_attempt_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """Letters taken back from workers that died: how many had not begun, and ids of those whose fate is unknown."""

    requeued: int
    ambiguous: tuple[int, ...]


def enqueue(
    tx: Connection,
    *,
    key: str,
    kind: str,
    organisation_id: int,
    recipient_id: int,
    pair_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
    at: datetime,
    ready_at: datetime,
) -> int | None:
    """Queue a letter and return its id, or None when a letter with this key exists: then nothing changes."""
    row = {
        "key": key,
        "kind": kind,
        "organisation_id": organisation_id,
        "recipient_id": recipient_id,
        "pair_id": pair_id,
        "facts": dict(facts or {}),
        "created_at": at,
        "next_attempt_at": ready_at,
    }
    made = _ENQUEUE[tx.dialect.name].first(tx, row)
    return made[0] if made else None


def enqueue_all(tx: Connection, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Queue many letters by one statement; the ids by key. A key that exists already is absent and nothing changes.

    Each row names what `enqueue` takes: `key`, `kind`, `organisation_id`, `recipient_id`, `pair_id`, `facts`,
    `created_at` and `next_attempt_at`.
    """
    if not rows:
        return {}
    return dict(_ENQUEUE_ALL[tx.dialect.name].all(tx, {"rows": rows}))


def claim(tx: Connection, *, owner: str, now: datetime, lease_until: float, limit: int) -> tuple[Claimed, ...]:
    """Take up to `limit` letters whose moment has come, earliest first.

    `owner` is unique per worker process, `lease_until` real epoch seconds (not the turnable clock).
    """
    taken = tx.execute(_CLAIM, {"by": owner, "now": now, "lease": lease_until, "most": limit}).all()
    found = [
        Claimed(
            id=row.id,
            key=row.key,
            kind=row.kind,
            organisation_id=row.organisation_id,
            recipient_id=row.recipient_id,
            pair_id=row.pair_id,
            facts=row.facts,
            subject=row.subject,
            message=row.message,
            message_id=row.message_id,
            attempts=row.attempts,
            ambiguous=row.ambiguous > 0,
            created_at=row.created_at,
            first_attempt_at=row.first_attempt_at,
        )
        for row in taken
    ]
    return tuple(sorted(found, key=lambda letter: (letter.created_at, letter.id)))


def enter_data(
    tx: Connection,
    *,
    letter_id: int,
    owner: str,
    at: datetime,
    lease_until: float,
    message: bytes,
    message_id: str,
    subject: str,
) -> bool:
    """Note, before the first byte of DATA, that a copy may be out from now on. Counts the attempt.

    `lease_until` as in `claim`: the server may think long about the last dot. The bytes of the first attempt stay:
    later ones are kept from replacing them. False = do not send.
    """
    step = {
        "letter": letter_id,
        "by": owner,
        "at": at,
        "lease": lease_until,
        "bytes": message,
        "name": message_id,
        "title": subject,
    }
    return _ENTER_DATA.run(tx, step) == 1


def settle(tx: Connection, *, letter_id: int, owner: str, verdict: LetterVerdict, at: datetime) -> bool:
    """Write down what became of a claimed letter. An attempt that ended before DATA is counted here.

    False = the lease had run out; somebody else settles it, and this attempt must be forgotten.
    """
    step = {
        "letter": letter_id,
        "by": owner,
        "at": at,
        "end": verdict.state,
        "next": verdict.next_attempt_at,
        "sent": at if verdict.state == "sent" else None,
        "doubt": int(verdict.ambiguous_spent),
        "out": int(verdict.state == "sent" or (verdict.state == "failed" and not verdict.ambiguous_spent)),
        "why": verdict.reason.ru,
    }
    return _SETTLE.run(tx, step) == 1


def put_back(
    tx: Connection, *, letter_ids: Collection[int], owner: str, next_attempt_at: datetime, reason: str = ""
) -> int:
    """Queue claimed letters again without counting an attempt (channel held, night, day off); how many were ours."""
    back = (
        update(letters)
        .where(_letter.id.in_(letter_ids), _letter.owner == owner, _letter.state == "claimed")
        .values(state="queued", owner="", lease_until=None, next_attempt_at=next_attempt_at, reason=reason)
    )
    return tx.execute(back).rowcount


def owners(tx: Connection) -> tuple[str, ...]:
    """Who holds letters now: the worker that starts looks which of them are dead processes of its own machine."""
    return tuple(tx.scalars(select(_letter.owner).where(_letter.lease_until.is_not(None)).distinct()))


def recover(tx: Connection, *, now: datetime, real_now: float, dead_owners: Collection[str] = ()) -> Recovered:
    """Take back letters whose lease ran out (`real_now`, epoch seconds) or whose owner is known to be dead.

    What had not begun DATA is queued again without counting; what had is ambiguous: one repetition of the same bytes,
    then `uncertain`.
    """
    lost = or_(_letter.lease_until < real_now, _letter.owner.in_(dead_owners))
    wanted = select(
        _letter.id, _letter.state, _letter.owner, _letter.attempts, _letter.ambiguous, _letter.first_attempt_at
    )
    rows = tx.execute(
        wanted.where(_letter.lease_until.is_not(None), lost).order_by(_letter.id).with_for_update(skip_locked=True)
    ).all()
    requeued, ambiguous = 0, list[int]()
    for row in rows:
        if row.state == "claimed":
            requeued += put_back(tx, letter_ids=[row.id], owner=row.owner, next_attempt_at=now)
            continue
        verdict = after(
            Ambiguous(_INTERRUPTED),
            attempts=row.attempts,
            first_attempt_at=row.first_attempt_at,
            now=now,
            ambiguous_before=row.ambiguous > 0,
        )
        settle(tx, letter_id=row.id, owner=row.owner, verdict=verdict, at=now)
        ambiguous.append(row.id)
    return Recovered(requeued=requeued, ambiguous=tuple(ambiguous))


def next_moment(tx: Connection) -> datetime | None:
    """When the next queued letter wants its attempt; None = the queue is empty."""
    found: datetime | None = tx.execute(_NEXT_MOMENT).scalar_one_or_none()
    return found


_GIVEN = ("key", "kind", "organisation_id", "recipient_id", "pair_id", "facts", "created_at", "next_attempt_at")
_FRESH = {"state": "queued", "subject": "", "message_id": "", "attempts": 0, "ambiguous": 0, "owner": "", "reason": ""}


def _enqueue(insert: Any) -> Hot:
    row: dict[str, Any] = {name: bindparam(name) for name in _GIVEN}
    made = insert(letters).values(row | _FRESH)
    return Hot(made.on_conflict_do_nothing(index_elements=["key"]).returning(letters.c.id))


def _enqueue_all(insert: Any, dialect: str) -> Hot:
    given = rows_on(dialect, [letters.c[name] for name in _GIVEN])
    fresh = [literal(value).label(name) for name, value in _FRESH.items()]
    made = insert(letters).from_select([*_GIVEN, *_FRESH], select(given, *fresh).where(true()))
    return Hot(made.on_conflict_do_nothing(index_elements=["key"]).returning(letters.c.key, letters.c.id))


_ENQUEUE = {"sqlite": _enqueue(sqlite.insert), "postgresql": _enqueue(postgresql.insert)}
_ENQUEUE_ALL = {
    "sqlite": _enqueue_all(sqlite.insert, "sqlite"),
    "postgresql": _enqueue_all(postgresql.insert, "postgresql"),
}

# A CTE that locks is planned once: as a subquery PostgreSQL may run it per row and take more than the limit.
_READY = (
    select(_letter.id)
    .where(_letter.next_attempt_at <= bindparam("now"), _letter.state == "queued")
    .order_by(_letter.next_attempt_at)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
    .cte("ready")
)
_CLAIM = (
    update(letters)
    .where(_letter.id.in_(select(_READY.c.id)))
    .values(state="claimed", owner=bindparam("by"), lease_until=bindparam("lease"), next_attempt_at=None)
    .returning(*letters.c)
)
_MINE = update(letters).where(_letter.id == bindparam("letter", type_=Integer), _letter.owner == bindparam("by"))
_ENTER_DATA = Hot(
    _MINE.where(_letter.state == "claimed").values(
        state="in_data",
        lease_until=bindparam("lease"),
        attempts=_letter.attempts + 1,
        first_attempt_at=func.coalesce(_letter.first_attempt_at, bindparam("at", type_=_letter.created_at.type)),
        message=func.coalesce(_letter.message, bindparam("bytes", type_=_letter.message.type)),
        message_id=bindparam("name"),
        subject=bindparam("title"),
    )
)
_SETTLE = Hot(
    _MINE.where(_letter.lease_until.is_not(None)).values(
        state=bindparam("end"),
        attempts=_letter.attempts + case((_letter.state == "claimed", 1), else_=0),
        first_attempt_at=func.coalesce(_letter.first_attempt_at, bindparam("at", type_=_letter.created_at.type)),
        next_attempt_at=bindparam("next"),
        sent_at=bindparam("sent"),
        # The link of such a letter opens an account: once it is out, only its reader knows it. The bytes of a doubtful
        # copy stay, for another one must be the same (C4).
        message=case(
            (
                and_(
                    or_(*(_letter.kind == kind for kind in ACCOUNT_LETTERS)),
                    bindparam("out", type_=Integer) == 1,
                ),
                null(),
            ),
            else_=_letter.message,
        ),
        ambiguous=bindparam("doubt"),
        reason=bindparam("why"),
        owner="",
        lease_until=None,
    )
)
_NEXT_MOMENT = (
    select(_letter.next_attempt_at)
    .where(_letter.next_attempt_at.is_not(None))
    .order_by(_letter.next_attempt_at)
    .limit(1)
)
