"""Letters about one pair's move: finding, cancelling and silencing them."""

from sqlalchemy import Connection, select, update

from storage.tables.letters import letters
from storage.tables.organisations import people

_ANNOUNCED = ("pair_formed", "stage_opened", "pair_closed", "move_refused")
_UNSENT = ("queued", "claimed", "held")


def home_of(tx: Connection, person_id: int) -> int:
    """The organisation a person belongs to: its clock and caps hold for his letters."""
    found = tx.execute(select(people.c.organisation_id).where(people.c.id == person_id))
    return int(found.scalar_one())


def silence(tx: Connection, letter_id: int, *, reason: str) -> None:
    """Cancel a letter before its first attempt, with the reason a curator reads."""
    tx.execute(
        update(letters)
        .where(letters.c.id == letter_id, letters.c.state.in_(_UNSENT))
        .values(state="cancelled", reason=reason, next_attempt_at=None, lease_until=None)
    )


def cancel_unsent(tx: Connection, *, pair_id: int, seq: int, reason: str) -> int:
    """Cancel the letters of a move (the pair's journal line `seq`) that have not gone; how many have gone already."""
    found = tx.execute(
        select(letters.c.id, letters.c.facts, letters.c.state, letters.c.message).where(
            letters.c.pair_id == pair_id, letters.c.kind.in_(_ANNOUNCED), letters.c.state != "cancelled"
        )
    ).all()
    gone = 0
    for row in found:
        if row.facts.get("seq") != seq:
            continue
        if row.state in _UNSENT and row.message is None:
            silence(tx, row.id, reason=reason)
        else:
            gone += 1
    return gone


def cancel_about_pair(tx: Connection, pair_id: int, *, reason: str) -> None:
    """Cancel everything unsent about a pair: it was suspended or closed."""
    tx.execute(
        update(letters)
        .where(
            letters.c.pair_id == pair_id,
            letters.c.kind.in_(("stage_opened", "pair_formed", "move_refused")),
            letters.c.state.in_(_UNSENT),
            letters.c.message.is_(None),
        )
        .values(state="cancelled", reason=reason, next_attempt_at=None, lease_until=None)
    )
