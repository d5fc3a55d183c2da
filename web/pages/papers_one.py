"""`/papers/{paper_id}`: one registered paper: its document, copy and scan, what it closed, what it may close."""

from pathlib import PurePosixPath

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.file_kinds import DOCX, PDF, kind_named
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import evidence_files, paper_files
from storage.paper_files import PaperFileRow
from web.download import download
from web.entering import Entered
from web.faults import NONE, Faults
from web.paper_words import KINDS, PURPOSES
from web.refusing import Missing
from web.visit import Visit
from web.went import Undo, Went
from workflows.annul_paper import PaperAnnulled, annul_paper, restore_paper
from workflows.attach_scan import ScanAttached, attach_scan
from workflows.close_by_paper import ClosedByPaper, close_by_paper
from workflows.copy_paper import PdfCopy, copy_paper, keep_copy
from workflows.show_papers import show_paper

router = APIRouter()


@router.get("/papers/{paper_id}")
def paper(visit: Entered, paper_id: int) -> Response:
    return _show(visit, paper_id)


@router.get("/papers/{paper_id}/docx")
def docx(visit: Entered, paper_id: int) -> Response:
    file = _file(visit, paper_id)
    if not file.docx:
        raise Missing
    return download(file.docx, f"paper-{paper_id}.docx", media_type=DOCX.media_type)


@router.get("/papers/{paper_id}/pdf")
def pdf(visit: Entered, paper_id: int) -> Response:
    """The copy somebody has asked for."""
    file = _file(visit, paper_id)
    if file.pdf is None:
        raise Missing
    return download(file.pdf, f"paper-{paper_id}.pdf", media_type=PDF.media_type)


@router.post("/papers/{paper_id}/pdf")
def make_pdf(visit: Entered, paper_id: int) -> Response:
    """LibreOffice works before the transaction that keeps its copy begins."""
    _inside(visit)
    copy: PdfCopy | Refused | BadInput
    try:
        with visit.read() as tx:
            copy = copy_paper(tx, by=visit.by, paper_id=paper_id)
    except BadInput as error:
        copy = error

    def flow(tx: Connection) -> int | Refused:
        if isinstance(copy, BadInput):
            raise copy
        return copy if isinstance(copy, Refused) else keep_copy(tx, copy)

    words = Words("Копия PDF готова", "The PDF copy is ready")
    return visit.change(
        flow, done=lambda _: Went(f"/papers/{paper_id}", words), again=lambda faults: _show(visit, paper_id, faults)
    )


@router.get("/papers/{paper_id}/scan")
def scan(visit: Entered, paper_id: int) -> Response:
    file = _file(visit, paper_id)
    content = evidence_files.read(visit.parts.data_dir, file.scan) if file.scan else None
    if content is None:
        raise Missing
    suffix = PurePosixPath(file.scan).suffix
    kind = kind_named(suffix)
    media_type = kind.media_type if kind else "application/octet-stream"
    return download(content, f"paper-{paper_id}-scan{suffix}", media_type=media_type)


@router.post("/papers/{paper_id}/scan")
def attach(visit: Entered, paper_id: int) -> Response:
    def flow(tx: Connection) -> ScanAttached | Refused:
        _inside(visit)
        sent = visit.fields.file("scan")
        content = sent.content if sent is not None else b""
        return attach_scan(tx, by=visit.by, paper_id=paper_id, data_dir=visit.parts.data_dir, content=content)

    words = Words("Скан приложен", "The scan is attached")
    return visit.change(
        flow, done=lambda _: Went(f"/papers/{paper_id}", words), again=lambda faults: _show(visit, paper_id, faults)
    )


@router.post("/papers/{paper_id}/close")
def close(visit: Entered, paper_id: int) -> Response:
    """The chosen rows are proved by the paper."""

    def flow(tx: Connection) -> ClosedByPaper | Refused:
        chosen = visit.fields.numbers("row")
        if not chosen:
            raise BadInput("row", "Отметьте хотя бы один пункт", "Tick at least one row")
        return close_by_paper(tx, by=visit.by, paper_id=paper_id, obligation_ids=chosen)

    def done(made: ClosedByPaper) -> Went:
        rows = ", ".join(dict.fromkeys(one.number for one in made.closed))
        undo = Undo(f"/roadmap/items/{made.closed[0].item_id}/reopen", {"evidence": str(made.closed[0].evidence_id)})
        words = Words(f"Закрыты пункты: {rows}", f"Rows closed: {rows}")
        return Went(f"/papers/{paper_id}", words, undo if len(made.closed) == 1 else None)

    return visit.change(flow, done=done, again=lambda faults: _show(visit, paper_id, faults))


@router.post("/papers/{paper_id}/annul")
def annul(visit: Entered, paper_id: int) -> Response:
    def flow(tx: Connection) -> PaperAnnulled | Refused:
        reason = visit.fields.line("reason", optional=True, longest=500)
        return annul_paper(tx, by=visit.by, paper_id=paper_id, reason=reason)

    def done(made: PaperAnnulled) -> Went:
        ru, en = "Документ аннулирован", "The paper is annulled"
        if made.freed:
            ru, en = f"{ru}, снова открыто сроков: {made.freed}", f"{en}, open again: {made.freed}"
        return Went(f"/papers/{paper_id}", Words(ru, en), Undo(f"/papers/{paper_id}/restore"))

    return visit.change(flow, done=done, again=lambda faults: _show(visit, paper_id, faults))


@router.post("/papers/{paper_id}/restore")
def restore(visit: Entered, paper_id: int) -> Response:
    def flow(tx: Connection) -> PaperAnnulled | Refused:
        return restore_paper(tx, by=visit.by, paper_id=paper_id)

    words = Words("Документ снова действует", "The paper is in force again")
    return visit.change(
        flow, done=lambda _: Went(f"/papers/{paper_id}", words), again=lambda faults: _show(visit, paper_id, faults)
    )


def _show(visit: Visit, paper_id: int, faults: Faults = NONE) -> Response:
    with visit.read() as tx:
        sheet = show_paper(tx, by=visit.by, paper_id=paper_id)
        file = paper_files.get(tx, paper_id)
    return visit.page(
        "papers/paper.html",
        sheet=sheet,
        copied=bool(file and file.pdf),
        inside=visit.names_shown(sheet.path),
        kinds=KINDS,
        purposes=PURPOSES,
        given=visit.fields,
        faults=faults,
    )


def _file(visit: Visit, paper_id: int) -> PaperFileRow:
    _inside(visit)
    with visit.read() as tx:
        found = paper_files.get(tx, paper_id)
    if found is None:
        raise Missing
    return found


def _inside(visit: Visit) -> None:
    """Documents name people: nobody above the organisation reads them, only number, kind and day."""
    if visit.home is None or not visit.names_shown(visit.home.path):
        raise Missing
