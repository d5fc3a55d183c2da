"""The register of papers, and papers written from forms."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response
from pydantic import Field
from sqlalchemy import Connection, true

from engine.refusals import Refused
from storage import papers
from storage.papers import Wanted
from storage.scope import below
from web.api.calling import Caller
from web.api.reading import Paging, one, page
from web.api.shapes import Day, Id, In, Line, OrgPath, Out, Page, PathId, Text
from web.api.writing import change
from web.refusing import Missing
from web.visit import Visit
from workflows.annul_paper import annul_paper
from workflows.answers.plainly import plainly
from workflows.find import find_organisation
from workflows.show_papers import show_paper
from workflows.write_paper import PaperAsked, Written, write_paper

router = APIRouter(prefix="/api/v1", tags=["facts"])


class PaperOut(Out):
    """An entry of the register. `form` is empty for a paper made elsewhere."""

    id: int
    org: str
    kind: str
    purpose: str
    number: str
    dated: date
    title: str
    form: str
    annulled_on: date | None


class PaperShown(PaperOut):
    """With the pairs it names and the roadmap rows it closed."""

    pairs: list[int]
    items: list[int]


class IssueIn(In):
    """A paper of a form. `values` by field or placeholder; with `number` it is registered (`auto`: the next one)."""

    org: OrgPath
    form: Annotated[str, Field(strict=True, max_length=64, pattern=r"^[a-z][a-z0-9-]*$", examples=["order-pairing"])]
    pairs: Annotated[tuple[Id, ...], Field(max_length=200)] = ()
    people: Annotated[tuple[Id, ...], Field(max_length=200)] = ()
    from_day: Day | None = Field(default=None, alias="from")
    to_day: Day | None = Field(default=None, alias="to")
    event: Id | None = None
    item: Id | None = None
    values: Annotated[dict[Line, Text], Field(max_length=100, default_factory=dict)]
    number: Annotated[Line | None, Field(max_length=50)] = None
    date_: Day | None = Field(default=None, alias="date")


class LackOut(Out):
    field: str
    title: str
    why: str


class IssuedOut(Out):
    """`id` is the paper's, or the draft's while `state` is draft; `missing` keeps a draft out of the register."""

    id: int
    state: str
    draft: int
    form: str
    number: str | None
    dated: date | None
    items: list[int]
    missing: list[LackOut]


class AnnulIn(In):
    reason: Line | None = None


class AnnulledOut(Out):
    """`freed`: proofs of roadmap rows that fell; `plans`: pairs whose plans are approved no longer."""

    id: int
    number: str
    annulled_on: date | None
    freed: int
    plans: list[int]


@router.get("/papers", operation_id="listPapers", response_model=Page[PaperOut])
def listing(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Annotated[str | None, Query(max_length=400)] = None,
    kind: Annotated[str, Query(max_length=64)] = "",
    purpose: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The register of papers."""
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org") if org else None
        seen = below([place.path]) if place else below(visit.scope.paths) if not visit.scope.everything else true()
        found = papers.by_id(
            tx, visible=seen, wanted=Wanted(kind=kind, purpose=purpose), after=paging.after_id or 0, most=paging.more
        )
    shown, following = paging.part(found)
    return page(visit, [PaperOut.model_validate(_entry(row)) for row in shown], following)


@router.get("/papers/{paper_id}", operation_id="showPaper", response_model=PaperShown)
def shown(visit: Caller, paper_id: PathId) -> Response:
    """A paper with what it closed."""
    with visit.read() as tx:
        sheet = show_paper(tx, by=visit.by, paper_id=paper_id)
    told = plainly(sheet.paper) | {"org": sheet.path}
    told |= {"pairs": [row.id for row in sheet.pairs], "items": [row.item_id for row in sheet.proved]}
    return one(visit, PaperShown.model_validate({name: told[name] for name in PaperShown.model_fields}))


@router.post("/papers/issue", operation_id="issuePaper", response_model=IssuedOut, status_code=201)
def issue(visit: Caller, sent: IssueIn) -> Response:
    """Write a paper from a form, register it where a number is given."""

    def flow(tx: Connection) -> Written | Refused:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        if not visit.names_shown(place.path):
            raise Missing
        subject = {"from": str(sent.from_day or ""), "to": str(sent.to_day or ""), "event": sent.event}
        asked = PaperAsked(sent.form, sent.pairs, sent.people, subject, sent.values, sent.item)
        entry = (sent.number, sent.date_ or place.today(visit.now)) if sent.number else None
        return write_paper(tx, by=visit.by, organisation=place, asked=asked, registered=entry)

    return change(visit, flow, answer=lambda made: _issued(visit, made), sent=sent, status=201)


@router.post("/papers/{paper_id}/annulment", operation_id="annulPaper", response_model=AnnulledOut)
def annul(visit: Caller, paper_id: PathId, sent: AnnulIn) -> Response:
    """Annul a paper: what it closed is owed again."""
    return change(
        visit,
        lambda tx: annul_paper(tx, by=visit.by, paper_id=paper_id, reason=sent.reason or ""),
        answer=lambda made: AnnulledOut.model_validate(plainly(made)),
        sent=sent,
    )


def _entry(row: Any) -> dict[str, Any]:
    return {"org": row.org_path} | {name: getattr(row, name) for name in PaperOut.model_fields if name != "org"}


def _issued(visit: Visit, made: Written) -> IssuedOut:
    issued = made.issued
    return IssuedOut(
        id=issued.id if issued else made.draft_id,
        state="registered" if issued else "draft",
        draft=made.draft_id,
        form=made.form.key,
        number=issued.number if issued else None,
        dated=issued.dated if issued else None,
        items=[each.item_id for each in issued.closed] if issued else [],
        missing=[]
        if issued
        else [
            LackOut(field=each.field.name, title=visit.say(each.field.title), why=visit.say(each.why))
            for each in made.values.lacks
        ],
    )
