"""A file whose reading takes long has its place already: people see how far it is, and what came of it."""

from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from engine.words import Words
from storage import roadmap_imports
from workflows.access import forbidden
from workflows.answers.readings import reading_document
from workflows.start_import import FileRead, Started, check_into, check_rows, note_reading


def begin_reading(
    tx: Connection, *, by: By, organisation_id: int, size: int, into: int | None = None
) -> Started | Refused:
    """A draft without words yet; `finish_reading` or `fail_reading` settles it."""
    if (no := forbidden(tx, by, "roadmap.import", organisation_id)) is not None:
        return no
    check_into(tx, organisation_id, into)
    values: dict[str, Any] = {
        "organisation_id": organisation_id,
        "roadmap_id": into,
        "kind": "",
        "sha256": "",
        "size": size,
        "source": {},
        "reading": {},
        "edits": {},
        "before": {},
        "state": "reading",
        "created_at": by.at,
        "actor_id": by.person_id,
        "version": 1,
    }
    return Started(roadmap_imports.add(tx, values))


def finish_reading(tx: Connection, *, by: By, import_id: int, found: FileRead) -> None:
    """The file is read: the draft can be looked through. Nothing when nobody waits for it any more.

    Raises BadInput for a file without a single row.
    """
    check_rows(found.read)
    row = roadmap_imports.get(tx, import_id)
    if row is None or row.state != "reading":
        return
    roadmap_imports.change(
        tx,
        row,
        kind=found.kind,
        sha256=found.sha256,
        source=found.source,
        reading=reading_document(found.read),
        state="draft",
    )
    note_reading(tx, by=by, organisation_id=row.organisation_id, import_id=import_id, found=found, into=row.roadmap_id)


def fail_reading(tx: Connection, *, import_id: int, words: Words) -> None:
    """The file cannot be read: whoever waits for it is told why."""
    row = roadmap_imports.get(tx, import_id)
    if row is not None and row.state == "reading":
        roadmap_imports.change(tx, row, state="failed", source={"failed": {"ru": words.ru, "en": words.en}})
