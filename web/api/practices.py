"""The bank of practices: `nastavnik practice add|publish|list|send`."""

import base64
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field, StringConstraints
from sqlalchemy import Connection, true

from engine.refusals import Refused
from storage import practices
from storage.practices import PracticeRow
from storage.scope import below
from web.api.calling import Caller
from web.api.reading import one, page
from web.api.shapes import Id, In, Line, OrgPath, Out, Page, PathId, ShortLine
from web.api.writing import change, expected
from web.problems import Declined
from web.refusing import Missing
from workflows.answers.plainly import plainly
from workflows.find import find_organisation
from workflows.find_practices import find_practices
from workflows.keep_practice import (
    Practice,
    PracticeKept,
    find_practice,
    keep_practice,
    publish_practice,
    withdraw_practice,
)
from workflows.send_practices import PracticesSent, pack_practices, send_practices

router = APIRouter(prefix="/api/v1", tags=["papers"])

_Told = Annotated[str, StringConstraints(strict=True, max_length=20_000)]
_Short = Annotated[str, StringConstraints(strict=True, max_length=500)]
_YEAR = Annotated[int, Field(strict=True, ge=2000, le=2099)]


class PracticeOut(Out):
    """`state`: draft, published, sent. A draft is seen inside its organisation only."""

    id: int
    org: str
    title: str
    summary: str
    form: str
    year: int
    tags: str
    url: str
    state: str
    sent_on: date | None
    version: int


class PracticeShown(PracticeOut):
    """`author` is null for one who is not named here: above the organisation, without a consent to be published."""

    body: str
    result: str
    author: str | None
    pair: int | None


class PracticeIn(In):
    """`form` is a form of mentoring, empty = any; without a `year` it is this one's. `publish`: at once."""

    org: OrgPath
    title: Line
    summary: _Short = ""
    body: _Told = ""
    result: _Told = ""
    url: ShortLine = ""
    tags: _Short = ""
    form: ShortLine = ""
    year: _YEAR | None = None
    author: Id | None = None
    pair: Id | None = None
    publish: bool = False


class PracticeChange(In):
    """New values; those left out stay."""

    title: Line | None = None
    summary: _Short | None = None
    body: _Told | None = None
    result: _Told | None = None
    url: ShortLine | None = None
    tags: _Short | None = None
    form: ShortLine | None = None
    year: _YEAR | None = None


class PracticeMade(Out):
    id: int
    state: str
    version: int


class PackageIn(In):
    """Which practices; none: every published one of the organisation."""

    org: OrgPath
    practices: Annotated[list[Id], Field(max_length=500, default_factory=list)]


class PackageOut(Out):
    """`file`: a ZIP in base64; `authors_named`: who consented to be published."""

    practices: list[int]
    authors_named: int
    file: str


class PracticesGone(Out):
    """`id` is the organisation's."""

    id: int
    practices: list[int]
    sent_on: date


@router.get("/practices", operation_id="listPractices", response_model=Page[PracticeOut])
def listing(
    visit: Caller,
    org: Annotated[str | None, Query(max_length=400)] = None,
    year: Annotated[int | None, Query(ge=2000, le=2099)] = None,
    state: Annotated[str, Query(max_length=64)] = "",
    form: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """The bank of practices, the newest first, at most five hundred."""
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org") if org else None
        seen = below([place.path]) if place else below(visit.scope.paths) if not visit.scope.everything else true()
        found = find_practices(tx, visible=seen, form=form, state=state, year=year)
    shown = [one for one in found if one.state != "draft" or visit.names_shown(one.org_path)]
    return page(visit, [PracticeOut.model_validate(_line(row)) for row in shown], None)


@router.post("/practices", operation_id="keepPractice", response_model=PracticeMade, status_code=201)
def keep(visit: Caller, sent: PracticeIn) -> Response:
    """Keep a practice in the bank."""

    def flow(tx: Connection) -> PracticeKept | Refused:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        told = Practice(
            title=sent.title,
            summary=sent.summary,
            body=sent.body,
            result=sent.result,
            url=sent.url,
            tags=sent.tags,
            form=sent.form,
            year=sent.year or 0,
            author_id=sent.author,
            pair_id=sent.pair,
        )
        made = keep_practice(tx, by=visit.by, organisation_id=place.id, told=told)
        if isinstance(made, Refused) or not sent.publish:
            return made
        return publish_practice(tx, by=visit.by, practice_id=made.id)

    return change(visit, flow, answer=_made, sent=sent, status=201)


@router.get("/practices/{practice_id}", operation_id="showPractice", response_model=PracticeShown)
def shown(visit: Caller, practice_id: PathId) -> Response:
    """A practice of the bank."""
    with visit.read() as tx:
        find_practice(tx, by=visit.by, practice_id=practice_id)
        [row] = practices.chosen(tx, [practice_id])
        consenting = practices.consenting(tx, [row.author_id or 0])
    inside = visit.names_shown(row.org_path)
    if row.state == "draft" and not inside:
        raise Missing
    named = row.author if inside or row.author_id in consenting else None
    told = _line(row) | {"body": row.body, "result": row.result, "author": named, "pair": row.pair_id}
    return one(visit, PracticeShown.model_validate(told), version=row.version)


@router.patch("/practices/{practice_id}", operation_id="changePractice", response_model=PracticeMade)
def change_one(visit: Caller, practice_id: PathId, sent: PracticeChange) -> Response:
    """Change a practice. Needs `If-Match`."""
    version = expected(visit, required=True)

    def flow(tx: Connection) -> PracticeKept | Refused:
        standing = find_practice(tx, by=visit.by, practice_id=practice_id)
        return keep_practice(
            tx,
            by=visit.by,
            organisation_id=standing.organisation_id,
            told=_changed(standing, sent),
            practice_id=practice_id,
            version=version,
        )

    return change(visit, flow, answer=_made, sent=sent)


@router.post("/practices/{practice_id}/publication", operation_id="publishPractice", response_model=PracticeMade)
def publish(visit: Caller, practice_id: PathId) -> Response:
    """Publish a practice: everybody above and beside reads it."""
    return change(visit, lambda tx: publish_practice(tx, by=visit.by, practice_id=practice_id), answer=_made)


@router.delete("/practices/{practice_id}/publication", operation_id="withdrawPractice", response_model=PracticeMade)
def withdraw(visit: Caller, practice_id: PathId) -> Response:
    """Make a practice a draft again."""
    return change(visit, lambda tx: withdraw_practice(tx, by=visit.by, practice_id=practice_id), answer=_made)


@router.get("/practice-packages", operation_id="packPractices", response_model=PackageOut)
def pack(visit: Caller, org: Annotated[str, Query(max_length=400)]) -> Response:
    """The package for the regional centre: the collection, its list, every published practice."""
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org")
        package = pack_practices(tx, by=visit.by, organisation=place)
    if isinstance(package, Refused):
        raise Declined(package)
    file = base64.b64encode(package.content).decode()
    return one(visit, PackageOut(practices=list(package.practices), authors_named=package.named, file=file))


@router.post("/practice-packages", operation_id="sendPractices", response_model=PracticesGone, status_code=201)
def send(visit: Caller, sent: PackageIn) -> Response:
    """Note that practices went to the regional centre."""

    def flow(tx: Connection) -> PracticesSent | Refused:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        return send_practices(tx, by=visit.by, organisation=place, ids=sent.practices)

    return change(
        visit,
        flow,
        answer=lambda made: PracticesGone(id=made.id, practices=list(made.practices), sent_on=made.sent_on),
        sent=sent,
        status=201,
    )


def _made(made: PracticeKept) -> PracticeMade:
    return PracticeMade.model_validate(plainly(made))


def _line(row: Any) -> dict[str, Any]:
    return {"org": row.org_path} | {name: getattr(row, name) for name in PracticeOut.model_fields if name != "org"}


def _changed(standing: PracticeRow, sent: PracticeChange) -> Practice:
    told = {name: getattr(standing, name) for name in PracticeChange.model_fields}
    told |= {name: said for name, said in sent.model_dump().items() if said is not None}
    return Practice(**told, author_id=standing.author_id, pair_id=standing.pair_id)
