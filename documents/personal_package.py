"""Everything about a person as one ZIP: a document for programs, a table for people, the papers and scans.

No name inside the archive names anybody (152-ФЗ art. 14: what the person may ask for; also what moves with him).
"""

import json
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from documents.spreadsheet import Cell, Sheet, spreadsheet

_DAY = (2020, 1, 1, 0, 0, 0)  # of every entry: the same data make the same bytes


def personal_package(
    document: Mapping[str, Any], *, papers: Sequence[tuple[int, bytes]], scans: Sequence[tuple[str, bytes]]
) -> bytes:
    """The archive; `papers` are DOCX by the paper's id, `scans` files by their stored names."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        _put(archive, "data.json", json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True).encode())
        _put(archive, "data.xlsx", spreadsheet(*_sheets(document)))
        for paper_id, content in papers:
            _put(archive, f"papers/{paper_id}.docx", content)
        for name, content in scans:
            _put(archive, f"scans/{name}", content)
    return file.getvalue()


def _sheets(document: Mapping[str, Any]) -> list[Sheet]:
    tables: Mapping[str, list[dict[str, Any]]] = {**document["tables"], "journal": document["journal"]}
    return [_sheet(name, rows) for name, rows in sorted(tables.items()) if rows] or [Sheet("data", ["—"], [])]


def _sheet(title: str, rows: list[dict[str, Any]]) -> Sheet:
    columns = list(rows[0])
    return Sheet(title, columns, [[_cell(row.get(name)) for name in columns] for row in rows])


def _cell(value: Any) -> Cell:
    match value:
        case None | str() | int() | float():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)


def _put(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, _DAY)
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)
