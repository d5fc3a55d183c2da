"""Many people from a workbook, profiles and registers: `nastavnik person import|undo-import|profile|registers`."""

import base64
import binascii
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field, StringConstraints
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from storage import organisations, profiles
from storage.profiles import ProfileRow
from web.api.calling import Caller
from web.api.reading import one
from web.api.shapes import Day, In, OrgPath, Out, PathId, ShortLine
from web.api.writing import change, expected
from web.visit import Visit
from workflows.access import forbidden
from workflows.answers.registers import register_document
from workflows.change_profile import change_profile
from workflows.fill_profile import fill_profile
from workflows.find import find_organisation
from workflows.import_people import import_people, read_decisions
from workflows.load_people import PeopleLoaded
from workflows.read_people_file import read_people_file
from workflows.show_registers import RegisterName, show_register
from workflows.undo_people import undo_people

router = APIRouter(prefix="/api/v1", tags=["people"])

_LONGEST_FILE = 10 * 1024 * 1024
_BASE64 = r"^[A-Za-z0-9+/=]+$"
_LONG = Annotated[str, StringConstraints(strict=True, max_length=2000)]
_Listed = Annotated[list[ShortLine], Field(max_length=50)]


class PeopleFileIn(In):
    """`file`: the bytes of an XLSX in base64. `decide`: `ROW=ID`, `ROW=new` or `ROW=skip` for rows that look alike."""

    org: OrgPath
    file: Annotated[str, StringConstraints(strict=True, min_length=4, max_length=2 * _LONGEST_FILE, pattern=_BASE64)]
    good_rows: bool = False
    decide: Annotated[list[ShortLine], Field(max_length=5000, default_factory=list)]


class PeopleImported(Out):
    """How many rows were added, changed, recognised as they are, left out, stored without what waits for a consent."""

    id: int
    added: int
    changed: int
    same: int
    left: int
    stripped: int
    consents: int
    representatives: int


class PeopleImportUndone(Out):
    id: int
    removed: int
    restored: int


class ProfileIn(In):
    """New values; those left out stay, empty ones are taken away. Nothing before the consent."""

    sex: ShortLine | None = None
    phone: ShortLine | None = None
    place: ShortLine | None = None
    category: ShortLine | None = None
    request: _LONG | None = None
    needs: _Listed | None = None
    competences: _Listed | None = None
    interests: _Listed | None = None
    achievements: _LONG | None = None
    wished_age: ShortLine | None = None
    time_resource: ShortLine | None = None
    expert_in: ShortLine | None = None
    capacity: Annotated[int, Field(strict=True, ge=0, le=10)] | None = None
    entered_on: Day | None = None


class ProfileFillIn(In):
    """`fields`: only these; without any, everything the questionnaires tell anew."""

    fields: Annotated[list[ShortLine], Field(max_length=20, default_factory=list)]


class ProfileOut(Out):
    """What the registers keep; `version` 0: nothing yet. `capacity`: pairs at once, null = nobody asked."""

    person: int
    sex: str
    phone: str
    place: str
    category: str
    request: str
    needs: list[str]
    competences: list[str]
    interests: list[str]
    achievements: str
    wished_age: str
    time_resource: str
    expert_in: str
    capacity: int | None
    entered_on: date | None
    version: int


class RegisterOut(Out):
    """`columns` and `rows` as the table has them. `unnamed`: people left out because their names are not shown here."""

    register_: str = Field(alias="register")
    day: date
    columns: list[str]
    rows: list[list[Any]]
    unnamed: int


@router.post("/people-imports", operation_id="importPeople", response_model=PeopleImported, status_code=201)
def start(visit: Caller, sent: PeopleFileIn) -> Response:
    """Load people from a workbook; any fault in it refuses the whole of it, unless the good rows are wanted."""
    with visit.read() as tx:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        refused = forbidden(tx, visit.by, "people.import", place.id)
    decisions = read_decisions(sent.decide, "decide")
    found = refused or read_people_file(_bytes(sent.file))

    def flow(tx: Connection) -> PeopleLoaded | Refused:
        if isinstance(found, Refused):
            return found
        return import_people(
            tx,
            by=visit.by,
            organisation_id=place.id,
            found=found,
            good_only=sent.good_rows,
            decisions=decisions,
        )

    return change(
        visit, flow, answer=lambda made: PeopleImported(id=made.import_id, **made.counts), sent=sent, status=201
    )


@router.post(
    "/people-imports/{people_import_id}/undo", operation_id="undoPeopleImport", response_model=PeopleImportUndone
)
def undo(visit: Caller, people_import_id: PathId) -> Response:
    """Take a loading back within a day: who came with it goes, who was changed is as before."""
    return change(
        visit,
        lambda tx: undo_people(tx, by=visit.by, import_id=people_import_id),
        answer=lambda done: PeopleImportUndone(id=done.import_id, removed=done.removed, restored=done.restored),
    )


@router.get("/people/{person_id}/profile", operation_id="showProfile", response_model=ProfileOut)
def show(visit: Caller, person_id: PathId) -> Response:
    """What the registers keep about a participant; empty for readers above the organisation."""
    with visit.read() as tx:
        found = profiles.of_person(tx, person_id) if _named(visit) else ProfileRow(person_id)
    return one(visit, _told(found), version=found.version)


@router.patch("/people/{person_id}/profile", operation_id="changeProfile", response_model=ProfileOut)
def change_(visit: Caller, person_id: PathId, sent: ProfileIn) -> Response:
    """Change what the registers keep about a participant."""
    version = expected(visit)
    changes = sent.model_dump(exclude_unset=True)
    told = {name: value for name, value in changes.items() if value is not None or name in ("capacity", "entered_on")}

    def flow(tx: Connection) -> ProfileRow | Refused:
        done = change_profile(tx, by=visit.by, person_id=person_id, changes=told, version=version)
        return done if isinstance(done, Refused) else profiles.of_person(tx, person_id)

    return change(visit, flow, answer=_told, sent=sent)


@router.post("/people/{person_id}/profile/answers", operation_id="fillProfile", response_model=ProfileOut)
def fill(visit: Caller, person_id: PathId, sent: ProfileFillIn) -> Response:
    """Take into the profile what the person told in questionnaires."""

    def flow(tx: Connection) -> ProfileRow | Refused:
        done = fill_profile(tx, by=visit.by, person_id=person_id, only=sent.fields or None)
        return done if isinstance(done, Refused) else profiles.of_person(tx, person_id)

    return change(visit, flow, answer=_told, sent=sent)


@router.get(
    "/organisations/{organisation_id}/registers/{name}", operation_id="showRegister", response_model=RegisterOut
)
def register(
    visit: Caller,
    organisation_id: PathId,
    name: RegisterName,
    on: Annotated[Day | None, Query(description="On this day; without it: today")] = None,
) -> Response:
    """A register of the organisation and everything below it on a day."""
    with visit.read() as tx:
        place = organisations.by_id(tx, organisation_id)
        assert place is not None  # noqa: S101  # the policy found the home
        table = show_register(tx, place, name, day=on or place.today(visit.now), named=visit.names_shown)
    return one(visit, RegisterOut.model_validate(register_document(table, visit.language)))


def _named(visit: Visit) -> bool:
    return visit.home is not None and visit.names_shown(visit.home.path)


def _told(row: ProfileRow) -> ProfileOut:
    kept = asdict(row)
    return ProfileOut(person=kept.pop("person_id"), **kept)


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadInput("file", "file: нужен base64", "file: base64 is needed") from None
