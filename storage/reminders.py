"""The ledger of reminders: one rung of one obligation's revision for one person."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Row, bindparam, func, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.given import among, rows_on
from storage.letters import cancel
from storage.obligations import Due
from storage.tables.letters import letters
from storage.tables.obligations import obligations, reminders
from storage.tables.organisations import organisations, people
from storage.tables.programmes import pairs
from storage.tables.roadmaps import items

_HANDED_OVER = ("obligation_id", "revision", "rung", "audience", "organisation_id", "due_at", "ready_at")
_BORN = (*_HANDED_OVER, "recipient_id", "state", "reason")
_UNIQUE = ["obligation_id", "rung", "revision", "recipient_id"]
_WAITING_COLUMNS: list[Column[Any]] = [
    reminders.c.id,
    reminders.c.recipient_id,
    reminders.c.obligation_id,
    reminders.c.rung,
    reminders.c.audience,
    people.c.organisation_id,
]
_READY = (
    select(reminders.c.recipient_id)
    .where(reminders.c.state == "waiting", reminders.c.ready_at <= bindparam("now"))
    .order_by(reminders.c.ready_at)
    .limit(bindparam("most"))
)
# All that waits for a person travels with what is ready for him.
_WAITING = (
    select(*_WAITING_COLUMNS)
    .join(people, people.c.id == reminders.c.recipient_id)
    .where(reminders.c.state == "waiting", reminders.c.recipient_id.in_(_READY))
    .order_by(reminders.c.recipient_id, reminders.c.id)
)
_LEDGER = select(reminders.c.obligation_id, reminders.c.revision, reminders.c.rung, reminders.c.recipient_id).where(
    among(reminders.c.obligation_id, "ids")
)
_THESE = update(reminders).where(among(reminders.c.id, "ids"))
_WAIT = _THESE.values(ready_at=bindparam("until"))
_SETTLE = _THESE.values(state=bindparam("becomes"), reason=bindparam("why"))
_UNSENT = (
    select(reminders.c.id, reminders.c.letter_id)
    .outerjoin(letters, letters.c.id == reminders.c.letter_id)
    .where(
        among(reminders.c.obligation_id, "ids"),
        (reminders.c.state == "waiting")
        # A letter whose DATA has begun may have arrived: its reminders stay what they are.
        | (
            (reminders.c.state == "lettered")
            & letters.c.state.in_(("queued", "claimed", "held"))
            & letters.c.message.is_(None)
        ),
    )
)
_TOLD = (
    select(reminders.c.obligation_id, reminders.c.recipient_id, func.max(reminders.c.due_at))
    .where(
        among(reminders.c.obligation_id, "ids"),
        reminders.c.state.in_(("waiting", "lettered")),
        reminders.c.due_at >= bindparam("since"),
    )
    .group_by(reminders.c.obligation_id, reminders.c.recipient_id)
)
_WAITING_OF = select(reminders.c.obligation_id, reminders.c.recipient_id, reminders.c.id).where(
    among(reminders.c.obligation_id, "ids"), reminders.c.rung == bindparam("rung"), reminders.c.state == "waiting"
)
_OF_LETTERS = (
    select(
        reminders,
        obligations.c.organisation_id.label("owner_id"),
        obligations.c.subject_kind,
        obligations.c.subject_id,
        obligations.c.occurrence,
        obligations.c.pair_id,
        obligations.c.item_id,
        obligations.c.title,
        obligations.c.ladder,
        obligations.c.responsible_role,
        obligations.c.responsible_id,
        obligations.c.due_on,
        obligations.c.first_due_on,
        obligations.c.revision.label("current_revision"),
        obligations.c.status,
        obligations.c.held,
        items.c.number.label("item_number"),
        pairs.c.number.label("pair_number"),
        organisations.c.name.label("organisation_name"),
    )
    .join(obligations, obligations.c.id == reminders.c.obligation_id)
    .join(organisations, organisations.c.id == obligations.c.organisation_id)
    .outerjoin(items, items.c.id == obligations.c.item_id)
    .outerjoin(pairs, pairs.c.id == obligations.c.pair_id)
    .where(among(reminders.c.letter_id, "ids"), reminders.c.state == "lettered")
    .order_by(reminders.c.letter_id, obligations.c.due_on, obligations.c.id)
)


def bear(tx: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write rungs that came due. A rung of this revision and person that exists already stays as it is (law 4)."""
    if rows:
        tx.execute(_BEAR[tx.dialect.name], {"rows": rows})


def waiting(tx: Connection, *, now: datetime, most: int) -> Sequence[Row[Any]]:
    """Everything that waits for people of whom something is ready, by person; about `most` people at most."""
    return tx.execute(_WAITING, {"now": now, "most": most}).all()


def wait(tx: Connection, ids: Iterable[int], *, until: datetime) -> None:
    """Let reminders wait for a later letter."""
    wanted = list(ids)
    if wanted:
        tx.execute(_WAIT, {"ids": wanted, "until": until})


def lettered(tx: Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Put (reminder, letter) together."""
    if rows:
        tx.execute(_LETTERED[tx.dialect.name], {"rows": [{"id": key, "letter_id": letter} for key, letter in rows]})


def settle(tx: Connection, ids: Iterable[int], *, state: str, reason: str) -> None:
    """Give reminders their final state and its reason."""
    wanted = list(ids)
    if wanted:
        tx.execute(_SETTLE, {"ids": wanted, "becomes": state, "why": reason})


def cancel_unsent(tx: Connection, obligation_ids: Iterable[int], *, reason: str) -> None:
    """Cancel reminders whose sending has not begun; a letter left empty is cancelled with them."""
    found = tx.execute(_UNSENT, {"ids": obligation_ids}).all()
    if not found:
        return
    settle(tx, [row.id for row in found], state="cancelled", reason=reason)
    cancel_empty_letters(tx, {row.letter_id for row in found if row.letter_id is not None}, reason=reason)


def cancel_empty_letters(tx: Connection, letter_ids: Iterable[int], *, reason: str) -> None:
    """Cancel letters that carry no reminder any more."""
    wanted = sorted(letter_ids)
    if not wanted:
        return
    alive = select(reminders.c.letter_id).where(reminders.c.letter_id.in_(wanted), reminders.c.state == "lettered")
    cancel(tx, sorted(set(wanted) - set(tx.scalars(alive))), reason=reason)


def of_letters(tx: Connection, letter_ids: Iterable[int]) -> Sequence[Row[Any]]:
    """What letters carry, with the obligations as they are now, by letter and due day."""
    return tx.execute(_OF_LETTERS, {"ids": letter_ids}).all()


def born(tx: Connection, obligation_ids: Iterable[int]) -> set[tuple[int, int, int, int]]:
    """What the ledger already has of these obligations: (obligation, revision, rung, recipient)."""
    found = tx.execute(_LEDGER, {"ids": sorted(set(obligation_ids))})
    return {(row[0], row[1], row[2], row[3]) for row in found}


def told_since(tx: Connection, obligation_ids: Iterable[int], *, since: datetime) -> dict[tuple[int, int], datetime]:
    """When each (obligation, recipient) was last reminded, or is about to be, from `since` on."""
    found = tx.execute(_TOLD, {"ids": sorted(set(obligation_ids)), "since": since})
    return {(row[0], row[1]): row[2] for row in found}


def waiting_of(tx: Connection, obligation_ids: Iterable[int], *, rung: int) -> dict[tuple[int, int], int]:
    """The ids of reminders of this rung that wait for their letter, by (obligation, recipient)."""
    found = tx.execute(_WAITING_OF, {"ids": sorted(set(obligation_ids)), "rung": rung})
    return {(row[0], row[1]): row[2] for row in found}


def rest(tx: Connection, *, obligation_id: int, person_id: int, until: datetime, reason: str) -> None:
    """Let what is on its way to the responsible wait until then; a letter left empty is cancelled."""
    found = tx.execute(
        _UNSENT.where(reminders.c.recipient_id == person_id, reminders.c.audience == "responsible"),
        {"ids": [obligation_id]},
    ).all()
    if not found:
        return
    again = {"state": "waiting", "letter_id": None, "ready_at": until}
    tx.execute(update(reminders).where(reminders.c.id.in_([row.id for row in found])).values(again))
    cancel_empty_letters(tx, {row.letter_id for row in found if row.letter_id is not None}, reason=reason)


def wake(tx: Connection, *, obligation_id: int, person_id: int, at: datetime) -> None:
    """What waits of an obligation for a person may go from `at` on."""
    mine = (reminders.c.obligation_id == obligation_id) & (reminders.c.recipient_id == person_id)
    tx.execute(update(reminders).where(mine, reminders.c.state == "waiting").values(ready_at=at))


def hand_over(tx: Connection, carried: Row[Any], *, person_id: int, silence: str) -> None:
    """A row of his own for the successor of a reminder's recipient; it joins his next letter."""
    same = {name: getattr(carried, name) for name in _HANDED_OVER}
    state = "suppressed" if silence else "waiting"
    bear(tx, [same | {"recipient_id": person_id, "state": state, "reason": silence}])


def row(
    *,
    obligation: Due | Row[Any],
    rung: int,
    audience: str,
    recipient_id: int,
    due_at: datetime,
    state: str,
    reason: str = "",
) -> dict[str, Any]:
    return {
        "obligation_id": obligation.id,
        "organisation_id": obligation.organisation_id,
        "revision": obligation.revision,
        "rung": rung,
        "audience": audience,
        "recipient_id": recipient_id,
        "due_at": due_at,
        "ready_at": due_at,
        "state": state,
        "reason": reason,
    }


def _bear(insert: Any, dialect: str) -> Any:
    given = rows_on(dialect, [reminders.c[name] for name in _BORN])
    fresh = insert(reminders).from_select(_BORN, select(given).where(true()))
    return fresh.on_conflict_do_nothing(index_elements=_UNIQUE)


def _lettered(dialect: str) -> Any:
    given = rows_on(dialect, [reminders.c.id, reminders.c.letter_id])
    return (
        update(reminders)
        .where(reminders.c.id == given.c.id, reminders.c.state == "waiting")
        .values(state="lettered", letter_id=given.c.letter_id)
    )


_BEAR = {"sqlite": _bear(sqlite.insert, "sqlite"), "postgresql": _bear(postgresql.insert, "postgresql")}
_LETTERED = {name: _lettered(name) for name in ("sqlite", "postgresql")}
