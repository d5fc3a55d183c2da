"""Consents of a programme: who lacks which, and a list recorded at once: `nastavnik consent coverage|record-list`."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from web.api.calling import Caller
from web.api.reading import one
from web.api.shapes import Day, Id, In, Out, PathId
from web.api.writing import change
from workflows.answers.consents import coverage_document
from workflows.record_consent import SignedPaper
from workflows.record_consents import record_consents
from workflows.show_consents import show_consents

router = APIRouter(prefix="/api/v1", tags=["people"])

_KindWord = Literal["personal-data", "photo", "mentoring-duty"]


class CountOut(Out):
    covered: int
    people: int


class ConsentStandingOut(Out):
    """`state`: signed, ending, outdated, expired, withdrawn, missing."""

    state: str
    signed_on: date | None
    valid_to: date | None


class CoveredOut(Out):
    """Above the own organisation nobody is named: then `name` is null."""

    person: int
    name: str | None
    roles: list[str]
    minor: bool
    representative: int | None
    lacks: list[str]
    consents: dict[str, ConsentStandingOut]


class CoverageOut(Out):
    """`covered` of `people` have signed everything that counts."""

    programme: int
    on: date
    people: int
    covered: int
    kinds: dict[str, CountOut]
    lines: list[CoveredOut]


class ConsentListIn(In):
    """The same consent of many people, signed on one day."""

    kind: _KindWord
    signed: Day
    people: Annotated[list[Id], Field(min_length=1, max_length=500)]
    valid_to: Day | None = None


class ConsentListMade(Out):
    """`known`: whose consent was there already."""

    ids: list[int]
    known: list[int]


@router.get("/programmes/{programme_id}/consents", operation_id="showConsents", response_model=CoverageOut)
def coverage(visit: Caller, programme_id: PathId) -> Response:
    """Everybody in a programme with every kind of consent, and who lacks which."""
    with visit.read() as tx:
        page = show_consents(tx, by=visit.by, programme_id=programme_id, field="programme")
    told = coverage_document(page, named=visit.names_shown(page.organisation.path))
    return one(visit, CoverageOut.model_validate(told))


@router.post("/programmes/{programme_id}/consents", operation_id="recordConsents", response_model=ConsentListMade)
def record(visit: Caller, programme_id: PathId, sent: ConsentListIn) -> Response:
    """Record the same consent of many people at once: all of it or nothing."""
    return change(
        visit,
        lambda tx: record_consents(
            tx,
            by=visit.by,
            kind=sent.kind,
            person_ids=sent.people,
            signed_on=sent.signed,
            paper=SignedPaper(valid_to=sent.valid_to),
        ),
        answer=lambda made: ConsentListMade(ids=list(made.ids), known=list(made.known)),
        sent=sent,
    )
