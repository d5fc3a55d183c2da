"""The letters: `nastavnik outbox` and `nastavnik forecast`."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from sqlalchemy import Connection

from engine.refusals import BadInput, Refused
from storage import channel, letter_desk, letters
from storage.letters import LetterLine
from storage.scope import Scope
from web.api.calling import Caller
from web.api.reading import Paging, one, page
from web.api.scoping import Under, under
from web.api.shapes import Day, In, OrgPath, Out, Page, PathId
from web.api.writing import change
from web.visit import Visit
from workflows.answers.letters import foreseen_document, letter_document, letter_explained, letter_why_document
from workflows.cancel_letter import cancel_letter
from workflows.find import find_organisation
from workflows.forecast_letters import forecast_letters
from workflows.letter_at_hand import letter_at_hand
from workflows.local_life import local_life
from workflows.release_letters import LettersReleased, release_letters
from workflows.retry_letter import retry_letter

router = APIRouter(prefix="/api/v1", tags=["letters"])

StateWord = Literal["queued", "claimed", "in_data", "sent", "cancelled", "failed", "uncertain", "held"]
_MOST_DAYS = 92


class CarriedOut(Out):
    """A rung of an obligation that the letter speaks of."""

    obligation: int
    rung: int


class LetterOut(Out):
    """A letter; above the own organisation `recipient` (an address) is null, `subject` and `reason` are empty."""

    id: int
    key: str
    letter: str
    recipient: str | None
    subject: str
    state: str
    message_id: str
    attempts: int
    reason: str
    reminders: list[CarriedOut]


class CarriedShown(CarriedOut):
    state: str
    reason: str


class LetterShown(Out):
    """A letter and why it went or not; above the own organisation only its state tells."""

    id: int
    key: str
    letter: str
    recipient: str | None
    subject: str
    state: str
    message_id: str
    attempts: int
    reason: str
    why: str
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    reminders: list[CarriedShown]


class ReleaseIn(In):
    """Which organisation, with all below it."""

    org: OrgPath


class ReleaseOut(Out):
    """The letters that may go now; `breakers`: organisations whose breaker was reset."""

    released: list[int]
    breakers: int


class ForeseenOut(Out):
    """One letter that would go; `recipient` is null above the own organisation."""

    at: datetime
    recipient: str | None
    letter: str
    reminders: list[CarriedOut]


class Forecast(Out):
    items: list[ForeseenOut]


@router.get("/outbox", operation_id="listLetters", response_model=Page[LetterOut])
def list_letters(
    visit: Caller,
    paging: Annotated[Paging, Depends()],
    org: Under = None,
    state: Annotated[StateWord | None, Query()] = None,
) -> Response:
    """Letters, the newest first."""
    with visit.read() as tx:
        found = letters.listing(tx, under(tx, visit, org), state=state, limit=paging.more, before=paging.after_id)
    shown, following = paging.part(found)
    return page(
        visit, [LetterOut.model_validate(_told(visit, each, letter_document(each))) for each in shown], following
    )


@router.get("/outbox/{letter_id}", operation_id="whyLetter", response_model=LetterShown)
def why(visit: Caller, letter_id: PathId) -> Response:
    """Why a letter went or not."""
    with visit.read() as tx:
        found = letter_at_hand(tx, letter_id, by=visit.by)
        way = channel.state(tx)
    told = letter_why_document(found, letter_explained(found, way), visit.language)
    return one(visit, LetterShown.model_validate(_told(visit, found, told)))


@router.post("/outbox/{letter_id}/retry", operation_id="retryLetter", response_model=LetterOut)
def retry(visit: Caller, letter_id: PathId) -> Response:
    """Send once more what did not arrive."""
    return change(visit, lambda tx: retry_letter(tx, by=visit.by, letter_id=letter_id), answer=_answer(visit))


@router.post("/outbox/{letter_id}/cancel", operation_id="cancelLetter", response_model=LetterOut)
def cancel(visit: Caller, letter_id: PathId) -> Response:
    """Stop a letter of which no byte went out."""
    return change(visit, lambda tx: cancel_letter(tx, by=visit.by, letter_id=letter_id), answer=_answer(visit))


@router.post("/outbox/release", operation_id="releaseLetters", response_model=ReleaseOut)
def release(visit: Caller, sent: ReleaseIn) -> Response:
    """Let held letters go."""

    def flow(tx: Connection) -> LettersReleased | Refused:
        return release_letters(tx, by=visit.by, top=find_organisation(tx, sent.org, by=visit.by, field="org"))

    return change(
        visit, flow, answer=lambda done: ReleaseOut(released=list(done.ids), breakers=done.breakers), sent=sent
    )


@router.get("/forecast", operation_id="forecastLetters", response_model=Forecast)
def forecast(
    visit: Caller,
    org: Annotated[OrgPath, Query(description="This organisation and those below it")],
    from_day: Annotated[Day, Query(alias="from")],
    to_day: Annotated[Day, Query(alias="to", description=f"At most {_MOST_DAYS} days later")],
) -> Response:
    """What would go on any future day, by the same code as the clock's."""
    if not from_day <= to_day <= from_day + timedelta(days=_MOST_DAYS):
        raise BadInput("to", f"Не раньше from и не позже {_MOST_DAYS} дней", f"From `from` to {_MOST_DAYS} days later")
    with visit.read() as tx:
        place = find_organisation(tx, org, by=visit.by, field="org")
        zone = local_life(tx, place.id).zone
        found = forecast_letters(
            tx,
            Scope(paths=(place.path,)),
            now=visit.now,
            since=_midnight(from_day, zone),
            until=_midnight(to_day + timedelta(days=1), zone),
        )
        homes = letter_desk.people_of(tx, {each.person_id for each in found})
    own = _own(visit)
    told = [
        foreseen_document(each)
        | ({} if each.person_id in homes and homes[each.person_id].organisation_id in own else {"recipient": None})
        for each in found
    ]
    return one(visit, Forecast.model_validate({"items": told}))


def _midnight(day: date, zone: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)


def _told(visit: Visit, letter: LetterLine, told: dict[str, Any]) -> dict[str, Any]:
    own = _own(visit)
    if letter.organisation_id in own:
        return told
    # A subject may name a pair's people, a server's answer quotes the address.
    hidden = told | {"recipient": None, "subject": "", "reason": ""}
    return hidden | {"why": ""} if "why" in told else hidden


def _own(visit: Visit) -> set[int]:
    """The organisations whose people have names for the caller."""
    return {held.organisation_id for held in visit.who.held} | {visit.who.organisation_id}


def _answer(visit: Visit) -> Callable[[LetterLine], LetterOut]:
    def answer(done: LetterLine) -> LetterOut:
        return LetterOut.model_validate(_told(visit, done, letter_document(done)))

    return answer
