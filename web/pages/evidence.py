"""`/evidence/{evidence_id}`: a kept file, saved by the browser and never shown inside our pages."""

from pathlib import PurePosixPath

from fastapi import APIRouter, Response

from engine.file_kinds import kind_named
from storage import evidence_files, item_sheet
from web.download import download
from web.entering import Entered
from web.refusing import Missing

router = APIRouter()


@router.get("/evidence/{evidence_id}")
def evidence(visit: Entered, evidence_id: int) -> Response:
    with visit.read() as tx:
        found = item_sheet.one_evidence(tx, evidence_id)
    content = None
    # Above the own organisation only statuses, numbers and papers are seen, no files.
    inside = visit.home is not None and visit.names_shown(visit.home.path)
    if found is not None and found.kind == "file" and inside:
        content = evidence_files.read(visit.parts.data_dir, found.reference)
    if found is None or content is None:
        raise Missing
    suffix = PurePosixPath(found.reference).suffix
    kind = kind_named(suffix)
    media_type = kind.media_type if kind else "application/octet-stream"
    return download(content, f"evidence-{evidence_id}{suffix}", media_type=media_type)
