"""Papers being written: `nastavnik paper issue|missing`, step by step: values, missing fields, cases, the document."""

import base64
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field, StringConstraints
from sqlalchemy import Connection, true

from engine.papers.model import PaperForm
from engine.refusals import Refused
from storage import paper_files
from storage.scope import below
from web.api.calling import Caller
from web.api.reading import one, page
from web.api.shapes import Day, In, Line, Out, Page, PathId
from web.api.writing import change, expected
from web.refusing import Missing
from web.visit import Visit
from workflows.answers.plainly import plainly
from workflows.drop_paper_draft import drop_paper_draft, take_up_paper_draft
from workflows.find import find_organisation
from workflows.find_paper import find_paper
from workflows.issue_paper import PaperIssued, issue_paper, write_draft
from workflows.paper_at_hand import ground_of, take_draft, values_at_hand
from workflows.papers.collecting import PaperValues
from workflows.show_papers import list_drafts
from workflows.type_paper import PaperTyped, Typing, type_paper

router = APIRouter(prefix="/api/v1", tags=["papers"])

_Words = Annotated[str, StringConstraints(strict=True, max_length=20_000)]
_Row = Annotated[dict[Line, _Words], Field(max_length=50)]


class DraftLine(Out):
    """A draft of a list. `item`: the row of the roadmap it will close."""

    id: int
    form: str
    pairs: list[int]
    item: int | None
    version: int


class DraftLack(Out):
    field: str
    title: str
    why: str


class DraftDoubt(Out):
    """Words whose cases were guessed: they are typed where the guess is wrong."""

    placeholder: str
    words: str


class DraftShown(DraftLine):
    """`values` by placeholder, lists as rows. `typed`: fields, lists and cases that stand over the data."""

    people: list[int]
    values: dict[str, str | list[dict[str, str]]]
    typed: list[str]
    missing: list[DraftLack]
    doubts: list[DraftDoubt]


class TypingIn(In):
    """`values` by field or by placeholder (`curator.name.acc`), `rows` by list; null takes back what was typed."""

    values: Annotated[dict[Line, _Words | None], Field(max_length=200, default_factory=dict)]
    rows: Annotated[
        dict[Line, Annotated[list[_Row], Field(max_length=500)] | None], Field(max_length=20, default_factory=dict)
    ]


class DraftTyped(Out):
    id: int
    fields: int
    version: int


class RegistrationIn(In):
    """`auto`: the next number of the organisation's pattern. The day is today unless it is given."""

    number: Annotated[Line, Field(max_length=50)] = "auto"
    date_: Day | None = Field(default=None, alias="date")


class RegisteredOut(Out):
    """`items`: rows of the roadmap it closed; `approved`: pairs whose plans it approved."""

    id: int
    draft: int
    number: str
    dated: date
    items: list[int]
    approved: list[int]
    same_number: list[int]


class DraftKept(Out):
    id: int


class DocumentOut(Out):
    """`file`: a DOCX in base64."""

    id: int
    form: str
    file: str


@router.get("/paper-drafts", operation_id="listPaperDrafts", response_model=Page[DraftLine])
def listing(visit: Caller, org: Annotated[str | None, Query(max_length=400)] = None) -> Response:
    """Papers being written, the newest first."""
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org") if org else None
        seen = below([place.path]) if place else below(visit.scope.paths) if not visit.scope.everything else true()
        found = list_drafts(tx, visible=seen)
    return page(visit, [DraftLine.model_validate(_line(row)) for row in found], None)


@router.get("/paper-drafts/{draft_id}", operation_id="showPaperDraft", response_model=DraftShown)
def shown(visit: Caller, draft_id: PathId) -> Response:
    """A paper as it will be: its values, what is missing, which cases were guessed."""
    _inside(visit)
    with visit.read() as tx:
        hand = take_draft(tx, by=visit.by, draft_id=draft_id)
        found = values_at_hand(tx, ground_of(tx, by=visit.by, hand=hand), hand.draft.typed)
    typed = sorted(name for part in hand.draft.typed.values() for name in part)
    told = _line(hand.draft) | _values(visit, found) | {"typed": typed, "people": list(hand.draft.people)}
    return one(visit, DraftShown.model_validate(told), version=hand.draft.version)


@router.patch("/paper-drafts/{draft_id}", operation_id="typePaper", response_model=DraftTyped)
def typing(visit: Caller, draft_id: PathId, sent: TypingIn) -> Response:
    """Type values, lists and single cases over the data. Needs `If-Match`."""
    _inside(visit)
    version = expected(visit, required=True)

    def flow(tx: Connection) -> PaperTyped | Refused:
        form = take_draft(tx, by=visit.by, draft_id=draft_id).form
        return type_paper(tx, by=visit.by, draft_id=draft_id, typing=_typing(form, sent), version=version)

    return change(visit, flow, answer=lambda made: DraftTyped.model_validate(plainly(made)), sent=sent)


@router.get("/paper-drafts/{draft_id}/document", operation_id="previewPaper", response_model=DocumentOut)
def preview(visit: Caller, draft_id: PathId) -> Response:
    """The draft as a document, with places to write on where something is missing."""
    _inside(visit)
    with visit.read() as tx:
        written = write_draft(tx, by=visit.by, draft_id=draft_id)
    return one(visit, _document(draft_id, written.values.form.key, written.docx))


@router.post(
    "/paper-drafts/{draft_id}/registration",
    operation_id="registerPaperDraft",
    response_model=RegisteredOut,
    status_code=201,
)
def register(visit: Caller, draft_id: PathId, sent: RegistrationIn) -> Response:
    """Number, day, register: the paper closes the rows that expect it."""
    _inside(visit)

    def flow(tx: Connection) -> PaperIssued | Refused:
        hand = take_draft(tx, by=visit.by, draft_id=draft_id)
        dated = sent.date_ or hand.organisation.today(visit.now)
        return issue_paper(tx, by=visit.by, draft_id=draft_id, number=sent.number, dated=dated)

    return change(visit, flow, answer=lambda made: _registered(draft_id, made), sent=sent, status=201)


@router.delete("/paper-drafts/{draft_id}", operation_id="dropPaperDraft", response_model=DraftKept)
def drop(visit: Caller, draft_id: PathId) -> Response:
    """Drop a draft; it may be taken up again."""
    _inside(visit)
    return change(
        visit,
        lambda tx: drop_paper_draft(tx, by=visit.by, draft_id=draft_id),
        answer=lambda made: DraftKept(id=made.id),
    )


@router.post("/paper-drafts/{draft_id}/return", operation_id="takeUpPaperDraft", response_model=DraftKept)
def take_up(visit: Caller, draft_id: PathId) -> Response:
    """Take a dropped draft up again."""
    _inside(visit)
    return change(
        visit,
        lambda tx: take_up_paper_draft(tx, by=visit.by, draft_id=draft_id),
        answer=lambda made: DraftKept(id=made.id),
    )


@router.get("/papers/{paper_id}/document", operation_id="showPaperDocument", response_model=DocumentOut)
def document(visit: Caller, paper_id: PathId) -> Response:
    """The document of a registered paper that was written here."""
    _inside(visit)
    with visit.read() as tx:
        paper = find_paper(tx, by=visit.by, paper_id=paper_id)
        file = paper_files.get(tx, paper_id)
    if file is None or not file.docx:
        raise Missing
    return one(visit, _document(paper_id, paper.form, file.docx))


def _inside(visit: Visit) -> None:
    """Papers name people: nobody above the organisation reads them."""
    if visit.home is None or not visit.names_shown(visit.home.path):
        raise Missing


def _line(row: Any) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("id", "form", "version")}
    return told | {"pairs": list(row.pairs), "item": row.item_id}


def _values(visit: Visit, found: PaperValues) -> dict[str, Any]:
    return {
        "values": {
            name: said if isinstance(said, str) else [dict(row) for row in said] for name, said in found.values.items()
        },
        "missing": [
            DraftLack(field=each.field.name, title=visit.say(each.field.title), why=visit.say(each.why))
            for each in found.lacks
        ],
        "doubts": [DraftDoubt(placeholder=each.placeholder, words=each.words) for each in found.doubts],
    }


def _typing(form: PaperForm, sent: TypingIn) -> Typing:
    """A name is a field where the form has one, else a placeholder."""
    fields = {one.name for one in form.fields if one.of != "rows"}
    return Typing(
        {name: said for name, said in sent.values.items() if name in fields},
        {name: None if rows is None else tuple(rows) for name, rows in sent.rows.items()},
        {name: said for name, said in sent.values.items() if name not in fields},
    )


def _registered(draft_id: int, made: PaperIssued) -> RegisteredOut:
    return RegisteredOut(
        id=made.id,
        draft=draft_id,
        number=made.number,
        dated=made.dated,
        items=[each.item_id for each in made.closed],
        approved=list(made.approved),
        same_number=list(made.same_number),
    )


def _document(key: int, form: str, content: bytes) -> DocumentOut:
    return DocumentOut(id=key, form=form, file=base64.b64encode(content).decode())
