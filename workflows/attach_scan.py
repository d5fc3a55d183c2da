"""The scan of the signed paper is kept beside its document."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, paper_files
from workflows.access import forbidden
from workflows.find_paper import find_paper
from workflows.keep_evidence import file_proof


@dataclass(frozen=True, slots=True)
class ScanAttached:
    id: int
    sha256: str


def attach_scan(
    tx: Connection, *, by: By, paper_id: int, data_dir: Path, content: bytes, field: str = "scan"
) -> ScanAttached | Refused:
    """A newer scan takes the place of an older one. Raises BadInput for a file of a kind that is not kept."""
    paper = find_paper(tx, by=by, paper_id=paper_id)
    if (no := forbidden(tx, by, "paper.register", paper.organisation_id)) is not None:
        return no
    kept = file_proof(data_dir, content, field=field)
    paper_files.attach_scan(tx, paper_id, kept.reference)
    journal.append(
        tx,
        organisation_id=paper.organisation_id,
        by=by,
        verb="paper.scan",
        subject=f"paper:{paper_id}",
        facts={"sha256": kept.sha256},
    )
    return ScanAttached(paper_id, kept.sha256)
