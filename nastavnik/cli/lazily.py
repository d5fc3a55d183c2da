"""The one exception to imports at the top: parts of the shell that most calls never need.

Scripts call the program thousands of times; importing every noun, the table printer (60 ms) and the migrations
(300 ms) would make each call twice as long.
"""

import importlib
from types import ModuleType


def lazily(module: str) -> ModuleType:
    """The module of this full name, imported when it is needed first."""
    return importlib.import_module(module)
