"""What the linter says of a roadmap: `nastavnik roadmap lint|silence|unsilence`."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from web.api.calling import Caller
from web.api.reading import one
from web.api.shapes import In, Out, PathId, Reason, Word
from web.api.writing import change
from workflows.answers.findings import finding_document
from workflows.lint_roadmap import lint_roadmap
from workflows.silence_finding import Silenced, silence_finding, unsilence_finding

router = APIRouter(prefix="/api/v1", tags=["roadmaps"])


class FindingOut(Out):
    """`items` are the numbers of the rows, the one to mend first, `ids` theirs; `silenced`: why it is kept."""

    rule: str
    severity: Literal["warning", "hint"]
    items: list[str]
    ids: list[int]
    words: str
    why: str
    mend: str
    at: list[dict[str, int | str]]
    silenced: str | None


class Findings(Out):
    items: list[FindingOut]


class SilenceIn(In):
    rule: Word
    reason: Annotated[Reason, Field(min_length=1)]


class SpeakIn(In):
    rule: Word


class SilenceOut(Out):
    id: int
    rule: str
    silenced: bool


@router.get("/roadmaps/{roadmap_id}/findings", operation_id="lintRoadmap", response_model=Findings)
def lint(visit: Caller, roadmap_id: PathId) -> Response:
    """What the linter finds in a roadmap, warnings first."""
    with visit.read() as tx:
        found = lint_roadmap(tx, by=visit.by, roadmap_id=roadmap_id)
    inside = visit.home is not None and visit.names_shown(visit.home.path)
    told = [finding_document(each, visit.language, words=inside) for each in found]
    return one(visit, Findings.model_validate({"items": told}))


@router.post("/items/{item_id}/silence", operation_id="silenceFinding", response_model=SilenceOut)
def silence(visit: Caller, item_id: PathId, sent: SilenceIn) -> Response:
    """Keep what a rule finds about a row, with the reason."""
    return change(
        visit,
        lambda tx: silence_finding(tx, by=visit.by, item_id=item_id, rule_key=sent.rule, reason=sent.reason),
        answer=_answer,
        sent=sent,
    )


@router.post("/items/{item_id}/unsilence", operation_id="unsilenceFinding", response_model=SilenceOut)
def unsilence(visit: Caller, item_id: PathId, sent: SpeakIn) -> Response:
    """Let a silenced rule speak about the row again."""
    return change(
        visit,
        lambda tx: unsilence_finding(tx, by=visit.by, item_id=item_id, rule_key=sent.rule),
        answer=_answer,
        sent=sent,
    )


def _answer(made: Silenced) -> SilenceOut:
    return SilenceOut(id=made.item_id, rule=made.rule, silenced=made.silenced)
