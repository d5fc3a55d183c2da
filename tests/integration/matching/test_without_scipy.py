"""Without the extra `[matching]` proposals are made all the same, and say how."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
_BARE = """
import sys
sys.modules["scipy"] = sys.modules["scipy.optimize"] = sys.modules["numpy"] = None
from workflows.match_solver import SOLVER
from workflows import propose_pairs
print(SOLVER.name)
"""


def test_the_greedy_solver_answers_where_scipy_is_not_installed() -> None:
    done = subprocess.run([sys.executable, "-c", _BARE], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "greedy"
