"""A common event took place: who came, or how many; what it proves; the meetings of pairs it counted as."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.events import MEETING_OF
from engine.refusals import BadInput, Refused
from storage import events, evidence, figures, pair_records, roadmaps
from storage.events import EventRow
from workflows.complete_item import Proof, close_obligation
from workflows.derive_obligations import derive_roadmap
from workflows.event_at_hand import EventAtHand, take_event, write_event
from workflows.item_at_hand import ItemAtHand, ask_again
from workflows.mark_attendance import check_listed
from workflows.record_meeting import record_meeting
from workflows.withdraw_record import withdraw_meeting

MOST_PEOPLE = 100_000


@dataclass(frozen=True, slots=True)
class EventRecorded:
    """`invited` and `came` as they count now; `meetings` of pairs were recorded with it, `closed` are obligations."""

    id: int
    held_on: date
    invited: int
    came: int
    meetings: tuple[int, ...] = ()
    closed: tuple[int, ...] = ()


def record_event(
    tx: Connection,
    *,
    by: By,
    event_id: int,
    held_on: date,
    came: Sequence[int] | None = None,
    numbers: tuple[int, int] | None = None,
    meetings: bool = False,
) -> EventRecorded | Refused:
    """It was held. `came`: who of the list did, all others of it did not; None leaves the marks as they are.
    `numbers` (invited, came) are those of the minutes, where people are not listed: they count instead of the list.
    `meetings`: live pairs whose people came had their meeting here, too (the final one at a closing event).

    A row of the roadmap without thresholds is done by it; one with thresholds is done when its figures are reached.
    Raises BadInput for a day that has not come, for people not on the list and for numbers that cannot be.
    """
    hand = take_event(tx, by=by, event_id=event_id, right="event.record")
    if hand.refused is not None:
        return hand.refused
    _check(hand, held_on, numbers)
    if came is not None:
        _mark_all(tx, event_id, came)
    told = {"invited": None, "came": None} if numbers is None else {"invited": numbers[0], "came": numbers[1]}
    event = events.change(tx, hand.event, held_on=held_on, **told)
    guests = events.guests(tx, [event_id]).get(event_id, [])
    attended = [one.person_id for one in guests if one.came]
    facts = {"held": held_on, "listed": len(guests), "listed_came": len(attended), **told}
    write_event(tx, by=by, event=event, verb="event.hold", facts=facts)
    made = _meetings(tx, by, event, set(attended)) if meetings else ()
    if isinstance(made, Refused):
        return made
    closed = _close_row(tx, by, hand, event)
    invited, here = numbers or (len(guests), len(attended))
    return EventRecorded(event_id, held_on, invited, here, made, closed)


def unrecord_event(tx: Connection, *, by: By, event_id: int) -> EventRecorded | Refused:
    """The record was a mistake: it is ahead again, the row it closed is open, the pairs' meetings are taken back.

    Refused a day after the event was recorded, when pairs had their meetings with it.
    """
    hand = take_event(tx, by=by, event_id=event_id, right="event.record")
    if hand.refused is not None:
        return hand.refused
    if hand.event.held_on is None:
        raise BadInput("event", "event: событие ещё не проведено", "event: the event was not held")
    for meeting in pair_records.meetings_of_event(tx, event_id):
        back = withdraw_meeting(tx, by=by, meeting_id=meeting.id)
        if isinstance(back, Refused):
            return back
    event = events.change(tx, hand.event, held_on=None, invited=None, came=None)
    write_event(tx, by=by, event=event, verb="event.unhold", facts={"held": hand.event.held_on})
    _open_row(tx, by, hand, event)
    return EventRecorded(event_id, hand.event.held_on, 0, 0)


def _check(hand: EventAtHand, held_on: date, numbers: tuple[int, int] | None) -> None:
    if hand.event.called_off_on is not None:
        raise BadInput("event", "event: событие отменено", "event: the event is called off")
    if held_on > hand.today:
        raise BadInput("--held", f"--held: {held_on} ещё не наступило", f"--held: {held_on} has not come yet")
    if (hand.event.planned_on - held_on) > timedelta(days=366):
        raise BadInput("--held", "--held: проверьте год", "--held: check the year")
    if numbers is not None and not 0 <= numbers[1] <= numbers[0] <= MOST_PEOPLE:
        raise BadInput(
            "--came",
            "--came: пришло не больше, чем приглашено, оба числа до 100000",
            "--came: no more came than were invited, both up to 100000",
        )


def _mark_all(tx: Connection, event_id: int, came: Sequence[int]) -> None:
    there = {one.person_id: one.came for one in events.guests(tx, [event_id]).get(event_id, ())}
    check_listed(there, came)
    events.mark(tx, event_id, sorted(came), came=True)
    events.mark(tx, event_id, sorted(set(there) - set(came)), came=False)


def _meetings(tx: Connection, by: By, event: EventRow, attended: set[int]) -> tuple[int, ...] | Refused:
    """A meeting for each live pair with its mentor and a mentee there; others of the pair are noted as absent."""
    assert event.held_on is not None  # noqa: S101  # it has just been set
    kind = next((of for key, of in MEETING_OF.items() if key == event.kind), "work")
    had = {one.pair_id for one in pair_records.meetings_of_event(tx, event.id)}
    made: list[int] = []
    for pair_id, members in events.pairs_at(tx, event, day=event.held_on).items():
        here = {role for person_id, role in members if person_id in attended}
        if pair_id in had or here != {"mentor", "mentee"}:
            continue
        absent = [person_id for person_id, _ in members if person_id not in attended]
        one = record_meeting(
            tx, by=by, pair_id=pair_id, kind=kind, held_on=event.held_on, absent=absent, event_id=event.id
        )
        if isinstance(one, Refused):
            return one
        made.append(one.id)
    return tuple(made)


def _close_row(tx: Connection, by: By, hand: EventAtHand, event: EventRow) -> tuple[int, ...]:
    """The first open obligation of a row that measures nothing is done by the event."""
    row = None if event.item_id is None else roadmaps.item(tx, event.item_id)
    if row is None or row.thresholds:
        return ()
    standing = ("open", "needs_date")
    owed = [one for one in figures.owed_by(tx, [row.id]) if one.status in standing and one.pair_id is None]
    if not owed:
        return ()
    proof = Proof("event", str(event.id))
    item = ItemAtHand(row, hand.life, None)
    closed = close_obligation(tx, item, owed[0], by=by, proof=proof, verb="roadmap.complete")
    return (closed.obligation_id,)


def _open_row(tx: Connection, by: By, hand: EventAtHand, event: EventRow) -> None:
    row = None if event.item_id is None else roadmaps.item(tx, event.item_id)
    if row is None:
        return
    given = evidence.of_reference(tx, row.id, kind="event", reference=str(event.id))
    for evidence_id in given:
        evidence.withdraw(tx, evidence_id)
    if given:
        derive_roadmap(tx, row.roadmap_id, at=by.at)
        ask_again(tx, ItemAtHand(row, hand.life, None), by=by)
