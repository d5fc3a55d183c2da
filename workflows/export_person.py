"""Everything about a person as one document: what the person may ask for, and what moves with him."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import erasing, journal, personal_export
from storage.people import PersonRow
from workflows.access import forbidden
from workflows.find import find_person


@dataclass(frozen=True, slots=True)
class PersonExport:
    """`document` is the rows by table with the journal's lines; `papers` the registered documents, `scans` the stored
    names of files that concern the person alone.
    """

    person: PersonRow
    document: dict[str, Any]
    papers: tuple[tuple[int, bytes], ...]
    scans: tuple[str, ...]


def export_person(tx: Connection, *, by: By, person_id: int) -> PersonExport | Refused:
    """Collect everything and note in the journal that it was told. Everybody may have his own.

    Raises BadInput for somebody the actor may not know of.
    """
    person = find_person(tx, person_id, by=by, even_erased=True)
    if by.person_id != person_id:
        refused = forbidden(tx, by, "person.export", person.organisation_id)
        if refused is not None:
            return refused
    rows = dict(personal_export.rows_about(tx, person_id))
    document = {
        "id": person_id,
        "exported_at": by.at.isoformat(),
        "tables": rows,
        "journal": personal_export.journal_lines(tx, person_id),
    }
    scans = erasing.scans_of(tx, person_id)
    papers = tuple(erasing.kept_documents(tx, person_id))
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="person.export",
        subject=f"person:{person_id}",
        facts={"rows": sum(len(each) for each in rows.values())},
        people={"person": person_id},
    )
    return PersonExport(person, document, papers, scans)
