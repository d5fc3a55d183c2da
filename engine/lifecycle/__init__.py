"""The life of a pair: definitions, facts, needs, and the decision about a move."""

from engine.lifecycle.definition import (
    Definition,
    Move,
    Stage,
    forward_move,
    move_for_outcome,
    move_of_kind,
    moves_from,
)
from engine.lifecycle.due import stage_due
from engine.lifecycle.ending import announce_ending, withdraw_ending
from engine.lifecycle.facts import Ending, Facts
from engine.lifecycle.machine import Moved, decide
from engine.lifecycle.outcomes import OUTCOMES, Outcome
from engine.lifecycle.standing import NeedStanding, standings

__all__ = [
    "OUTCOMES",
    "Definition",
    "Ending",
    "Facts",
    "Move",
    "Moved",
    "NeedStanding",
    "Outcome",
    "Stage",
    "announce_ending",
    "decide",
    "forward_move",
    "move_for_outcome",
    "move_of_kind",
    "moves_from",
    "stage_due",
    "standings",
    "withdraw_ending",
]
