"""What can be said about a pair today: who, where, and which moves are open to the reader, or why not."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Facts, Move, Moved, moves_from
from engine.lifecycle.definition import BEFORE_SUSPENSION, SAME, Definition
from engine.refusals import Reason
from engine.words import Words
from storage import journal, memberships, obligations, participants, plans
from storage.journal import Line
from storage.memberships import Member
from storage.pairs import PairRow
from storage.plans import PlanItemRow, PlanRow
from workflows.carry_out_move import decide_move, facts_for
from workflows.pair_at_hand import PairAtHand, take_pair
from workflows.pinned_lifecycle import pinned_definition

REPINNING = ("migrate", "prolong", "unprolong")
"""Steps after which the pair follows another version: what lies before is told in the words of the earlier one."""


@dataclass(frozen=True, slots=True)
class MoveOption:
    """A move the definition draws from here. `reasons` are empty when it may be made now."""

    move: str
    title: Words
    to: str
    reasons: tuple[Reason, ...]

    @property
    def allowed(self) -> bool:
        return not self.reasons


@dataclass(frozen=True, slots=True)
class PairDescription:
    """A pair as its page shows it. `due_on` is the day to leave the stage by; None: no date is asked."""

    pair: PairRow
    path: str
    definition: Definition
    members: tuple[Member, ...]
    plan: PlanRow | None
    plan_items: tuple[PlanItemRow, ...]
    due_on: date | None
    moves: tuple[MoveOption, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the pair's history in the words of the definition version that held then."""

    line: Line
    title: Words
    from_title: Words | None
    to_title: Words | None
    actor: str


def describe_pair(tx: Connection, *, by: By, pair_id: int) -> PairDescription:
    """Raises BadInput when there is no such pair, or none this person may see."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    return PairDescription(
        hand.pair,
        hand.path,
        hand.definition,
        tuple(memberships.of_pair(tx, pair_id)),
        plans.get(tx, pair_id),
        tuple(plans.items(tx, pair_id)),
        _due_on(tx, hand.pair),
        _options(tx, hand),
    )


def pair_history(tx: Connection, *, by: By, pair_id: int) -> list[Step]:
    """The steps of a pair, oldest first. Raises BadInput as `describe_pair` does."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    lines = journal.history(tx, pair_id)
    known = participants.by_ids(tx, [line.actor_id for line in lines if line.actor_id is not None])
    names = {person.id: person.name for person in known.values()}
    steps: list[Step] = []
    definition = hand.definition
    for line in reversed(lines):
        was = definition
        if line.move in REPINNING:
            was = pinned_definition(tx, int(line.facts["from_definition"]))
        actor = names.get(line.actor_id, line.by) if line.actor_id is not None else line.by
        steps.append(
            Step(
                line,
                _move_title(was, line.move or ""),
                _stage_title(was, line.from_stage),
                _stage_title(definition, line.to_stage),
                actor,
            )
        )
        definition = was
    return list(reversed(steps))


def _options(tx: Connection, hand: PairAtHand) -> tuple[MoveOption, ...]:
    """All moves from here, decided on facts that are read once."""
    moves = moves_from(hand.definition, hand.pair.stage)
    facts = facts_for(tx, hand, tuple(need for move in moves for need in move.needs))
    return tuple(_option(hand, facts, move) for move in moves)


def _option(hand: PairAtHand, facts: Facts, move: Move) -> MoveOption:
    match decide_move(hand, facts, move.key):
        case Moved(to_stage=to):
            return MoveOption(move.key, move.title, to, ())
        case refused:
            return MoveOption(move.key, move.title, _landing(hand.pair, move), refused.reasons)


def _landing(pair: PairRow, move: Move) -> str:
    match move.to:
        case to if to == BEFORE_SUSPENSION:
            return pair.suspended_from or pair.stage
        case to if to == SAME:
            return pair.stage
        case to:
            return to


def _due_on(tx: Connection, pair: PairRow) -> date | None:
    for standing in obligations.of_pair(tx, pair.id):
        if standing.subject_kind == "pair" and standing.occurrence == str(pair.visit) and standing.status == "open":
            return standing.due_on
    return None


_OUR_MOVES = {
    "form": Words("Сформирована", "Formed"),
    "undo": Words("Переход отменён", "Move undone"),
    "end": Words("Объявлено прекращение", "Ending announced"),
    "keep": Words("Прекращение отозвано", "Ending withdrawn"),
    "prolong": Words("Продлена на следующий год", "Goes on in the next year"),
    "unprolong": Words("Продление отменено", "Going on was undone"),
    "migrate": Words("Переведена на другую версию этапов", "Moved to another version of its lifecycle"),
}


def _move_title(definition: Definition, move: str) -> Words:
    if move in _OUR_MOVES:
        return _OUR_MOVES[move]
    return next((one.title for one in definition.moves if one.key == move), Words(move, move))


def _stage_title(definition: Definition, stage: str | None) -> Words | None:
    if stage is None:
        return None
    return next((one.title for one in definition.stages if one.key == stage), Words(stage, stage))
