"""What surrounds a signed consent: its scan, its text, withdrawals whose days run, records taken back."""

import base64
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints
from sqlalchemy import Connection

from engine.consent_texts import ConsentText
from engine.refusals import BadInput, Refused
from storage import consents
from web.api.calling import Caller
from web.api.reading import one
from web.api.scoping import Under, named, under
from web.api.shapes import Id, In, Line, OrgPath, Out, PathId
from web.api.writing import change
from web.refusing import Missing
from workflows.answers.consents import text_document, withdrawn_document
from workflows.consent_texts import texts_of
from workflows.definitions.consent_files import read_consent_text
from workflows.find import find_organisation
from workflows.keep_consent_scan import ScanKept, keep_consent_scan
from workflows.keep_evidence import file_proof
from workflows.keep_without_consent import keep_without_consent
from workflows.publish_consent_text import publish_consent_text
from workflows.settle_withdrawal import WithdrawalSettled, settle_withdrawal
from workflows.show_consents import show_consents
from workflows.show_withdrawn import show_withdrawn
from workflows.take_back_consents import ConsentsTakenBack, take_back_consents

router = APIRouter(prefix="/api/v1", tags=["people"])

_LONGEST_FILE = 10 * 1024 * 1024
_BASE64 = r"^[A-Za-z0-9+/=]+$"


class ScanIn(In):
    """`file`: the bytes of a PDF or a picture in base64."""

    file: Annotated[str, StringConstraints(strict=True, min_length=4, max_length=2 * _LONGEST_FILE, pattern=_BASE64)]


class ConsentChanged(Out):
    """`id` is the consent's."""

    id: int
    person: int


class GroundIn(In):
    """A law, a contract, an archive."""

    ground: Line


class SettlementIn(In):
    """What was done about the withdrawal."""

    done: Line


class ConsentIdsIn(In):
    ids: Annotated[list[Id], Field(min_length=1, max_length=500)]


class ConsentsBack(Out):
    ids: list[int]


class AppearanceOut(Out):
    kind: str
    id: int
    title: str
    on: date | None
    url: str | None


class WithdrawnOut(Out):
    """`shown`: where the person of a withdrawn photo may be seen, null above the own organisation; `pairs`: those a
    mentor without the duty still leads.
    """

    id: int
    person: int
    kind: str
    withdrawn_on: date
    settle_by: date
    shown: list[AppearanceOut] | None
    pairs: list[int]


class WithdrawnList(Out):
    items: list[WithdrawnOut]


class ConsentTextOut(Out):
    """`id` null: built in and not signed yet. `org` null: built in."""

    id: int | None
    text: str
    version: int
    purpose: str
    signed_for: str = Field(alias="for")
    document: str
    title: str
    renew: bool
    org: str | None
    since: date | None
    hash: str


class ConsentTexts(Out):
    items: list[ConsentTextOut]


class ConsentTextIn(In):
    """`yaml`: the file of the command `consent publish`."""

    org: OrgPath
    yaml: Annotated[str, Field(strict=True, min_length=1, max_length=256 * 1024)]


class ConsentTextMade(Out):
    """`fresh` false: this very version had been published before. `doubts`: what 152-FZ wants besides."""

    id: int
    text: str
    version: int
    hash: str
    fresh: bool
    doubts: list[str]


@router.post(
    "/people/{person_id}/consents/{consent_id}/scan", operation_id="keepConsentScan", response_model=ConsentChanged
)
def scan(visit: Caller, person_id: PathId, consent_id: PathId, sent: ScanIn) -> Response:
    """Give a scan of the signed paper to a consent; a later one takes the place of an earlier one."""

    def flow(tx: Connection) -> ScanKept | Refused:
        _own(tx, person_id, consent_id)
        proof = file_proof(visit.parts.data_dir, _bytes(sent.file), field="file")
        return keep_consent_scan(tx, by=visit.by, consent_id=consent_id, scan=proof)

    return change(visit, flow, answer=lambda made: ConsentChanged(id=made.id, person=made.person_id), sent=sent)


@router.post(
    "/people/{person_id}/consents/{consent_id}/settlement",
    operation_id="settleWithdrawal",
    response_model=ConsentChanged,
)
def settle(visit: Caller, person_id: PathId, consent_id: PathId, sent: SettlementIn) -> Response:
    """After a withdrawal of a photo or of the duty, tell what was done: the 30 days stop."""

    def flow(tx: Connection) -> WithdrawalSettled | Refused:
        _own(tx, person_id, consent_id)
        return settle_withdrawal(tx, by=visit.by, consent_id=consent_id, done=sent.done)

    return change(visit, flow, answer=lambda made: ConsentChanged(id=made.id, person=made.person_id), sent=sent)


@router.post("/people/{person_id}/consents/ground", operation_id="keepWithoutConsent", response_model=ConsentChanged)
def ground(visit: Caller, person_id: PathId, sent: GroundIn) -> Response:
    """After a withdrawal, tell another lawful ground to keep the data: the 30 days stop, letters stay stopped."""
    return change(
        visit,
        lambda tx: keep_without_consent(tx, by=visit.by, person_id=person_id, ground=sent.ground),
        answer=lambda made: ConsentChanged(id=made.id, person=made.person_id),
        sent=sent,
    )


@router.post("/programmes/{programme_id}/consents/undo", operation_id="takeBackConsents", response_model=ConsentsBack)
def take_back(visit: Caller, programme_id: PathId, sent: ConsentIdsIn) -> Response:
    """Take records of the programme's people back within 24 hours, all of them or none."""

    def flow(tx: Connection) -> ConsentsTakenBack | Refused:
        page = show_consents(tx, by=visit.by, programme_id=programme_id, field="programme")
        here = {line.person_id for line in page.lines}
        if any(row.person_id not in here for row in consents.by_ids(tx, sent.ids)):
            raise Missing
        return take_back_consents(tx, by=visit.by, consent_ids=sent.ids)

    return change(visit, flow, answer=lambda made: ConsentsBack(ids=list(made.ids)), sent=sent)


@router.get("/consents/withdrawn", operation_id="listWithdrawals", response_model=WithdrawnList)
def withdrawn(visit: Caller, org: Under = None) -> Response:
    """Withdrawals whose 30 days run, the nearest day first."""
    with visit.read() as tx:
        found = show_withdrawn(tx, under(tx, visit, org))
    told = [withdrawn_document(each) | ({} if named(visit, each.row.path) else {"shown": None}) for each in found]
    return one(visit, WithdrawnList.model_validate({"items": told}))


@router.get("/consent-texts", operation_id="listConsentTexts", response_model=ConsentTexts)
def texts(visit: Caller, org: OrgPath) -> Response:
    """The versions of the texts that hold for an organisation."""
    with visit.read() as tx:
        found = texts_of(tx, find_organisation(tx, org, by=visit.by, field="org").path)
    return one(visit, ConsentTexts.model_validate({"items": [text_document(each) for each in found]}))


@router.post("/consent-texts", operation_id="publishConsentText", response_model=ConsentTextMade, status_code=201)
def publish(visit: Caller, sent: ConsentTextIn) -> Response:
    """Publish an organisation's own version of a text; it never changes again."""
    read = read_consent_text(sent.yaml, "consent.yaml")
    if not isinstance(read, ConsentText):
        raise BadInput("yaml", "; ".join(map(str, read)), "; ".join(fault.in_("en") for fault in read))
    return change(
        visit,
        lambda tx: publish_consent_text(
            tx,
            by=visit.by,
            organisation=find_organisation(tx, sent.org, by=visit.by, field="org"),
            text=read,
        ),
        answer=lambda made: ConsentTextMade(
            id=made.id,
            text=made.key,
            version=made.version,
            hash=made.hash,
            fresh=made.fresh,
            doubts=[visit.say(each) for each in made.doubts],
        ),
        sent=sent,
        status=201,
    )


def _own(tx: Connection, person_id: int, consent_id: int) -> None:
    """Raises Missing for a consent of somebody else."""
    if not [row for row in consents.by_ids(tx, [consent_id]) if row.person_id == person_id]:
        raise Missing


def _bytes(file: str) -> bytes:
    try:
        return base64.b64decode(file, validate=True)
    except ValueError:
        raise BadInput("file", "Файл не в кодировке base64", "The file is not base64") from None
