"""The seven stages of `shape` as a lifecycle of the product, with or without needs."""

from benchmarks.moves.shape import MOVES, STAGES
from engine.lifecycle import Definition, Move, Stage
from engine.lifecycle.definition import AfterEntered
from engine.lifecycle.needs import Consents, Need, Order
from engine.words import Words

# What the first move of the product's own definitions asks for.
NEEDS: tuple[Need, ...] = (
    Consents(kind="personal-data", of="all"),
    Consents(kind="mentoring-duty", of="mentor"),
    Order(purpose="pairing"),
)


def definition(*, needs: tuple[Need, ...] = ()) -> Definition:
    """A ring: the last stage leads back to the first, so that pairs never run out of moves."""
    return Definition(
        key="bench",
        version=1,
        title=Words("Замер", "Benchmark"),
        stages=tuple(Stage(key, Words(key, key), due=(AfterEntered(10),)) for key in STAGES),
        moves=tuple(
            Move(move, Words(move, move), (stage,), to_stage, needs=needs) for stage, (move, to_stage) in MOVES.items()
        ),
    )
