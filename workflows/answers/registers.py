"""A register as programs are told of it."""

from typing import Any

from engine.words import Language, Words
from workflows.show_registers import RegisterTable


def register_document(table: RegisterTable, language: Language) -> dict[str, Any]:
    return {
        "register": table.name,
        "day": table.day,
        "columns": [one.in_(language) for one in table.columns],
        "rows": [[cell.in_(language) if isinstance(cell, Words) else cell for cell in row] for row in table.rows],
        "unnamed": table.unnamed,
    }
