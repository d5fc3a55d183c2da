"""The page of one pair: where it stands, what the next move needs, who belongs to it and what happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Definition, Move, NeedStanding, Outcome, forward_move, moves_from
from engine.lifecycle.definition import MoveKind
from engine.meetings import Confirmation, confirmation
from engine.obligations import Standing
from engine.permissions import Verb, permitted
from engine.words import Words
from storage import journal, obligations, pair_records, pair_sheet, pairs, plan_moves
from storage.journal import Line
from storage.pair_sheet import (
    Around,
    CallSheet,
    ConsentSheet,
    FeedbackSheet,
    LetterSheet,
    MeetingSheet,
    MemberSheet,
    OwedSheet,
    PaperSheet,
    PlannedSheet,
)
from storage.pairs import PairRow
from storage.plan_moves import PlanMoveRow
from storage.plans import PlanItemRow, PlanRow
from workflows.board_cards import SOON_WORKING_DAYS, Card, card_of
from workflows.carry_out_move import facts_for, needs_of
from workflows.local_life import LocalLife, local_life
from workflows.pair_at_hand import PairAtHand, take_pair
from workflows.pair_ladder import AheadLetter, pair_ladder
from workflows.pair_standings import PairStanding, lines_of
from workflows.pair_steps import StepMark, pair_steps
from workflows.pair_story import StoryLine, pair_story
from workflows.record_report import report_asked
from workflows.undo_move import undoable

LINES = 8
MOST_LINES = 500
_FORECAST = timedelta(days=30)
_LETTERS_AHEAD = 5
_STAFF = Words("сотрудник организации", "staff of the organisation")


@dataclass(frozen=True, slots=True)
class NeedLine:
    """One need of the next move. `reminded` are days letters about the pair went to the member it waits for,
    `next_letter` the day the next one will.
    """

    standing: NeedStanding
    reminded: tuple[date, ...]
    next_letter: date | None


@dataclass(frozen=True, slots=True)
class PairPage:
    """Everything of the page. Names are empty where `named` is False; `may` are the verbs open to the reader here.
    `readers` are the names of those whom letters went to.

    `forward` is the move that leads on, None where nothing does; `moves_allowed` names the kinds of the other moves the
    reader may make from here. `card` carries the mark and the tag the board shows.
    """

    pair: PairRow
    path: str
    around: Around
    definition: Definition
    today: date
    named: bool
    may: frozenset[Verb]
    card: Card
    steps: tuple[StepMark, ...]
    forward: Move | None
    forward_allowed: bool
    needs: tuple[NeedLine, ...]
    moves_allowed: frozenset[MoveKind]
    back: Move | None
    outcomes: tuple[Outcome, ...]
    undoable: bool
    members: tuple[MemberSheet, ...]
    former: tuple[MemberSheet, ...]
    meetings: tuple[MeetingSheet, ...]
    planned: tuple[PlannedSheet, ...]
    feedback: tuple[FeedbackSheet, ...]
    papers: tuple[PaperSheet, ...]
    consents: tuple[ConsentSheet, ...]
    plan: PlanRow | None
    plan_items: tuple[PlanItemRow, ...]
    plan_moves: tuple[PlanMoveRow, ...]
    letters: tuple[LetterSheet, ...]
    readers: Mapping[int, str]
    ahead: tuple[AheadLetter, ...]
    calls: tuple[CallSheet, ...]
    story: tuple[StoryLine, ...]
    story_count: int
    surveys: tuple[tuple[int, str], ...]
    confirmed: Mapping[int, Confirmation]

    @property
    def parting(self) -> bool:
        """Whether the next step closes the pair, or has closed it: then people are asked about a next cycle."""
        return self.pair.closed_on is not None or (self.forward is not None and bool(self.forward.outcomes))

    @property
    def reported(self) -> bool:
        """Whether there is something to report by now."""
        return report_asked(self.forward) or any(one.period_to is not None for one in self.feedback)

    @property
    def met(self) -> int:
        return sum(1 for line in self.needs if line.standing.met)

    @property
    def lacking(self) -> tuple[NeedLine, ...]:
        return tuple(line for line in self.needs if not line.standing.met)

    @property
    def to_title(self) -> Words:
        """Where the next move leads."""
        assert self.forward is not None  # noqa: S101  # asked only then
        return self.definition.stage(self.forward.to).title

    def person(self, person_id: int) -> MemberSheet | None:
        """Somebody who belongs or belonged to the pair."""
        return next((one for one in (*self.members, *self.former) if one.person_id == person_id), None)


def show_pair_page(tx: Connection, *, by: By, pair_id: int, named: bool, whole_story: bool = False) -> PairPage:
    """Raises BadInput when there is no such pair, or none this person may see."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    pair, life = hand.pair, local_life(tx, hand.pair.organisation_id)
    around = pair_sheet.around(tx, pair.programme_id)
    members = pair_sheet.members(tx, pair_id)
    steps = journal.history(tx, pair_id)
    recorded = journal.about_pair(tx, pair_id, limit=MOST_LINES if whole_story else LINES)
    letters = pair_sheet.letters_of(tx, pair_id)
    meetings, planned = pair_sheet.meetings_of(tx, pair_id), pair_sheet.planned_of(tx, pair_id)
    owed, free = pair_sheet.owed_by(tx, pair_id)
    here = [one for one in members if _present(one, pair)]
    ahead = pair_ladder(free, here, life, now=by.at, named=named)
    standing = _standing(tx, hand, around, here, meetings, planned, _stage_due(owed, pair), named)
    plan, plan_items = pair_sheet.plan_of(tx, pair_id)
    return PairPage(
        pair=pair,
        path=hand.path,
        around=around,
        definition=hand.definition,
        today=hand.today,
        named=named,
        may=frozenset(verb for verb in _VERBS if permitted(hand.actor, verb) is None),
        card=card_of(
            standing,
            today=hand.today,
            soon=hand.calendar.add(hand.today, SOON_WORKING_DAYS),
            calendar=hand.calendar,
            mine=False,
        ),
        steps=_steps(tx, hand, steps, standing, around, life),
        forward=standing.forward,
        forward_allowed=standing.forward is not None and _may_make(hand, standing.forward),
        needs=tuple(_need(line, letters, ahead, life) for line in standing.lines),
        moves_allowed=frozenset(move.kind for move in moves_from(hand.definition, pair.stage) if _may_make(hand, move)),
        back=next((move for move in moves_from(hand.definition, pair.stage) if move.kind == "back"), None),
        outcomes=_outcomes(hand),
        undoable=bool(steps) and undoable(steps[-1], by.at) and permitted(hand.actor, "pair.undo") is None,
        members=tuple(here),
        former=tuple(one for one in members if not _present(one, pair)),
        meetings=tuple(meetings),
        planned=tuple(planned),
        confirmed=_confirmed(tx, [one.id for one in meetings]),
        feedback=tuple(pair_sheet.feedback_of(tx, pair_id)),
        papers=tuple(pair_sheet.papers_of(tx, pair_id)),
        consents=tuple(pair_sheet.consents_of(tx, pair_id)),
        plan=plan,
        plan_items=tuple(plan_items),
        plan_moves=tuple(plan_moves.of_pair(tx, pair_id)) if plan_items else (),
        letters=tuple(letters),
        readers=pair_sheet.names(tx, {one.recipient_id for one in letters}) if named else {},
        ahead=tuple(ahead[:_LETTERS_AHEAD]),
        calls=tuple(pair_sheet.calls_of(tx, pair_id)),
        story=pair_story(tx, recorded, hand.definition, members, named=named),
        story_count=pair_sheet.count_lines(tx, pair_id),
        surveys=tuple(pair_sheet.open_surveys(tx, pair.programme_id)),
    )


def _steps(
    tx: Connection,
    hand: PairAtHand,
    lines: Sequence[Line],
    standing: PairStanding,
    around: Around,
    life: LocalLife,
) -> tuple[StepMark, ...]:
    known = pairs.around(tx, hand.pair.id)
    return pair_steps(
        tx,
        hand.pair,
        hand.definition,
        lines,
        due_on=standing.due_on,
        today=hand.today,
        calendar=hand.calendar,
        roadmap_id=known.roadmap_id if known else None,
        programme_end=around.programme_end,
        zone=life.zone,
    )


def _outcomes(hand: PairAtHand) -> tuple[Outcome, ...]:
    """The ends that the visitor may announce from here."""
    moves = moves_from(hand.definition, hand.pair.stage)
    return tuple(one for move in moves if move.kind == "end" and _may_make(hand, move) for one in move.outcomes)


_VERBS: tuple[Verb, ...] = (
    "pair.advance",
    "pair.undo",
    "pair.replace",
    "pair.end",
    "pair.reschedule",
    "meeting.record",
    "feedback.record",
    "consent.record",
    "plan.set",
    "plan.approve",
    "plan.mark",
    "paper.register",
    "survey.open",
    "survey.answer",
    "meeting.plan",
    "call.answer",
    "reminder.send",
)


def _standing(
    tx: Connection,
    hand: PairAtHand,
    around: Around,
    members: Sequence[MemberSheet],
    meetings: Sequence[MeetingSheet],
    planned: Sequence[PlannedSheet],
    due_on: date | None,
    named: bool,
) -> PairStanding:
    pair = hand.pair
    forward = forward_move(hand.definition, pair.stage)
    needs = needs_of(pair, hand.definition, forward) if forward else ()
    facts = facts_for(tx, hand, needs)
    present = members if named else ()
    agreed = [one.planned_on for one in planned if one.state == "planned" and one.planned_on >= hand.today]
    return PairStanding(
        pair=pair,
        definition=hand.definition,
        programme=around.programme,
        mentor=next((one.name for one in present if one.role == "mentor"), ""),
        mentees=tuple(one.name for one in present if one.role == "mentee") or ("",),
        forward=forward,
        lines=lines_of(needs, facts, hand.today, hand.calendar, named=named),
        due_on=due_on,
        last_met=max((one.held_on for one in meetings), default=None),
        next_meeting=min(agreed, default=None),
        curator=next((one.name for one in present if one.role == "curator"), ""),
    )


def _stage_due(owed: Sequence[OwedSheet], pair: PairRow) -> date | None:
    """By when the pair should leave its stage."""
    return next((one.due_on for one in owed if one.subject_kind == "pair" and one.occurrence == str(pair.visit)), None)


def stage_obligation(tx: Connection, pair: PairRow) -> Standing | None:
    """What the pair owes for its stage; None when nothing does."""
    for one in obligations.of_pair(tx, pair.id):
        if one.subject_kind == "pair" and one.occurrence == str(pair.visit) and one.status == "open":
            return one
    return None


def _confirmed(tx: Connection, meeting_ids: Sequence[int]) -> dict[int, Confirmation]:
    """What the words of both sides come to, by meeting."""
    words = pair_records.words_of(tx, meeting_ids)
    return {one: confirmation((each.side, each.held) for each in words.get(one, ())) for one in meeting_ids}


def _present(one: MemberSheet, pair: PairRow) -> bool:
    """Belongs to it now, or belonged when it closed."""
    return one.to_day is None or (pair.closed_on is not None and one.to_day >= pair.closed_on)


def _may_make(hand: PairAtHand, move: Move) -> bool:
    return hand.actor.may_everything or not hand.actor.roles.isdisjoint(move.who)


def _need(
    line: NeedStanding,
    letters: Sequence[LetterSheet],
    ahead: Sequence[AheadLetter],
    life: LocalLife,
) -> NeedLine:
    if line.met or line.member is None:
        return NeedLine(line, (), None)
    person_id = line.member.person_id
    wrote = [one.sent_at for one in letters if one.recipient_id == person_id and one.sent_at is not None]
    following = next((letter.at.date() for letter in ahead if letter.person_id == person_id), None)
    days = sorted({at.astimezone(life.zone).date() for at in wrote})
    return NeedLine(line, tuple(days[-3:]), following)
