"""(e) A move decided in memory: the table lookup alone, and with needs and reasons."""

from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import import_module

from benchmarks.figures import Row, Section
from benchmarks.interleaving import Lane, interleave, rate, reason_of
from benchmarks.moves.definition import NEEDS, definition
from benchmarks.moves.shape import FIRST, MOVES, TODAY
from engine.actors import Actor
from engine.calendar import WorkCalendar
from engine.lifecycle import Facts, Moved, decide
from engine.lifecycle.facts import ConsentFact, Member, PaperFact
from engine.refusals import Refused

LOOKUP_US, NEEDS_US = 10.0, 100.0
SLICE_SECONDS = 0.1
_BEFORE = date(2025, 9, 1)
_CURATOR = Actor(person_id=1, roles=frozenset({"curator"}))
_CALENDAR = WorkCalendar()
_MEMBERS = (Member(2, "mentor", "Иванова Мария Павловна", "staff"), Member(3, "mentee", "Петров Олег Ильич", "staff"))
_BARE = Facts(FIRST, _BEFORE, members=_MEMBERS)
_COMPLETE = Facts(
    FIRST,
    _BEFORE,
    members=_MEMBERS,
    consents=(
        ConsentFact(2, "personal-data", _BEFORE),
        ConsentFact(3, "personal-data", _BEFORE),
        ConsentFact(2, "mentoring-duty", _BEFORE),
    ),
    papers=(PaperFact(1, "order", "pairing", "1", _BEFORE),),
)
DICT, LOOKUP = "a dict", "nastavnik: legality from the shared machine"
ALLOWED, REFUSED = "nastavnik: three needs met", "nastavnik: three needs unmet, with reasons"
STATEMACHINE = "python-statemachine, a machine per pair"


def measure(*, rounds: int) -> list[Section]:
    plain, asking = definition(), definition(needs=NEEDS)
    move = MOVES[FIRST][0]
    steps: dict[str, Callable[[], object]] = {
        DICT: lambda: MOVES[FIRST],
        LOOKUP: partial(decide, plain, _COMPLETE, move, _CURATOR, TODAY, _CALENDAR),
        ALLOWED: partial(decide, asking, _COMPLETE, move, _CURATOR, TODAY, _CALENDAR),
        REFUSED: partial(decide, asking, _BARE, move, _CURATOR, TODAY, _CALENDAR),
    }
    assert isinstance(steps[LOOKUP](), Moved)
    assert isinstance(steps[ALLOWED](), Moved)
    assert isinstance(refused := steps[REFUSED](), Refused)
    assert len(refused.reasons) == len(NEEDS)
    absent: dict[str, str] = {}
    try:
        steps[STATEMACHINE] = _statemachine(move)
    except Exception as error:  # absent peers are reported, whatever broke
        absent[STATEMACHINE] = reason_of(error)
    lanes = [Lane(name, partial(_microseconds, step)) for name, step in steps.items()]
    medians = interleave(lanes, rounds=rounds, absent=absent)
    section = Section("A move decided in memory")
    for name in (DICT, LOOKUP, ALLOWED, REFUSED, STATEMACHINE):
        section.rows.append(
            Row(name, medians.figures.get(name), "µs", medians.ratio(name, LOOKUP), medians.absent.get(name, ""))
        )
    if STATEMACHINE in medians.absent:
        section.missing(STATEMACHINE, medians.absent[STATEMACHINE])
    section.at_most("table lookup", medians.figures.get(LOOKUP), LOOKUP_US, unit=" µs")
    section.at_most("with needs met", medians.figures.get(ALLOWED), NEEDS_US, unit=" µs")
    section.at_most("with needs unmet and reasons", medians.figures.get(REFUSED), NEEDS_US, unit=" µs")
    return [section]


def _microseconds(step: Callable[[], object]) -> float:
    return 1_000_000 / rate(step, seconds=SLICE_SECONDS)


def _statemachine(move: str) -> Callable[[], object]:
    machine = import_module("benchmarks.moves.statemachine_sqlalchemy").PairMachine

    class Pair:
        stage = FIRST

    def step() -> object:
        return machine(Pair(), state_field="stage").send(move)

    return step
