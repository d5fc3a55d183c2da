"""Tables drawn with `|` as sources: `^` repeats the merged cell above, `<` widens the cell to the left."""

from dataclasses import replace

from engine.source import Source, SourceCell, SourceLine, SourceTable, Spot


def grid(drawn: str, number: int = 1) -> SourceTable:
    """One row a line; `\\n` inside a cell is written `/ `.

    >>> [cell.width for cell in grid("Срок | < | Кто").rows[0]]
    [2, 1]
    """
    rows: list[tuple[SourceCell, ...]] = []
    above: dict[int, str] = {}
    for place, line in enumerate((one for one in drawn.split("\n") if one.strip()), start=1):
        at = Spot(table=number, row=place)
        row: list[SourceCell] = []
        for column, words in enumerate(line.split("|")):
            text = words.strip().replace("/ ", "\n")
            if text == "<":
                row[-1] = replace(row[-1], width=row[-1].width + 1)
            elif text == "^":
                row.append(SourceCell(above[column], column, at, from_above=True))
            else:
                row.append(SourceCell(text, column, at))
        above |= {cell.column: cell.text for cell in row}
        rows.append(tuple(row))
    return SourceTable(tuple(rows), Spot(table=number))


def document(*parts: str) -> Source:
    """Texts with `|` are tables, the others lines."""
    blocks: list[SourceLine | SourceTable] = []
    for part in parts:
        if "|" in part:
            blocks.append(grid(part, sum(isinstance(block, SourceTable) for block in blocks) + 1))
        else:
            blocks += [SourceLine(line.strip(), Spot(line=len(blocks) + 1)) for line in part.split("\n")]
    return Source("docx", tuple(blocks))
