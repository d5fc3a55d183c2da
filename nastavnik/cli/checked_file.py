"""What `check` says of a file of definitions: its faults with file, line, column and word, or that there are none."""

from collections.abc import Sequence

from engine.words import Words
from nastavnik.cli.frame import Frame
from workflows.definitions.faults import Fault

_FAULTY = 2


def show_faults(frame: Frame, faults: Sequence[Fault]) -> int:
    """Print them and return the exit code: 2 for a faulty file, else 0."""
    document = {
        "valid": not faults,
        "faults": [
            {
                "file": each.file,
                "line": each.line,
                "column": each.column,
                "word": each.word,
                "message": each.message.in_(frame.language),
            }
            for each in faults
        ],
    }
    told = "\n".join(each.in_(frame.language) for each in faults)
    frame.show(document, Words(told, told) if faults else Words("Ошибок нет", "No faults"))
    return _FAULTY if faults else 0
