"""A file that was read becomes a draft, to be looked through before anything comes into force."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.roadmap_reading.model import ReadRoadmap
from storage import journal, roadmap_imports, roadmaps
from workflows.access import forbidden, unknown
from workflows.answers.readings import reading_document
from workflows.roadmap_import_at_hand import reads


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it came out of the readers. `source` are its words as they are kept."""

    kind: str
    sha256: str
    size: int
    source: dict[str, Any]
    read: ReadRoadmap


@dataclass(frozen=True, slots=True)
class Started:
    """`again`: the same file waits as a draft already, with what people have changed in it."""

    import_id: int
    again: bool = False


def start_import(
    tx: Connection, *, by: By, organisation_id: int, found: FileRead, into: int | None = None
) -> Started | Refused:
    """Keep what was read as a draft; `into` is the live roadmap that the file corrects.

    A file uploaded twice leads to the one draft. Raises BadInput for a file without a single row, or for a roadmap that
    is not in force there.
    """
    if (no := forbidden(tx, by, "roadmap.import", organisation_id)) is not None:
        return no
    check_rows(found.read)
    check_into(tx, organisation_id, into)
    same = roadmap_imports.draft_of(tx, organisation_id=organisation_id, sha256=found.sha256, into=into)
    known = None if same is None else roadmap_imports.get(tx, same)
    if known is not None and reads(tx, by, known):
        return Started(known.id, again=True)
    import_id = roadmap_imports.add(
        tx,
        {
            "organisation_id": organisation_id,
            "roadmap_id": into,
            "kind": found.kind,
            "sha256": found.sha256,
            "size": found.size,
            "source": found.source,
            "reading": reading_document(found.read),
            "edits": {},
            "before": {},
            "state": "draft",
            "created_at": by.at,
            "actor_id": by.person_id,
            "version": 1,
        },
    )
    note_reading(tx, by=by, organisation_id=organisation_id, import_id=import_id, found=found, into=into)
    return Started(import_id)


def check_rows(read: ReadRoadmap) -> None:
    """Raises BadInput for a file in which no row was recognised."""
    if not read.items:
        raise BadInput(
            "file",
            "В файле не нашлось ни одного мероприятия. Проверьте, что это дорожная карта с таблицей или списком",
            "No activity was found in the file. Check that it is a roadmap with a table or a list of rows",
        )


def check_into(tx: Connection, organisation_id: int, into: int | None) -> None:
    """Raises BadInput unless the roadmap to correct is in force in the organisation."""
    if into is None:
        return
    live = roadmaps.get(tx, into)
    if live is None or live.organisation_id != organisation_id or live.dropped_on is not None:
        raise unknown("--into", into)


def note_reading(
    tx: Connection, *, by: By, organisation_id: int, import_id: int, found: FileRead, into: int | None
) -> None:
    """The journal's line about a file that was read."""
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="roadmap.read",
        subject=f"roadmap-import:{import_id}",
        facts={
            "kind": found.kind,
            "sha256": found.sha256,
            "size": found.size,
            "items": len(found.read.items),
            "unused": len(found.read.unused),
            "into": into,
        },
        words={"title": found.read.title},
    )
