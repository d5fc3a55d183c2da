"""Letters about one pair's move: finding, cancelling and silencing them."""

from collections.abc import Iterable

from sqlalchemy import Connection, or_, select

from storage.given import among
from storage.hot import Hot
from storage.letters import cancel
from storage.tables.letters import letters
from storage.tables.organisations import people

_HOMES = Hot(select(people.c.id, people.c.organisation_id).where(among(people.c.id, "ids")))
_ANNOUNCED = ("pair_formed", "stage_opened", "pair_closed", "move_refused")
_UNSENT = ("queued", "claimed", "held")


def homes_of(tx: Connection, person_ids: Iterable[int]) -> dict[int, int]:
    """The organisation each person belongs to: its clock and caps hold for his letters."""
    return dict(_HOMES.all(tx, {"ids": person_ids}))


def cancel_unsent(tx: Connection, *, pair_id: int, seq: int, reason: str) -> set[int]:
    """Cancel the letters of a move (the pair's journal line `seq`) that have not gone; the people who have had one."""
    found = tx.execute(
        select(letters.c.id, letters.c.recipient_id, letters.c.facts, letters.c.state, letters.c.message).where(
            letters.c.pair_id == pair_id, letters.c.kind.in_(_ANNOUNCED), letters.c.state != "cancelled"
        )
    ).all()
    gone: set[int] = set()
    for row in found:
        if row.facts.get("seq") != seq:
            continue
        if row.state in _UNSENT and row.message is None:
            cancel(tx, [row.id], reason=reason)
        else:
            gone.add(row.recipient_id)
    return gone


def cancel_call(tx: Connection, *, pair_id: int, call_id: int, reason: str) -> None:
    """Cancel the unsent letters about somebody's wish to talk."""
    found = tx.execute(
        select(letters.c.id, letters.c.facts).where(
            letters.c.pair_id == pair_id,
            letters.c.kind == "curator_called",
            letters.c.state.in_(_UNSENT),
            letters.c.message.is_(None),
        )
    )
    cancel(tx, [row.id for row in found if row.facts.get("call") == call_id], reason=reason)


def told_of_survey(tx: Connection, survey_id: int, people_ids: Iterable[int]) -> set[int]:
    """Those of these people who have had the letter about a survey's opening, or could not be written to."""
    wanted = select(letters.c.recipient_id).where(
        among(letters.c.recipient_id, "people"),
        letters.c.kind == "survey_opened",
        letters.c.key.like(f"survey-opened/{survey_id}/%"),
    )
    return set(tx.scalars(wanted, {"people": set(people_ids)}))


def told_of_entry(tx: Connection, entry: str, *, kinds: Iterable[str] = ("appointment",)) -> set[int]:
    """Who has had, or may have had, a letter about this calendar entry or the series it belongs to."""
    series = entry.partition("/")[0]
    found = tx.execute(
        select(letters.c.recipient_id, letters.c.state, letters.c.message, letters.c.key).where(
            letters.c.kind.in_(tuple(kinds)),
            letters.c.state != "cancelled",
            or_(
                letters.c.key.startswith(f"appointment/{entry}/", autoescape=True),
                letters.c.key.startswith(f"appointment/{series}/*/", autoescape=True),
            ),
        )
    )
    return {row.recipient_id for row in found if row.state not in _UNSENT or row.message is not None}
