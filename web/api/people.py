"""People with their roles and consents: `nastavnik person`, `role`, `consent`."""

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import Field

from storage import consents, people, roles
from storage.people import PersonRow
from storage.scope import visible
from storage.tables.organisations import people as table
from web.api.calling import Caller
from web.api.reading import Paging, one, page
from web.api.scoping import Under, under
from web.api.shapes import Day, Id, In, Line, OrgPath, Out, Page, PathId, ShortLine
from web.api.writing import change, expected
from web.visit import Visit
from workflows.add_person import NewPerson, add_person
from workflows.add_user import add_user
from workflows.answers.people import consent_document, grant_document, person_document
from workflows.change_person import PersonChanges, change_person
from workflows.disable_user import disable_user
from workflows.find import find_organisation
from workflows.record_consent import SignedPaper, record_consent
from workflows.withdraw_consent import withdraw_consent

router = APIRouter(prefix="/api/v1", tags=["people"])

Kind = Literal["staff", "pupil", "student", "employer"]
ConsentWord = Literal["personal-data", "photo", "mentoring-duty"]
Mail = Annotated[str, Field(strict=True, max_length=254, pattern=r"^([^\s@<>,;]+@[^\s@<>,;]+)?$")]


class PersonOut(Out):
    """A participant. Above the own organisation nobody is named: then the personal fields are null."""

    id: int
    org: str
    name: str | None
    email: str | None
    kind: str
    position: str | None
    born: date | None
    hired: date | None
    address_fault: str | None
    disabled: bool
    version: int


class GrantOut(Out):
    """A role held from one day to another, both included; null = open end."""

    id: int
    role: str
    org: str
    from_day: date | None = Field(alias="from")
    to_day: date | None = Field(alias="to")
    deputy_of: int | None
    for_person: int | None = Field(alias="for")


class ConsentOut(Out):
    id: int
    kind: str
    signed_on: date
    withdrawn_on: date | None
    valid_to: date | None
    signed_by: int | None
    text: int | None
    scanned: bool
    destroy_by: date | None


class PersonShown(PersonOut):
    roles: list[GrantOut]
    consents: list[ConsentOut]


class PersonIn(In):
    """A new participant. Days are accepted after the consent to process personal data only."""

    org: OrgPath
    name: Line
    email: Mail = ""
    kind: Kind = "staff"
    born: Day | None = None
    hired: Day | None = None
    position: ShortLine = ""
    representative: Id | None = None


class PersonMade(Out):
    id: int
    name: str


class PersonChange(In):
    """New values; what is left out stays."""

    name: Line | None = None
    email: Mail | None = None
    kind: Kind | None = None
    born: Day | None = None
    hired: Day | None = None
    position: ShortLine | None = None


class PersonChanged(Out):
    id: int
    version: int
    changed: list[str]


class UserMade(Out):
    """`invited`: a letter with a link is on its way."""

    id: int
    invited: bool


class UserEnded(Out):
    """How many sessions and tokens ended."""

    id: int
    sessions: int
    tokens: int


class TermsIn(In):
    """What Labour Code 351.8 wants agreed about the duty of mentoring."""

    content: ShortLine = ""
    from_day: Day | None = Field(default=None, alias="from")
    to_day: Day | None = Field(default=None, alias="to")
    form: ShortLine = ""
    payment: ShortLine = ""


class ConsentIn(In):
    """`signed_by`: which representative of a minor; `text`: the version signed; `terms`: of the duty of mentoring."""

    kind: ConsentWord
    signed: Day
    signed_by: Id | None = None
    text: Id | None = None
    valid_to: Day | None = None
    terms: TermsIn = TermsIn()


class ConsentMade(Out):
    id: int
    person: int
    kind: str
    signed_by: int | None
    text: str
    valid_to: date | None
    doubts: list[str]


class WithdrawalIn(In):
    """`on` null = today."""

    kind: ConsentWord = "personal-data"
    on: Day | None = None


class ConsentWithdrawn(Out):
    """`settle_by`: the last day to do what the withdrawal asks for; `erase_by`: the same, of personal data only."""

    id: int
    person: int
    kind: str
    erase_by: date | None
    settle_by: date


@router.get("/people", operation_id="listPeople", response_model=Page[PersonOut])
def list_people(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Under = None,
) -> Response:
    """Participants of the organisations you may see."""
    with visit.read() as tx:
        scope = under(tx, visit, org)
        found = people.listing(
            tx, visible=visible(scope, table.c.organisation_id), after=paging.after_id or 0, most=paging.more
        )
    shown, following = paging.part(found)
    return page(visit, [PersonOut.model_validate(_told(visit, each)) for each in shown], following)


@router.post("/people", operation_id="addPerson", response_model=PersonMade, status_code=201)
def add(visit: Caller, sent: PersonIn) -> Response:
    """Add a participant."""
    told = NewPerson(
        name=sent.name,
        email=sent.email,
        kind=sent.kind,
        born=sent.born,
        hired=sent.hired,
        position=sent.position,
        representative_id=sent.representative,
    )
    return change(
        visit,
        lambda tx: add_person(
            tx, by=visit.by, organisation_id=find_organisation(tx, sent.org, by=visit.by, field="org").id, told=told
        ),
        answer=lambda made: PersonMade(id=made.id, name=made.name),
        sent=sent,
        status=201,
        location=lambda made: f"/api/v1/people/{made.id}",
    )


@router.get("/people/{person_id}", operation_id="showPerson", response_model=PersonShown)
def show(visit: Caller, person_id: PathId) -> Response:
    """A participant with the roles and consents."""
    with visit.read() as tx:
        found = people.by_id(tx, person_id)
        held = roles.of_person(tx, person_id)
        signed = consents.of_person(tx, person_id)
    assert found is not None  # noqa: S101  # the policy found the home
    told = _told(visit, found) | {
        "roles": [grant_document(each) for each in held],
        "consents": [consent_document(each) for each in signed],
    }
    return one(visit, PersonShown.model_validate(told), version=found.version)


@router.patch("/people/{person_id}", operation_id="changePerson", response_model=PersonChanged)
def change_(visit: Caller, person_id: PathId, sent: PersonChange) -> Response:
    """Change what is known about a participant. Needs `If-Match`."""
    version = expected(visit, required=True)
    changes = PersonChanges(
        name=sent.name, email=sent.email, kind=sent.kind, born=sent.born, hired=sent.hired, position=sent.position
    )
    return change(
        visit,
        lambda tx: change_person(tx, by=visit.by, person_id=person_id, changes=changes, version=version),
        answer=lambda done: PersonChanged(id=done.id, version=done.version, changed=list(done.fields)),
        sent=sent,
    )


@router.post("/people/{person_id}/account", operation_id="addUser", response_model=UserMade, status_code=201)
def add_account(visit: Caller, person_id: PathId) -> Response:
    """Let somebody sign in: a letter invites to choose a password. May be repeated until one is chosen."""
    return change(
        visit,
        lambda tx: add_user(tx, by=visit.by, person_id=person_id),
        answer=lambda made: UserMade(id=made.person_id, invited=made.invited),
        status=201,
    )


@router.delete("/people/{person_id}/account", operation_id="disableUser", response_model=UserEnded)
def end_account(visit: Caller, person_id: PathId) -> Response:
    """Nobody signs in as this person any more: sessions and tokens end at once."""
    return change(
        visit,
        lambda tx: disable_user(tx, by=visit.by, person_id=person_id),
        answer=lambda done: UserEnded(id=done.person_id, sessions=done.sessions, tokens=done.tokens),
    )


@router.post("/people/{person_id}/consents", operation_id="recordConsent", response_model=ConsentMade, status_code=201)
def consent(visit: Caller, person_id: PathId, sent: ConsentIn) -> Response:
    """Record a signed consent."""
    return change(
        visit,
        lambda tx: record_consent(
            tx, by=visit.by, person_id=person_id, kind=sent.kind, signed_on=sent.signed, paper=_paper(sent)
        ),
        answer=lambda made: ConsentMade(
            id=made.id,
            person=made.person_id,
            kind=made.kind,
            signed_by=made.signed_by_id,
            text=made.text,
            valid_to=made.valid_to,
            doubts=[visit.say(one) for one in made.doubts],
        ),
        sent=sent,
        status=201,
    )


@router.post("/people/{person_id}/consents/withdrawal", operation_id="withdrawConsent", response_model=ConsentWithdrawn)
def withdraw(visit: Caller, person_id: PathId, sent: WithdrawalIn) -> Response:
    """Record a withdrawal; letters stop and the clock of deletion begins."""
    return change(
        visit,
        lambda tx: withdraw_consent(tx, by=visit.by, person_id=person_id, kind=sent.kind, on=sent.on),
        answer=lambda done: ConsentWithdrawn(
            id=done.id, person=done.person_id, kind=done.kind, erase_by=done.erase_by, settle_by=done.settle_by
        ),
        sent=sent,
    )


def _paper(sent: ConsentIn) -> SignedPaper:
    told = {
        "content": sent.terms.content,
        "from": sent.terms.from_day.isoformat() if sent.terms.from_day else "",
        "to": sent.terms.to_day.isoformat() if sent.terms.to_day else "",
        "form": sent.terms.form,
        "payment": sent.terms.payment,
    }
    return SignedPaper(
        text_id=sent.text,
        signer_id=sent.signed_by,
        valid_to=sent.valid_to,
        terms={key: said for key, said in told.items() if said},
    )


def _told(visit: Visit, person: PersonRow) -> dict[str, Any]:
    told = person_document(person)
    if visit.names_shown(person.org_path):
        return told
    hidden = ("name", "email", "position", "born", "hired", "address_fault")
    return told | dict.fromkeys(hidden)
