"""The worked examples in the docstrings of matching."""

import doctest
import importlib

import pytest

MODULES = ("ages", "alternatives", "explaining", "forms", "greedy", "model", "proposing", "scoring", "terms")


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    outcome = doctest.testmod(importlib.import_module(f"engine.matching.{name}"))
    assert outcome.failed == 0
    assert outcome.attempted > 0
