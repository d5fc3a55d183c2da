"""Decides whether a pair may make a move. Legality comes from one `transitions` machine per definition
version.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from transitions import EventData, Machine, MachineError, Transition

from engine.actors import Actor
from engine.calendar import WorkCalendar
from engine.lifecycle.definition import (
    BEFORE_SUSPENSION,
    SAME,
    Definition,
    Move,
    MoveKind,
    moves_from,
    suspendable_stages,
)
from engine.lifecycle.facts import Facts
from engine.lifecycle.outcomes import OUTCOMES, Outcome
from engine.permissions import lacking
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words


@dataclass(frozen=True, slots=True)
class Moved:
    """The move is allowed: what to store.

    `outcome` is set exactly when the pair ends; `effective_on` is then the day it ends on. A move of kind
    `resume` continues the visit of its stage (same `entered_on`, same number); every other begins a new one,
    also one that leads to the same stage.
    """

    move: str
    from_stage: str
    to_stage: str
    kind: MoveKind
    outcome: Outcome | None = None
    effective_on: date | None = None


def decide(
    definition: Definition, facts: Facts, move: str, actor: Actor, today: date, calendar: WorkCalendar
) -> Moved | Refused:
    """May `actor` make this move today? A refusal lists every reason: no right, wrong stage, each unmet need.

    Raises BadInput("move") when the definition has no such move at all.
    """
    try:
        wanted = definition.move(move)
    except KeyError:
        known = ", ".join(each.key for each in definition.moves)
        raise BadInput(
            "move", f"Нет перехода «{move}»; есть: {known}", f"No move `{move}`; there are: {known}"
        ) from None
    reasons: list[Reason] = []
    if not actor.may_everything and actor.roles.isdisjoint(wanted.who):
        reasons.append(lacking(wanted.who))
    to_stage = _landing(definition, facts, move)
    if to_stage is None:
        reasons.append(_wrong_stage(definition, facts, wanted))
    for need in wanted.needs:
        if (unmet := need.unmet(facts, today, calendar)) is not None:
            reasons.append(unmet)
    outcome, unclear = _outcome(wanted, facts)
    if unclear is not None:
        reasons.append(unclear)
    if reasons or to_stage is None:
        return Refused(tuple(reasons))
    effective_on = None
    if outcome is not None:
        effective_on = facts.ending.effective_on if facts.ending is not None else today
    return Moved(move, facts.stage, to_stage, wanted.kind, outcome, effective_on)


def machine_of(definition: Definition) -> Machine:
    """The one machine of this definition version, compiled at first use; it has no model and owns no
    state.
    """
    name = (definition.key, definition.version, definition.hash)
    machine = _MACHINES.get(name)
    if machine is None:
        machine = _MACHINES.setdefault(name, _compile(definition))
    return machine


_MACHINES: dict[tuple[str, int, str], Machine] = {}


class _Cursor:
    """A throwaway model: stands on the pair's stage, takes one step, is forgotten."""

    __slots__ = ("state", "suspended_from")

    def __init__(self, facts: Facts) -> None:
        self.state = facts.stage
        self.suspended_from = facts.suspended_from


@dataclass(frozen=True, slots=True)
class _SuspendedIn:
    """The condition of a return: the pair was suspended in this stage."""

    stage: str

    def __call__(self, event: EventData) -> bool:
        return isinstance(event.model, _Cursor) and event.model.suspended_from == self.stage


class _Step(Transition):
    """A transition of a machine without callbacks: going through the empty lists of them took most of a decision."""

    def execute(self, event_data: EventData) -> bool:
        cursor = event_data.model
        if not isinstance(cursor, _Cursor) or self.dest is None or not self._eval_conditions(event_data):
            return False
        cursor.state = self.dest
        return True


class _Machine(Machine):
    transition_cls = _Step


def _compile(definition: Definition) -> Machine:
    steps: list[dict[str, Any]] = []
    for move in definition.moves:
        for source in move.from_:
            step = {"trigger": move.key, "source": source}
            if move.to == BEFORE_SUSPENSION:
                for stage in suspendable_stages(definition):
                    steps.append({**step, "dest": stage, "conditions": _SuspendedIn(stage)})
            else:
                steps.append({**step, "dest": source if move.to == SAME else move.to})
    return _Machine(
        model=None,
        states=[stage.key for stage in definition.stages],
        transitions=steps,
        initial=definition.stages[0].key,
        auto_transitions=False,
        send_event=True,  # conditions look at the cursor
    )


def _landing(definition: Definition, facts: Facts, move: str) -> str | None:
    """The stage the machine steps to, None when it does not allow this move from here."""
    event = machine_of(definition).events.get(move)
    cursor = _Cursor(facts)
    try:
        return cursor.state if event is not None and event.trigger(cursor) else None
    except (MachineError, ValueError):  # not from this stage; a stage this version does not know
        return None


def _wrong_stage(definition: Definition, facts: Facts, move: Move) -> Reason:
    titles = {stage.key: stage.title for stage in definition.stages}
    here = titles.get(facts.stage, Words(facts.stage, facts.stage))
    sources = [titles[source] for source in move.from_]
    ways = moves_from(definition, facts.stage)
    return Reason(
        "stage",
        Words(
            f"«{move.title.ru}» возможно с этапа: {', '.join(title.ru for title in sources)}; сейчас «{here.ru}»",
            f"“{move.title.en}” is possible from: {', '.join(title.en for title in sources)}; now “{here.en}”",
        ),
        Words(
            f"Отсюда возможно: {', '.join(way.title.ru for way in ways) or 'ничего, пара закрыта'}",
            f"Possible from here: {', '.join(way.title.en for way in ways) or 'nothing, the pair is closed'}",
        ),
    )


def _outcome(move: Move, facts: Facts) -> tuple[Outcome | None, Reason | None]:
    """The outcome this move gives the pair, or why it cannot be told. Neither, when the move does not end the
    pair.
    """
    if len(move.outcomes) <= 1:
        return (move.outcomes[0] if move.outcomes else None), None
    said = facts.ending.outcome if facts.ending is not None else None
    if said in move.outcomes:
        return said, None
    ru = ", ".join(OUTCOMES[outcome].ru for outcome in move.outcomes)
    en = ", ".join(OUTCOMES[outcome].en for outcome in move.outcomes)
    return None, Reason(
        "outcome",
        Words("Не указан подходящий исход", "No fitting outcome was named"),
        Words(f"Выберите исход: {ru}", f"Choose an outcome: {en}"),
    )
