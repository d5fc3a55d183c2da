"""The turn of the school year: `nastavnik year preview|turn|undo`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response
from pydantic import Field
from sqlalchemy import Connection

from engine.refusals import Refused
from web.api.calling import Caller
from web.api.shapes import Id, In, OrgPath, Out
from web.api.writing import change
from workflows.find import find_organisation
from workflows.next_roadmap import RowChoices
from workflows.show_year_turn import YearChoices
from workflows.turn_year import YearTurned, turn_year
from workflows.undo_year import YearUnturned, undo_year

router = APIRouter(prefix="/api/v1", tags=["programmes"])


class PairChoice(In):
    """What becomes of a pair; `outcome` of one that is closed."""

    pair: Id
    decision: Literal["close", "prolong", "leave"]
    outcome: Annotated[str, Field(strict=True, max_length=32, pattern=r"^[a-z_]*$")] = ""


class YearIn(In):
    """Without `programmes` those that end; without `items` the rows that are proposed."""

    org: OrgPath
    programmes: list[Id] | None = Field(default=None, max_length=100)
    pairs: list[PairChoice] = Field(default_factory=list, max_length=2000)
    items: list[Id] | None = Field(default=None, max_length=2000)


class YearOut(Out):
    """New ids by the old ones; `announced` ends come after their notice."""

    programmes: dict[str, int]
    roadmaps: dict[str, int]
    closed: list[int]
    announced: list[int]
    prolonged: list[int]
    left: list[int]
    carried: list[int]


class YearUndone(Out):
    pairs: int
    rows: int


@router.post("/year-turns", operation_id="turnYear", response_model=YearOut, status_code=201)
def turn(visit: Caller, sent: YearIn) -> Response:
    """Begin the new school year in one transaction."""

    def flow(tx: Connection) -> YearTurned | Refused:
        place = find_organisation(tx, sent.org, by=visit.by, field="org")
        return turn_year(tx, by=visit.by, organisation=place, choices=_choices(sent))

    return change(visit, flow, answer=_answer, sent=sent, status=201)


@router.post("/year-turns/undo", operation_id="undoYear", response_model=YearUndone)
def undo(visit: Caller, org: Annotated[OrgPath, Query(description="Whose year")]) -> Response:
    """Undo the turn of the year within a day."""

    def flow(tx: Connection) -> YearUnturned | Refused:
        return undo_year(tx, by=visit.by, organisation=find_organisation(tx, org, by=visit.by, field="org"))

    return change(visit, flow, answer=lambda made: YearUndone(pairs=made.pairs, rows=made.rows))


def _choices(sent: YearIn) -> YearChoices:
    return YearChoices(
        programmes=None if sent.programmes is None else frozenset(sent.programmes),
        pairs={one.pair: one.decision for one in sent.pairs},
        outcomes={one.pair: one.outcome for one in sent.pairs if one.outcome},
        rows=RowChoices(rows=None if sent.items is None else frozenset(sent.items)),
    )


def _answer(made: YearTurned) -> YearOut:
    return YearOut(
        programmes={str(old): new for old, new in made.programmes.items()},
        roadmaps={str(old): new for old, new in made.roadmaps.items()},
        closed=list(made.closed),
        announced=list(made.announced),
        prolonged=list(made.prolonged),
        left=list(made.left),
        carried=list(made.carried),
    )
