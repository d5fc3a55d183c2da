"""What the page behind a letter's link shows: what it is about, what can be answered, what was answered already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from engine.lifecycle import Move, forward_move
from engine.lifecycle.facts import MeetingKind
from engine.lifecycle.needs import Meeting
from engine.lifecycle.needs.meetings import MEETING_TITLES
from engine.names import short_name
from engine.refusals import Refused
from engine.words import Words
from storage import (
    curator_calls,
    letter_desk,
    link_uses,
    memberships,
    pair_records,
    pairs,
    planned_meetings,
    plans,
    snoozes,
)
from storage.link_uses import LinkUseRow
from storage.pair_records import Side
from storage.pairs import PairRow
from storage.plans import PlanItemRow
from workflows.open_letter_link import OpenLink
from workflows.pair_at_hand import PairAtHand, take_pair
from workflows.pinned_lifecycle import pinned_lifecycle
from workflows.postpone_by_link import wishes_of
from workflows.record_report import ReportPrefilled, prefill_report, report_asked
from workflows.remind import responsible_for
from workflows.report_refusals import unmet_needs
from workflows.spoken_words import speaks_as, without_consent

UNDOABLE_FOR = timedelta(hours=24)
_OF_STAGE: dict[str, MeetingKind] = {"acquaintance": "acquaintance", "planning": "planning", "final": "final"}
_SPEAKS_AFTER = ("trial", "final")
_PLAN_LINES = 20
_CONFIRMED_FOR = timedelta(days=30)
_MOST_UNCONFIRMED = 3


@dataclass(frozen=True, slots=True)
class MeetingAsked:
    """Which meeting is asked about. `verdict`: whose word is asked after it, None = no verdict is.

    `told`: the other side has told of it already, on that day, and this side's word is missing. `held_on`: it took
    place and nothing is asked any more.
    """

    kind: MeetingKind
    title: Words
    planned_on: date | None
    verdict: Side | None
    told: tuple[int, date] | None
    held_on: date | None
    at_time: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A recorded meeting of which this side has not said a word."""

    id: int
    title: Words
    day: date


@dataclass(frozen=True, slots=True)
class PairShown:
    """The pair as its member sees it. `stage_at` of `stages`; `may_speak`: there is a consent to keep words.

    `wishes`: the day a line of the plan, by its id, is asked to move to. `parting`: the next step closes the
    pair, so the report and the wish of a next cycle are asked. `report`: what its form begins with, None while none is
    asked.
    """

    id: int
    number: int
    names: str
    stage: Words
    stage_at: int
    stages: int
    following: Words | None
    due_on: date | None
    lacking: tuple[Words, ...]
    meeting: MeetingAsked | None
    feedback: bool
    parting: bool
    plan: tuple[PlanItemRow, ...]
    call: bool
    called: bool
    may_speak: bool
    suspended: bool
    closed_on: date | None
    duty_id: int | None
    rests_until: date | None
    unconfirmed: tuple[Unconfirmed, ...] = ()
    wishes: Mapping[int, date] = field(default_factory=dict[int, date])
    report: ReportPrefilled | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An answer of the last day that may still be taken back."""

    use: str
    action: str
    at: datetime
    day: date | None


def show_pair_link(tx: Connection, opened: OpenLink, *, pair_id: int) -> PairShown:
    """The pair the link is about, or that an obligation of it belongs to."""
    around = pairs.around(tx, pair_id)
    if around is not None and around.pair.closed_on is not None:
        return _closed(tx, around.pair, around.definition_hash)
    hand = take_pair(tx, by=opened.by, pair_id=pair_id)
    pair, line = hand.pair, [stage for stage in hand.definition.stages if not stage.resumes]
    here = pair.suspended_from or pair.stage
    move = forward_move(hand.definition, pair.stage)
    duty = letter_desk.stage_obligations(tx, [pair.id]).get(pair.id)
    live = pair.suspended_from is None
    may_speak = _may_speak(tx, hand, opened.link.person_id)
    lines = [one for one in plans.items(tx, pair.id) if one.done_on is None] if live else []
    rests = None
    if duty is not None:
        rests = snoozes.until(tx, obligation_id=duty.id, person_id=opened.link.person_id)
    mine = duty is not None and opened.link.person_id in responsible_for(tx, duty, opened.life, at=opened.at)
    lacking = unmet_needs(tx, pair.id, life=opened.life, at=opened.at) if live else ()
    return PairShown(
        id=pair.id,
        number=pair.number,
        names=_names(tx, pair.id, hand.today),
        stage=hand.definition.stage(here).title,
        stage_at=next((at for at, stage in enumerate(line, start=1) if stage.key == here), 1),
        stages=len(line),
        following=None if move is None else hand.definition.stage(move.to).title,
        due_on=None if duty is None else duty.due_on,
        lacking=tuple(one.reason for one in lacking),
        meeting=_meeting(tx, hand, move) if live and may_speak else None,
        feedback=live and may_speak and _feedback_asked(move),
        parting=move is not None and bool(move.outcomes),
        plan=tuple(lines[:_PLAN_LINES]),
        call=True,
        called=curator_calls.open_of(tx, pair_id=pair.id, person_id=opened.link.person_id) is not None,
        may_speak=may_speak,
        suspended=pair.suspended_from is not None,
        closed_on=None,
        duty_id=duty.id if duty is not None and mine and live else None,
        rests_until=rests if rests and rests > hand.today else None,
        unconfirmed=_unconfirmed(tx, hand) if live and may_speak else (),
        wishes=wishes_of(tx, pair.id) if lines else {},
        report=prefill_report(tx, hand, opened.link.person_id) if live and may_speak and report_asked(move) else None,
    )


def _closed(tx: Connection, pair: PairRow, digest: str) -> PairShown:
    """What is left of a pair that is over: nothing to answer."""
    definition = pinned_lifecycle(tx, pair.definition_id, digest)
    line = [stage for stage in definition.stages if not stage.resumes]
    return PairShown(
        id=pair.id,
        number=pair.number,
        names=_names(tx, pair.id, pair.closed_on or pair.stage_since),
        stage=definition.stage(pair.stage).title,
        stage_at=len(line),
        stages=len(line),
        following=None,
        due_on=None,
        lacking=(),
        meeting=None,
        feedback=False,
        parting=False,
        plan=(),
        call=False,
        called=False,
        may_speak=False,
        suspended=False,
        closed_on=pair.closed_on,
        duty_id=None,
        rests_until=None,
    )


def given_answers(tx: Connection, opened: OpenLink) -> tuple[Given, ...]:
    """What this reader answered about this within a day and may take back, the latest first."""
    found = link_uses.of_person(tx, opened.link.person_id, subject=opened.link.subject, since=opened.at - UNDOABLE_FOR)
    return tuple(Given(one.token_hash, one.action, one.at, _day(one)) for one in reversed(found))


def side_of(hand: PairAtHand) -> Side:
    """For whom the reader speaks: a representative and a mentee for the mentee."""
    return "mentor" if "mentor" in hand.actor.roles else "mentee"


def meeting_kind(hand: PairAtHand) -> MeetingKind:
    """The meeting this stage is about: the one its forward move asks for, else that of the stage, else work."""
    asked = _asked(forward_move(hand.definition, hand.pair.stage))
    return asked.kind if asked is not None else _OF_STAGE.get(hand.pair.stage, "work")


def _meeting(tx: Connection, hand: PairAtHand, move: Move | None) -> MeetingAsked | None:
    if move is None or hand.pair.stage == "formed":
        return None
    asked, kind = _asked(move), meeting_kind(hand)
    side = side_of(hand)
    standing = planned_meetings.standing(tx, pair_id=hand.pair.id, kind=kind)
    told, held_on = None, None
    if asked is not None:
        known = pair_records.meetings_of_visit(tx, pair_id=hand.pair.id, visit=hand.pair.visit, kind=kind)
        silent = [one for one in known if asked.both_go and one.verdict(side) is None]
        told = (silent[-1].id, silent[-1].held_on) if silent else None
        held_on = known[-1].held_on if known and not silent else None
    return MeetingAsked(
        kind=kind,
        title=MEETING_TITLES[kind],
        planned_on=None if standing is None else standing.planned_on,
        verdict=side if asked is not None and asked.both_go else None,
        told=told,
        held_on=held_on,
        at_time="" if standing is None else standing.at_time,
        place="" if standing is None else standing.place,
    )


def _unconfirmed(tx: Connection, hand: PairAtHand) -> tuple[Unconfirmed, ...]:
    """The latest few, the newest first; those the curator's office alone told of."""
    mine = set(speaks_as(tx, hand))
    if not mine:
        return ()
    recent = [
        one for one in pair_records.meetings_of_pair(tx, hand.pair.id) if hand.today - one.held_on <= _CONFIRMED_FOR
    ]
    words = pair_records.words_of(tx, [one.id for one in recent])
    silent = [one for one in recent if not mine & {each.person_id for each in words.get(one.id, ())}]
    titles = {str(key): title for key, title in MEETING_TITLES.items()}
    found = [Unconfirmed(one.id, titles[one.kind], one.held_on) for one in reversed(silent)]
    return tuple(found[:_MOST_UNCONFIRMED])


def _asked(move: Move | None) -> Meeting | None:
    needs = () if move is None else move.needs
    return next((need for need in needs if isinstance(need, Meeting)), None)


def _feedback_asked(move: Move | None) -> bool:
    needs = () if move is None else move.needs
    return any(need.name == "feedback" or (isinstance(need, Meeting) and need.kind in _SPEAKS_AFTER) for need in needs)


def _may_speak(tx: Connection, hand: PairAtHand, person_id: int) -> bool:
    return not isinstance(without_consent(tx, hand, person_id), Refused)


def _names(tx: Connection, pair_id: int, day: date) -> str:
    present: Sequence[memberships.Member] = memberships.on_day(tx, pair_id, day)
    told = {role: [short_name(one.name) for one in present if one.role == role] for role in ("mentor", "mentee")}
    return " — ".join(", ".join(names) for names in told.values() if names)


def _day(use: LinkUseRow) -> date | None:
    said = use.answer.get("day")
    return None if said is None else date.fromisoformat(said)
