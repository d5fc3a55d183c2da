"""How the API changes things: one flow, one transaction, repeated safely, never over somebody else's change."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from fastapi import Response
from pydantic import BaseModel
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.refusals import BadInput, ChangedMeanwhile, Refused
from storage import idempotency, memberships
from storage.database import Collided
from web.api.reading import told
from web.api.scoping import named, nameless
from web.problems import ConditionNeeded, Declined
from web.visit import Visit

T = TypeVar("T")
_KEY = re.compile(r"[!-~]{1,200}")
_MATCH = re.compile(r'"(\d{1,10})(?:-[0-9a-f]+)?"')


def change(
    visit: Visit,
    flow: Callable[[Connection], T | Refused],
    *,
    answer: Callable[[T], BaseModel],
    sent: BaseModel | None = None,
    status: int = 200,
    location: Callable[[T], str] | None = None,
) -> Response:
    """Run the flow and answer what it did. A refusal raises Declined with every reason, and nothing is stored.

    With `Idempotency-Key` a repeat gets the first answer again; the key with another body (`sent`) raises BadInput.
    """

    def run() -> Response:
        with visit.write() as tx:
            key = _key(visit)
            print_of = _fingerprint(visit, sent)
            known = idempotency.answer(tx, key, print_of) if key else None
            if known is None:
                known = _carry_out(tx, visit, flow, answer, status, location)
                if key:
                    idempotency.remember(tx, key, print_of, known, at=visit.now)
        return _told(visit, known)

    try:
        return run()
    except (IntegrityError, Collided):  # on PostgreSQL two may pass the same check at once; the second one sees it now
        return run()


def expected(visit: Visit, *, required: bool = False) -> int | None:
    """The version the caller saw (`If-Match`), None when it does not matter.

    Raises ConditionNeeded when it must be told, ChangedMeanwhile for a tag that no version has.
    """
    given = visit.request.headers.get("if-match")
    if given is None:
        if required:
            raise ConditionNeeded
        return None
    if given.strip() == "*":
        return None
    found = _MATCH.fullmatch(given.strip())
    if found is None:
        raise ChangedMeanwhile
    return int(found[1])


def _carry_out(
    tx: Connection,
    visit: Visit,
    flow: Callable[[Connection], T | Refused],
    answer: Callable[[T], BaseModel],
    status: int,
    location: Callable[[T], str] | None,
) -> dict[str, Any]:
    outcome = flow(tx)
    if isinstance(outcome, Refused):
        raise Declined(_told_to(tx, visit, outcome))
    headers = {"Location": location(outcome)} if location else {}
    return {"status": status, "body": answer(outcome).model_dump(mode="json", by_alias=True), "headers": headers}


def _told_to(tx: Connection, visit: Visit, refused: Refused) -> Refused:
    """Above the own organisation the reasons name nobody of the pair."""
    place = visit.home
    if place is None or place.pair_id is None or named(visit, place.path):
        return refused
    return Refused(nameless(refused.reasons, memberships.of_pair(tx, place.pair_id)))


def _told(visit: Visit, known: Mapping[str, Any]) -> Response:
    body = json.dumps(known["body"], ensure_ascii=False, separators=(",", ":")).encode()
    return told(visit, body, status=known["status"], headers=known["headers"])


def _key(visit: Visit) -> str:
    """The key among those of this person: nobody gets at another one's answers."""
    given = visit.request.headers.get("idempotency-key")
    if given is None:
        return ""
    if not _KEY.fullmatch(given):
        raise BadInput(
            "idempotency-key",
            "Ключ повтора: от 1 до 200 знаков ASCII без пробелов",
            "An idempotency key has 1 to 200 ASCII characters without spaces",
        )
    return f"api:{visit.who.person_id}:{given}"


def _fingerprint(visit: Visit, sent: BaseModel | None) -> str:
    request = visit.request
    told = {"query": request.url.query, "body": None if sent is None else sent.model_dump(mode="json")}
    return idempotency.fingerprint(f"{request.method} {request.url.path}", told)
