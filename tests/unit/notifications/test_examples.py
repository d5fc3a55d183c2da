"""The worked examples in the docstrings hold."""

import doctest
from types import ModuleType

import pytest

from engine import delivery
from notifications import addresses, message, render, wording


@pytest.mark.parametrize("module", [delivery, addresses, message, render, wording], ids=lambda module: module.__name__)
def test_examples(module: ModuleType) -> None:
    outcome = doctest.testmod(module)
    assert outcome.failed == 0
    assert outcome.attempted > 0
