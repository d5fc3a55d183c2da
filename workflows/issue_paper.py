"""A draft becomes a paper: it gets its number and day, its DOCX is kept, rows and plans that wait for it are closed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import ChangedMeanwhile, Reason, Refused
from engine.words import Words
from storage import paper_drafts, paper_files, plans
from workflows.access import forbidden
from workflows.approve_plan import PURPOSE as APPROVES_PLANS
from workflows.approve_plan import approve_plan
from workflows.close_by_paper import Closed
from workflows.open_drafts import not_open
from workflows.paper_at_hand import document_of, ground_of, people_named, take_draft, values_at_hand
from workflows.papers.collecting import Lack, PaperValues
from workflows.papers.ground import Ground
from workflows.propose_number import propose_number
from workflows.register_paper import Entry, register_paper

AUTO = "auto"
_OUTSIDE = frozenset({"paper.number", "paper.date"})  # filled by the registration itself


@dataclass(frozen=True, slots=True)
class PaperIssued:
    """`id` is the paper's. `closed`: rows it closed by itself; `approved`: pairs whose plans it approved;
    `same_number`: other papers of this kind and year with the number.
    """

    id: int
    org: str
    form: str
    kind: str
    purpose: str
    number: str
    dated: date
    pairs: tuple[int, ...]
    closed: tuple[Closed, ...]
    approved: tuple[int, ...]
    same_number: tuple[int, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class PaperWritten:
    """A draft as it would be now."""

    values: PaperValues
    docx: bytes


def issue_paper(
    tx: Connection, *, by: By, draft_id: int, number: str, dated: date, version: int | None = None
) -> PaperIssued | Refused:
    """`number` `auto` takes the next one. Refused while something required is missing: every reason names a field.

    Raises BadInput for a day that has not come, ChangedMeanwhile when the draft is another than the `version` read.
    """
    hand = take_draft(tx, by=by, draft_id=draft_id)
    organisation, form = hand.organisation, hand.form
    no = forbidden(tx, by, "paper.register", organisation.id) or not_open(hand.draft)
    if no is not None:
        return no
    if version is not None and version != hand.draft.version:
        raise ChangedMeanwhile(f"paper-draft:{draft_id}")
    given = propose_number(tx, organisation_id=organisation.id, kind=form.kind, year=dated.year)
    number = given if number.strip().casefold() == AUTO else number
    ground = ground_of(tx, by=by, hand=hand, paper_number=number.strip(), paper_date=dated.isoformat())
    found = values_at_hand(tx, ground, hand.draft.typed)
    if lacks := [one for one in found.lacks if one.field.name not in _OUTSIDE]:
        return Refused(tuple(_reason(one) for one in lacks))
    made = register_paper(
        tx,
        by=by,
        organisation=organisation,
        kind=form.kind,
        purpose=form.purpose,
        number=number,
        dated=dated,
        pair_ids=ground.pairs,
        item_id=hand.draft.item_id,
        entry=Entry(form.title.ru, form.key, tuple(sorted(people_named(ground))), close_rows=True),
    )
    if isinstance(made, Refused):
        return made
    digest = paper_files.keep(tx, made.id, document_of(tx, ground, found))
    approved = _approve(tx, by=by, ground=ground, purpose=form.purpose, paper_id=made.id)
    if isinstance(approved, Refused):
        return approved
    paper_drafts.change(tx, hand.draft, paper_id=made.id)
    return PaperIssued(
        made.id,
        made.org,
        form.key,
        made.kind,
        made.purpose,
        made.number,
        made.dated,
        made.pairs,
        made.closed,
        approved,
        made.same_number,
        digest,
    )


def write_draft(tx: Connection, *, by: By, draft_id: int) -> PaperWritten:
    """The draft as a document, with places to write on where something is missing: it can always be printed.

    Raises BadInput when there is no such draft the actor may see.
    """
    ground = ground_of(tx, by=by, hand=take_draft(tx, by=by, draft_id=draft_id))
    draft = paper_drafts.get(tx, draft_id)
    found = values_at_hand(tx, ground, draft.typed if draft else {})
    return PaperWritten(found, document_of(tx, ground, found))


def _approve(tx: Connection, *, by: By, ground: Ground, purpose: str, paper_id: int) -> tuple[int, ...] | Refused:
    """An order that approves plans does so at once, for every pair that has one."""
    if purpose != APPROVES_PLANS:
        return ()
    approved: list[int] = []
    for pair_id in ground.pairs:
        if plans.get(tx, pair_id) is None or not plans.items(tx, pair_id):
            continue
        done = approve_plan(tx, by=by, pair_id=pair_id, paper_id=paper_id)
        if isinstance(done, Refused):
            return done
        approved.append(pair_id)
    return tuple(approved)


def _reason(one: Lack) -> Reason:
    return Reason(
        one.field.name,
        Words(f"{one.field.title.ru}: {one.why.ru}", f"{one.field.title.en}: {one.why.en}"),
        Words("Заполните и зарегистрируйте снова", "Fill it in and register again"),
    )
