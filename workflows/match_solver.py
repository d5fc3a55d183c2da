"""Which solver makes proposals here: the exact one with the extra `[matching]` installed, the greedy one without."""

from engine.matching import Solver, greedy

try:
    from workflows.exact_matching import Exact
except ImportError:  # the extra is not installed: a proposal says that it was made without it
    _found: Solver = greedy
else:
    _found = Exact()

SOLVER = _found
