"""Letters as people see and steer them: lists with reasons, cancelling, retrying, holding and releasing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, func, select, true, update

from storage.scope import Scope, visible
from storage.tables.letters import letters
from storage.tables.obligations import reminders
from storage.tables.organisations import people

_letter = letters.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One reminder inside a letter."""

    obligation_id: int
    rung: int
    state: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """A letter without its bytes. `recipient` is the e-mail; `next_attempt_at` is set while it is queued."""

    id: int
    key: str
    kind: str
    organisation_id: int
    recipient_id: int
    recipient: str
    pair_id: int | None
    subject: str
    state: str
    message_id: str
    attempts: int
    ambiguous: int
    created_at: datetime
    first_attempt_at: datetime | None
    next_attempt_at: datetime | None
    sent_at: datetime | None
    reason: str
    reminders: tuple[Carried, ...] = field(default=())


def listing(
    tx: Connection,
    scope: Scope,
    *,
    state: str | None = None,
    recipient: str | None = None,
    pair_id: int | None = None,
    limit: int = 1000,
    before: int | None = None,
) -> tuple[LetterLine, ...]:
    """The newest `limit` visible letters, newest first, each with its reminders. `recipient` is an e-mail; `before`
    begins with the first one older than that id."""
    clauses = [visible(scope, _letter.organisation_id)]
    if state is not None:
        clauses.append(_letter.state == state)
    if recipient is not None:
        clauses.append(func.lower(people.c.email) == recipient.lower())
    if pair_id is not None:
        clauses.append(_letter.pair_id == pair_id)
    if before is not None:
        clauses.append(_letter.id < before)
    rows = tx.execute(_LINES.where(*clauses).order_by(_letter.id.desc()).limit(limit)).mappings().all()
    return _with_reminders(tx, rows)


def one(tx: Connection, scope: Scope, letter_id: int) -> LetterLine | None:
    """A letter with everything that explains its fate; None = it is not there or not to be seen."""
    rows = tx.execute(_LINES.where(_letter.id == letter_id, visible(scope, _letter.organisation_id))).mappings().all()
    return _with_reminders(tx, rows)[0] if rows else None


def newest(tx: Connection) -> int:
    """The id of the letter made last, 0 when there is none."""
    return int(tx.execute(select(func.coalesce(func.max(_letter.id), 0))).scalar_one())


def after(tx: Connection, letter_id: int) -> Sequence[Row[Any]]:
    """The whole rows of letters made after this one, in the order they were made."""
    return tx.execute(select(letters).where(_letter.id > letter_id).order_by(_letter.id)).all()


def to_person(tx: Connection, person_id: int, kind: str, *, limit: int) -> tuple[LetterLine, ...]:
    """The newest letters of a kind to one person, newest first, by the index of recipients."""
    mine = (_letter.recipient_id == person_id) & (_letter.kind == kind)
    wanted = _LINES.where(mine).order_by(_letter.created_at.desc(), _letter.id.desc()).limit(limit)
    return _with_reminders(tx, tx.execute(wanted).mappings().all())


def cancel(tx: Connection, letter_ids: Collection[int], *, reason: str) -> tuple[int, ...]:
    """Stop letters of which no byte went out; returns the ids that were stopped.

    A worker that already claimed one finds its lease gone before DATA and does not send.
    """
    return _turn(
        tx,
        _letter.id.in_(letter_ids) & _letter.state.in_(("queued", "held", "claimed")),
        {"state": "cancelled", "reason": reason, "next_attempt_at": None, "lease_until": None, "owner": ""},
    )


def retry(tx: Connection, letter_id: int, *, now: datetime) -> bool:
    """Queue a failed or uncertain letter once more, because a person asked; False = it is neither.

    What is known of doubtful copies stays: a click allows one more copy, not two.
    """
    wanted = {"state": "queued", "next_attempt_at": now, "first_attempt_at": None, "reason": ""}
    return bool(_turn(tx, (_letter.id == letter_id) & _letter.state.in_(("failed", "uncertain")), wanted))


def hold(tx: Connection, *, reason: str, organisation_id: int | None = None) -> int:
    """Keep queued letters from going until somebody releases them; None = of every organisation. How many."""
    wanted = {"state": "held", "next_attempt_at": None, "reason": reason}
    return len(_turn(tx, (_letter.state == "queued") & _of(organisation_id), wanted))


def release(
    tx: Connection,
    scope: Scope,
    *,
    now: datetime,
    letter_ids: Collection[int] | None = None,
    organisation_id: int | None = None,
) -> tuple[int, ...]:
    """Let visible held letters go: these, or those of one organisation, or all. Returns their ids."""
    chosen = _letter.id.in_(letter_ids) if letter_ids is not None else true()
    held = (_letter.state == "held") & chosen & _of(organisation_id) & visible(scope, _letter.organisation_id)
    return _turn(tx, held, {"state": "queued", "next_attempt_at": now, "reason": ""})


def waiting(tx: Connection, *, organisation_id: int | None = None) -> int:
    """How many letters are queued; None = of every organisation."""
    counted = select(func.count()).where(_letter.next_attempt_at.is_not(None), _of(organisation_id))
    return int(tx.execute(counted.select_from(letters)).scalar_one())


def oldest_queued(tx: Connection) -> datetime | None:
    """When the letter was made that waits longest; None = nothing waits."""
    found: datetime | None = tx.scalar(
        select(_letter.created_at).where(_letter.next_attempt_at.is_not(None)).order_by(_letter.created_at).limit(1)
    )
    return found


def _turn(tx: Connection, which: ColumnElement[bool], wanted: Mapping[str, Any]) -> tuple[int, ...]:
    turned = tx.scalars(update(letters).where(which).values(dict(wanted)).returning(_letter.id))
    return tuple(sorted(turned))


def _of(organisation_id: int | None) -> ColumnElement[bool]:
    return true() if organisation_id is None else _letter.organisation_id == organisation_id


def _with_reminders(tx: Connection, rows: Sequence[RowMapping]) -> tuple[LetterLine, ...]:
    carried: dict[int, list[Carried]] = {row["id"]: [] for row in rows}
    wanted = _CARRIED.where(reminders.c.letter_id.in_(carried)).order_by(reminders.c.obligation_id, reminders.c.rung)
    for row in tx.execute(wanted) if carried else ():
        carried[row.letter_id].append(
            Carried(obligation_id=row.obligation_id, rung=row.rung, state=row.state, reason=row.reason)
        )
    return tuple(LetterLine(**row, reminders=tuple(carried[row["id"]])) for row in rows)


_LINES = select(
    *(letters.c[name] for name in LetterLine.__slots__ if name in letters.c),
    func.coalesce(people.c.email, "").label("recipient"),
).join_from(letters, people, people.c.id == _letter.recipient_id, isouter=True)
_CARRIED = select(
    reminders.c.letter_id, reminders.c.obligation_id, reminders.c.rung, reminders.c.state, reminders.c.reason
)
