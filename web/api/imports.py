"""A school's own file and the roadmap it becomes: `nastavnik roadmap read|import|undo-import`."""

import base64
import binascii
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from web.api.calling import Caller
from web.api.reading import one
from web.api.shapes import Day, Id, In, Line, OrgPath, Out, PathId, ShortLine, Text, Word
from web.api.writing import change, expected
from workflows.accept_import import Accepted, accept_import
from workflows.access import forbidden
from workflows.answers.imports import difference_document, open_questions
from workflows.answers.readings import reading_document
from workflows.drop_import import drop_import
from workflows.find import find_organisation
from workflows.mend_import import HeadMending, RowMending, check_period, mend_import
from workflows.read_roadmap_file import read_roadmap_file
from workflows.show_import import show_import
from workflows.start_import import Started, start_import
from workflows.undo_import import undo_import

router = APIRouter(prefix="/api/v1", tags=["roadmaps"])

_LONGEST_FILE = 10 * 1024 * 1024
_BASE64 = r"^[A-Za-z0-9+/=]+$"
_ROW = r"^[ru][0-9]{1,6}$"


class FileIn(In):
    """`file`: the bytes of a DOCX, XLSX, PDF, TXT or DOC in base64. `into`: the live roadmap that it corrects."""

    org: OrgPath
    file: Annotated[str, StringConstraints(strict=True, min_length=4, max_length=2 * _LONGEST_FILE, pattern=_BASE64)]
    into: Id | None = None


class StartedOut(Out):
    """`again`: the same file waits as a draft already."""

    id: int
    again: bool


class ImportOut(Out):
    """A draft: the document of `roadmap read` as the file says it, what nobody has answered, what would change."""

    id: int
    state: str
    roadmap: int | None
    reading: dict[str, Any]
    open: list[dict[str, Any]]
    changes: dict[str, Any] | None
    version: int


class HeadIn(In):
    title: Line | None = None
    from_day: Day | None = Field(default=None, alias="from")
    to_day: Day | None = Field(default=None, alias="to")


class RowIn(In):
    """Values of a row by field; those left out stay. `drop` leaves the row out, `sure` answers a question as it is."""

    number: Line | None = None
    section: ShortLine | None = None
    activity: Text | None = None
    deadline: ShortLine | None = None
    responsible: Word | None = None
    person: Id | None = None
    result: Text | None = None
    document_kind: Word | None = None
    drop: bool | None = None
    sure: Word | None = None


class MendedOut(Out):
    """How many questions are still open."""

    id: int
    questions: int


class AcceptIn(In):
    past: Literal["open", "done", "not-ours"] = "open"
    version: Id | None = None


class AcceptedOut(Out):
    """`id` is the roadmap's. `added`, `changed` and `gone` are rows, None for a new roadmap."""

    id: int
    items: int
    indicators: int
    questions: int
    added: int | None
    changed: int | None
    gone: int | None


class UndoneOut(Out):
    id: int
    roadmap: int
    restored: bool


class DroppedOut(Out):
    id: int


@router.post("/roadmap-imports", operation_id="startImport", response_model=StartedOut, status_code=201)
def start(visit: Caller, sent: FileIn) -> Response:
    """Read a file into a draft."""
    with visit.read() as tx:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        refused = forbidden(tx, visit.by, "roadmap.import", place.id)
    found = refused or read_roadmap_file(_bytes(sent.file))

    def flow(tx: Connection) -> Started | Refused:
        if isinstance(found, Refused):
            return found
        return start_import(tx, by=visit.by, organisation_id=place.id, found=found, into=sent.into)

    return change(
        visit,
        flow,
        answer=lambda made: StartedOut(id=made.import_id, again=made.again),
        sent=sent,
        status=201,
        location=lambda made: f"/api/v1/roadmap-imports/{made.import_id}",
    )


@router.get("/roadmap-imports/{import_id}", operation_id="showImport", response_model=ImportOut)
def show(visit: Caller, import_id: PathId) -> Response:
    """A draft as it was read, with its open questions and what it would change."""
    with visit.read() as tx:
        sheet = show_import(tx, by=visit.by, import_id=import_id, named=visit.names_shown)
    shown = ImportOut(
        id=sheet.row.id,
        state=sheet.row.state,
        roadmap=sheet.row.roadmap_id,
        reading=reading_document(sheet.review.read),
        open=open_questions(sheet.review),
        changes=difference_document(sheet.difference).get("changes"),
        version=sheet.row.version,
    )
    return one(visit, shown, version=sheet.row.version)


@router.patch("/roadmap-imports/{import_id}", operation_id="mendImport", response_model=MendedOut)
def mend_head(visit: Caller, import_id: PathId, sent: HeadIn) -> Response:
    """Give a draft its title and period."""

    def flow(tx: Connection) -> MendedOut | Refused:
        if (sent.from_day is None) != (sent.to_day is None):
            raise BadInput("from", "Нужны оба дня: from и to", "Both days are needed: from and to")
        period = check_period(_day(sent.from_day), _day(sent.to_day)) if sent.from_day else None
        made = mend_import(tx, by=visit.by, import_id=import_id, mending=HeadMending(sent.title, period))
        return made if isinstance(made, Refused) else MendedOut(id=import_id, questions=made.questions)

    return change(visit, flow, answer=lambda made: made, sent=sent)


@router.patch("/roadmap-imports/{import_id}/rows/{row}", operation_id="mendImportRow", response_model=MendedOut)
def mend_row(
    visit: Caller, import_id: PathId, row: Annotated[str, StringConstraints(pattern=_ROW)], sent: RowIn
) -> Response:
    """Mend a row of a draft."""

    def flow(tx: Connection) -> MendedOut | Refused:
        values = sent.model_dump(exclude_none=True)
        made = mend_import(tx, by=visit.by, import_id=import_id, mending=RowMending(row, values))
        return made if isinstance(made, Refused) else MendedOut(id=import_id, questions=made.questions)

    return change(visit, flow, answer=lambda made: made, sent=sent)


@router.post("/roadmap-imports/{import_id}/acceptance", operation_id="acceptImport", response_model=AcceptedOut)
def accept(visit: Caller, import_id: PathId, sent: AcceptIn) -> Response:
    """Bring a draft into force."""

    def flow(tx: Connection) -> Accepted | Refused:
        return accept_import(
            tx, by=visit.by, import_id=import_id, past=sent.past, version=sent.version or expected(visit)
        )

    return change(visit, flow, answer=_accepted, sent=sent)


@router.post("/roadmap-imports/{import_id}/undo", operation_id="undoImport", response_model=UndoneOut)
def undo(visit: Caller, import_id: PathId) -> Response:
    """Take an accepted import back within a day."""
    return change(
        visit,
        lambda tx: undo_import(tx, by=visit.by, import_id=import_id),
        answer=lambda undone: UndoneOut(id=undone.import_id, roadmap=undone.roadmap_id, restored=undone.restored),
    )


@router.delete("/roadmap-imports/{import_id}", operation_id="dropImport", response_model=DroppedOut)
def drop(visit: Caller, import_id: PathId) -> Response:
    """Drop a draft."""
    return change(
        visit,
        lambda tx: drop_import(tx, by=visit.by, import_id=import_id),
        answer=lambda dropped: DroppedOut(id=dropped),
    )


def _accepted(made: Accepted) -> AcceptedOut:
    one_of = made.corrected
    return AcceptedOut(
        id=made.roadmap_id,
        items=made.items,
        indicators=made.indicators,
        questions=made.questions,
        added=one_of.added if one_of else None,
        changed=one_of.changed if one_of else None,
        gone=one_of.gone if one_of else None,
    )


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("file", "file: нужен base64", "file: base64 is needed") from None


def _day(day: date | None) -> date:
    assert day is not None  # noqa: S101  # both days are there
    return day
