"""Notes a meeting of a pair that took place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle.facts import MeetingKind, Verdict
from engine.refusals import BadInput, Refused
from storage import memberships, pair_records, planned_meetings
from storage.planned_meetings import PlannedRow
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, began_on, take_pair, write_record
from workflows.plain_text import long_text, one_of
from workflows.spoken_words import check_side, speaks_as, words_without_consent

MEETING_KINDS: tuple[MeetingKind, ...] = get_args(MeetingKind)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Notes:
    """What the meeting was about, what was done, what comes next: free words, erasable."""

    topic: str = ""
    done: str = ""
    next_step: str = ""

    def __bool__(self) -> bool:
        return bool(self.topic or self.done or self.next_step)


NO_NOTES = Notes()
LONGEST_TOPIC = 300
LONGEST_NOTES = 4000


@dataclass(frozen=True, slots=True)
class MeetingRecorded:
    id: int
    pair_id: int
    kind: str
    held_on: date


def record_meeting(
    tx: Connection,
    *,
    by: By,
    pair_id: int,
    kind: str,
    held_on: date,
    mentor_verdict: str | None = None,
    mentee_verdict: str | None = None,
    absent: Sequence[int] = (),
    notes: Notes = NO_NOTES,
    event_id: int | None = None,
) -> MeetingRecorded | Refused:
    """Stores it. Verdicts say whether each side wants to go on; `absent` are ids of members who did not come.
    The agreement about a meeting of this kind, when there is one, is kept by it. Whoever of the pair tells of it has
    said that it was held. `event_id`: it was held at a common event.

    Raises BadInput for a day that has not come or lies before the pair, and for absent people who are not its members.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("meeting.record")) is not None:
        return no
    known = one_of(kind, MEETING_KINDS, "--kind")
    held = hand.past_day(held_on, field="--held", since=began_on(tx, hand))
    verdicts = {"mentor": mentor_verdict, "mentee": mentee_verdict}
    for side, verdict in verdicts.items():
        if verdict is not None:
            one_of(verdict, VERDICTS, f"--{side}-verdict")
            check_side(hand, side, field=f"--{side}-verdict")
    _check_absent(tx, pair_id, absent)
    told = checked_notes(notes)
    if told and (no := words_without_consent(tx, hand)) is not None:
        return no
    meeting_id = pair_records.add_meeting(
        tx,
        pair_id=pair_id,
        kind=known,
        held_on=held,
        visit=hand.pair.visit,
        mentor_verdict=mentor_verdict,
        mentee_verdict=mentee_verdict,
        absent=sorted(set(absent)),
        at=by.at,
        topic=told.topic,
        notes=told.done,
        next_step=told.next_step,
        event_id=event_id,
    )
    _follow(tx, by, hand, meeting_id, kind=known, held=held)
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="meeting.record",
        facts={"meeting": meeting_id, "kind": known, "held": held, "verdicts": verdicts, "event": event_id},
        people={"absent": sorted(set(absent))} if absent else None,
        words=as_words(told),
    )
    derive_pair(tx, pair_id, at=by.at)
    return MeetingRecorded(meeting_id, pair_id, known, held)


def _follow(tx: Connection, by: By, hand: PairAtHand, meeting_id: int, *, kind: str, held: date) -> None:
    """The teller's own word, and the agreement that the meeting kept."""
    for person_id in speaks_as(tx, hand):
        pair_records.say(tx, meeting_id=meeting_id, person_id=person_id, held=True, at=by.at)
    if (agreed := _kept(planned_meetings.all_standing(tx, pair_id=hand.pair.id, kind=kind), held)) is not None:
        planned_meetings.turn(tx, agreed.id, state="held", meeting_id=meeting_id)


def checked_notes(notes: Notes) -> Notes:
    """The words as they are kept. Raises BadInput of `--topic`, `--notes` or `--next`."""
    return replace(
        notes,
        topic=long_text(notes.topic, "--topic", longest=LONGEST_TOPIC),
        done=long_text(notes.done, "--notes", longest=LONGEST_NOTES),
        next_step=long_text(notes.next_step, "--next", longest=LONGEST_NOTES),
    )


def as_words(notes: Notes) -> dict[str, object] | None:
    """For the journal's erasable words."""
    return {"topic": notes.topic, "notes": notes.done, "next": notes.next_step} if notes else None


def _kept(standing: Sequence[PlannedRow], held: date) -> PlannedRow | None:
    """The agreement that a meeting of this day kept: the one for the day, else the last before it; the only one there
    is may be kept early."""
    if len(standing) == 1:
        return standing[0]
    of_day = [one for one in standing if one.planned_on == held]
    before = [one for one in standing if one.planned_on <= held]
    return next(iter(of_day or before[-1:]), None)


def _check_absent(tx: Connection, pair_id: int, absent: Sequence[int]) -> None:
    members = {member.person_id for member in memberships.of_pair(tx, pair_id)}
    for person_id in absent:
        if person_id not in members:
            raise BadInput(
                "--absent",
                f"--absent: участник {person_id} не состоит в этой паре",
                f"--absent: person {person_id} does not belong to this pair",
            )
