"""A lifecycle as Mermaid text. `picture.py` draws the same as SVG."""

from collections.abc import Iterator, Mapping

from engine.lifecycle.definition import BEFORE_SUSPENSION, SAME, Definition, Move, suspendable_stages
from engine.words import Language


def edges(definition: Definition) -> Iterator[tuple[Move, str, str]]:
    """Every step a pair can make: the move, the stage it leaves, the stage it leads to.

    A resumption leads to each stage a pair can be suspended in.
    """
    for move in definition.moves:
        for source in move.from_:
            if move.to == BEFORE_SUSPENSION:
                targets = suspendable_stages(definition)
            else:
                targets = (source if move.to == SAME else move.to,)
            for target in targets:
                yield move, source, target


def mermaid(definition: Definition, language: Language = "ru", counts: Mapping[str, int] | None = None) -> str:
    """The state diagram as Mermaid text. `counts` (live pairs by stage key) are written beside the titles.

    >>> from engine.lifecycle.definition import Stage
    >>> from engine.words import Words
    >>> start, end = Stage("formed", Words("Начало", "Start")), Stage("closed", Words("Конец", "End"), final=True)
    >>> close = Move("close", Words("Закрыть", "Close"), ("formed",), "closed", outcomes=("completed",))
    >>> print(mermaid(Definition("tiny", 1, Words("Проба", "Trial"), (start, end), (close,)), "en", {"formed": 3}))
    stateDiagram-v2
        direction TB
        state "Start (3)" as formed
        state "End" as closed
        [*] --> formed
        formed --> closed: Close
        closed --> [*]
    """
    counts = counts or {}
    lines = ["stateDiagram-v2", "    direction TB"]
    for stage in definition.stages:
        count = f" ({counts[stage.key]})" if counts.get(stage.key) else ""
        lines.append(f'    state "{_quiet(stage.title.in_(language))}{count}" as {stage.key}')
    lines.append(f"    [*] --> {definition.stages[0].key}")
    drawn = [
        f"    {source} --> {target}: {_quiet(move.title.in_(language))}" for move, source, target in edges(definition)
    ]
    lines.extend(dict.fromkeys(drawn))
    lines.extend(f"    {stage.key} --> [*]" for stage in definition.stages if stage.final)
    return "\n".join(lines)


def _quiet(title: str) -> str:
    """Mermaid ends a label at `;` and a state's name at a double quote, and reads `#` as an entity."""
    return title.replace('"', "'").replace(";", ",").replace("#", "№").replace(":", " —")
