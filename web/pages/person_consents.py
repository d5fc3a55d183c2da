"""`/people/{id}/consents/…`: the blank of one person, the scan of a signed paper, a record taken back."""

from pathlib import PurePosixPath

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from documents.consent_blanks import MEDIA_TYPE, consent_blanks
from engine.file_kinds import kind_named
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import consents, evidence_files
from web.download import download
from web.entering import Entered
from web.refusing import Missing
from web.visit import Visit
from web.went import Went
from workflows.keep_consent_scan import ScanKept, keep_consent_scan
from workflows.keep_evidence import file_proof
from workflows.print_consents import BLANK_KINDS, blank_for
from workflows.take_back_consents import ConsentsTakenBack, take_back_consents

router = APIRouter()


@router.get("/people/{person_id}/consents/blank")
def blank(visit: Entered, person_id: int) -> Response:
    """`?kind=` says which; an unknown word means the consent to personal data."""
    kind = visit.asked("kind") if visit.asked("kind") in BLANK_KINDS else "personal-data"
    with visit.read() as tx:
        found = blank_for(tx, by=visit.by, person_id=person_id, kind=kind)
    if isinstance(found, Refused) or not _inside(visit):
        raise Missing
    return download(consent_blanks(found), f"{kind}.docx", media_type=MEDIA_TYPE)


@router.get("/people/{person_id}/consents/{consent_id}/scan")
def scan(visit: Entered, person_id: int, consent_id: int) -> Response:
    with visit.read() as tx:
        rows = [one for one in consents.by_ids(tx, [consent_id]) if one.person_id == person_id]
    content = evidence_files.read(visit.parts.data_dir, rows[0].scan) if rows and _inside(visit) else None
    if content is None:
        raise Missing
    suffix = PurePosixPath(rows[0].scan).suffix
    kind = kind_named(suffix)
    media_type = kind.media_type if kind else "application/octet-stream"
    return download(content, f"consent-{consent_id}{suffix}", media_type=media_type)


@router.post("/people/{person_id}/consents/{consent_id}/scan")
def keep_scan(visit: Entered, person_id: int, consent_id: int) -> Response:
    def flow(tx: Connection) -> ScanKept | Refused:
        _own(tx, person_id, consent_id)
        given = visit.fields.file("scan")
        if given is None:
            raise BadInput("scan", "Выберите файл скана", "Choose the file of the scan")
        proof = file_proof(visit.parts.data_dir, given.content, field="scan")
        return keep_consent_scan(tx, by=visit.by, consent_id=consent_id, scan=proof)

    return visit.change(flow, done=lambda _: Went(f"/people/{person_id}", Words("Скан сохранён", "The scan is kept")))


@router.post("/people/{person_id}/consents/undo")
def undo(visit: Entered, person_id: int) -> Response:
    def flow(tx: Connection) -> ConsentsTakenBack | Refused:
        consent_id = visit.fields.number("consent")
        _own(tx, person_id, consent_id)
        return take_back_consents(tx, by=visit.by, consent_ids=[consent_id])

    words = Words("Отменено, запись не считается", "Undone, the record does not count")
    return visit.change(flow, done=lambda _: Went(f"/people/{person_id}", words))


def _own(tx: Connection, person_id: int, consent_id: int) -> None:
    """Raises Missing for a consent of somebody else."""
    if not [one for one in consents.by_ids(tx, [consent_id]) if one.person_id == person_id]:
        raise Missing


def _inside(visit: Visit) -> bool:
    """Above the own organisation nobody is named, and no papers are seen."""
    return visit.home is not None and visit.names_shown(visit.home.path)
