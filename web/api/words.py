"""Deadlines and lifecycles in words: `nastavnik deadline`, `nastavnik workflow`."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field, StringConstraints

from engine.periods import Period
from engine.refusals import BadInput
from web.api.calling import Caller
from web.api.reading import one
from web.api.shapes import Day, Line, Out
from workflows.answers.deadlines import deadline_document
from workflows.calendars import calendar_for
from workflows.chosen_lifecycle import chosen_lifecycle, newest_lifecycle
from workflows.definitions.lifecycle_files import lifecycles
from workflows.read_deadlines import Phrase, read_deadline

router = APIRouter(prefix="/api/v1", tags=["words"])

_Key = Annotated[str, StringConstraints(max_length=64, pattern=r"^[a-z][a-z0-9-]*$")]


class DeadlineOut(Out):
    """A phrase as it was understood; `dates` are due days."""

    id: str | None
    phrase: str
    kind: str
    value: str
    dates: list[date]
    warnings: list[str]
    suggestion: str | None


class LifecycleOut(Out):
    lifecycle: str
    version: int
    title: str


class Lifecycles(Out):
    items: list[LifecycleOut]


class LifecycleShown(Out):
    """A definition in the shape of its file (see `nastavnik workflow schema`)."""

    lifecycle: str
    version: int
    title: dict[str, str]
    mentees: dict[str, int]
    stages: list[dict[str, Any]]
    moves: list[dict[str, Any]]
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@router.get("/deadline", operation_id="readDeadline", response_model=DeadlineOut)
def deadline(
    visit: Caller,
    phrase: Annotated[Line, Query(examples=["до 25 сентября"])],
    from_day: Annotated[Day | None, Query(alias="from", description="The plan begins")] = None,
    to_day: Annotated[Day | None, Query(alias="to", description="The plan ends")] = None,
) -> Response:
    """How a deadline phrase is understood. Without a period: five years from today."""
    window = None
    if from_day is not None or to_day is not None:
        if from_day is None or to_day is None or to_day < from_day:
            raise BadInput("to", "Нужны оба дня: from и to не раньше него", "Both days: `from` and `to` not before it")
        window = Period(from_day, to_day)
    found = read_deadline(Phrase(None, phrase, window), window=window, today=visit.today, calendar=calendar_for(week=5))
    return one(visit, DeadlineOut.model_validate(deadline_document(found, visit.language)))


@router.get("/workflows", operation_id="listWorkflows", response_model=Lifecycles)
def list_(visit: Caller) -> Response:
    """The newest version of every lifecycle."""
    with visit.read() as tx:
        found = [newest_lifecycle(tx, key) for key in lifecycles()]
    told = [{"lifecycle": each.key, "version": each.version, "title": each.title.in_(visit.language)} for each in found]
    return one(visit, Lifecycles.model_validate({"items": told}))


@router.get("/workflows/{key}", operation_id="showWorkflow", response_model=LifecycleShown)
def show(
    visit: Caller,
    key: Annotated[_Key, Path(examples=["teacher-pair"])],
    version: Annotated[int | None, Query(ge=1, le=100_000, description="Without it: the newest")] = None,
) -> Response:
    """A lifecycle definition."""
    with visit.read() as tx:
        found = chosen_lifecycle(tx, key, version)
    return one(visit, LifecycleShown.model_validate({**found.plain(), "hash": found.hash}))
