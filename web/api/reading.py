"""How the API answers what is read: one document or a page of a list, with an ETag."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from operator import attrgetter
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Response
from pydantic import BaseModel

from engine.refusals import BadInput
from web.api.shapes import BIGGEST
from web.visit import Visit

_R = TypeVar("_R")  # a row of a list
MOST = 200
_USUAL = 50
_VARY = {"Vary": "Authorization, Accept-Language", "Cache-Control": "private, no-cache"}


class Paging:
    """How much of a list is asked for and after what. The cursor names a row, so that rows that come or go meanwhile
    move nothing.
    """

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=MOST, description="How many at most")] = _USUAL,
        cursor: Annotated[
            str | None,
            Query(max_length=200, pattern=r"^[A-Za-z0-9_-]+$", description="`next` of the page before"),
        ] = None,
    ) -> None:
        self.limit = limit
        self._cursor = cursor

    @property
    def more(self) -> int:
        """How many rows to read: one further than shown tells whether there is a next page."""
        return self.limit + 1

    @property
    def after_id(self) -> int | None:
        """The id after which to go on. Raises BadInput for a cursor that is not ours."""
        match self.after:
            case None:
                return None
            case [int() as found] if 0 <= found <= BIGGEST:
                return found
            case _:
                raise _foreign()

    @property
    def after_day(self) -> tuple[date, int] | None:
        """The day and id after which to go on, of lists by day. Raises BadInput for a cursor that is not ours."""
        match self.after:
            case None:
                return None
            case [str() as day, int() as last] if 0 <= last <= BIGGEST:
                try:
                    return date.fromisoformat(day), last
                except ValueError:
                    raise _foreign() from None
            case _:
                raise _foreign()

    @property
    def after(self) -> list[Any] | None:
        """What `cursor_of` was given; None at the beginning. Raises BadInput for a cursor that is not ours."""
        if self._cursor is None:
            return None
        try:
            padded = self._cursor + "=" * (-len(self._cursor) % 4)
            found = json.loads(base64.urlsafe_b64decode(padded))
        except (binascii.Error, ValueError, RecursionError):
            raise _foreign() from None
        if not isinstance(found, list):
            raise _foreign()
        return found

    def part(
        self, found: Sequence[_R], *, row_id: Callable[[_R], int] = attrgetter("id")
    ) -> tuple[list[_R], str | None]:
        """Of `more` rows those to be shown, and the cursor of what follows them, None at the end."""
        shown = list(found[: self.limit])
        return shown, cursor_of(row_id(shown[-1])) if len(found) > self.limit else None

    def part_by_day(self, found: Sequence[_R], *, key: Callable[[_R], tuple[date, int]]) -> tuple[list[_R], str | None]:
        """The same of a list by day: `key` is the day and the id of a row."""
        shown = list(found[: self.limit])
        return shown, cursor_of(*key(shown[-1])) if len(found) > self.limit else None


def cursor_of(*row: Any) -> str:
    """The cursor of a row."""
    packed = json.dumps(row, separators=(",", ":"), default=str).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def one(
    visit: Visit,
    shape: BaseModel,
    *,
    version: int | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """One document. 304 when the caller has it already. `version` is what `If-Match` is compared with."""
    return told(visit, shape.model_dump_json(by_alias=True).encode(), version=version, status=status, headers=headers)


def page(visit: Visit, shapes: Sequence[BaseModel], following: str | None) -> Response:
    """A part of a list. `following` is the cursor of the last row shown, None when nothing follows."""
    items = b",".join(shape.model_dump_json(by_alias=True).encode() for shape in shapes)
    body = b'{"items":[' + items + b'],"next":' + json.dumps(following).encode() + b"}"
    headers: dict[str, str] = {}
    if following is not None:
        asked = [(name, value) for name, value in visit.request.query_params.multi_items() if name != "cursor"]
        query = urlencode([*asked, ("cursor", following)])
        headers["Link"] = f'<{visit.request.url.path}?{query}>; rel="next"'
    return told(visit, body, headers=headers)


def told(
    visit: Visit,
    body: bytes,
    *,
    version: int | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """JSON that is ready, with what every answer carries."""
    digest = sha256(body).hexdigest()[:20]
    etag = f'"{digest}"' if version is None else f'"{version}-{digest}"'
    sent = {"ETag": etag, "Content-Language": visit.language, **_VARY, **(headers or {})}
    if visit.request.method in ("GET", "HEAD") and _is_known(visit, etag):
        return Response(status_code=304, headers=sent)
    return Response(body, status_code=status, media_type="application/json", headers=sent)


def _is_known(visit: Visit, etag: str) -> bool:
    given = visit.request.headers.get("if-none-match", "")
    known = [one.strip().removeprefix("W/") for one in given.split(",")]
    return etag in known or "*" in known


def _foreign() -> BadInput:
    return BadInput("cursor", "Курсор не подходит, начните сначала", "The cursor does not fit, begin anew")
