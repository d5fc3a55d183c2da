"""python-statemachine over SQLAlchemy: a machine per loaded pair, bound to its `stage` attribute."""

from typing import Any

from statemachine import State, StateMachine

from benchmarks.moves.orm import OrmMover
from benchmarks.moves.shape import FIRST, MOVES, STAGES


def _machine() -> type[StateMachine]:
    states = {key: State(initial=key == FIRST, value=key) for key in STAGES}
    events = {move: states[stage].to(states[following]) for stage, (move, following) in MOVES.items()}
    return type("PairMachine", (StateMachine,), {**states, **events})


PairMachine = _machine()


class StatemachineMover(OrmMover):
    def advance(self, pair: Any) -> tuple[str, str]:
        move, to_stage = MOVES[pair.stage]
        PairMachine(pair, state_field="stage").send(move)
        return move, to_stage
