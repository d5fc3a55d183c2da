"""A paper in one go, as scripts make it: drafted, filled, printed, and registered where that is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.papers.model import PaperForm
from engine.refusals import Refused
from storage import paper_files
from storage.organisations import OrganisationRow
from storage.paper_drafts import DraftRow
from workflows.access import forbidden
from workflows.draft_paper import draft_paper
from workflows.issue_paper import PaperIssued, PaperWritten, issue_paper, write_draft
from workflows.paper_at_hand import DraftAtHand, checked_subject, document_of, ground_of, needs_pair, values_at_hand
from workflows.paper_forms import form_for
from workflows.papers.collecting import PaperValues
from workflows.type_paper import Typing, merged


@dataclass(frozen=True, slots=True)
class PaperAsked:
    """What a paper is to be. `said`: values by field or by placeholder (`curator.name.acc`)."""

    form: str
    pairs: Sequence[int] = ()
    people: Sequence[int] = ()
    subject: Mapping[str, Any] = field(default_factory=dict[str, Any])
    said: Mapping[str, str] = field(default_factory=dict[str, str])
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """`issued` None: a draft only. `docx` is the document as it is now."""

    draft_id: int
    form: PaperForm
    values: PaperValues
    docx: bytes
    issued: PaperIssued | None


def write_paper(
    tx: Connection,
    *,
    by: By,
    organisation: OrganisationRow,
    asked: PaperAsked,
    registered: tuple[str, date] | None = None,
) -> Written | Refused:
    """`registered`: the number (`auto` = the next one) and the day. Refused and raises as the flows it is made of."""
    form = form_for(tx, organisation.path, asked.form)
    typed = merged(form, {}, _typing(form, asked.said), today=organisation.today(by.at))
    drafted = draft_paper(
        tx,
        by=by,
        organisation_id=organisation.id,
        form=asked.form,
        pairs=asked.pairs,
        people=asked.people,
        subject=asked.subject,
        typed=typed,
        item_id=asked.item_id,
    )
    if isinstance(drafted, Refused):
        return drafted
    issued = None
    if registered is not None:
        outcome = issue_paper(tx, by=by, draft_id=drafted.id, number=registered[0], dated=registered[1])
        if isinstance(outcome, Refused):
            return outcome
        issued = outcome
    written = write_draft(tx, by=by, draft_id=drafted.id)
    file = paper_files.get(tx, issued.id) if issued else None
    return Written(drafted.id, form, written.values, file.docx if file else written.docx, issued)


def preview_paper(
    tx: Connection, *, by: By, organisation: OrganisationRow, asked: PaperAsked
) -> PaperWritten | Refused:
    """The paper as it would be, with what is missing for it; nothing is stored."""
    if (no := forbidden(tx, by, "paper.draft", organisation.id)) is not None:
        return no
    form = form_for(tx, organisation.path, asked.form)
    checked_subject(tx, organisation.id, list(asked.pairs), list(asked.people))
    needs_pair(form, list(asked.pairs))
    typed = merged(form, {}, _typing(form, asked.said), today=organisation.today(by.at))
    row = DraftRow(
        id=0,
        organisation_id=organisation.id,
        form=form.key,
        pairs=list(asked.pairs),
        people=list(asked.people),
        subject=dict(asked.subject),
        typed=typed,
        item_id=asked.item_id,
        paper_id=None,
        dropped_on=None,
        made_at=by.at,
        actor_id=by.person_id,
        version=1,
    )
    ground = ground_of(tx, by=by, hand=DraftAtHand(row, organisation, form))
    found = values_at_hand(tx, ground, typed)
    return PaperWritten(found, document_of(tx, ground, found))


def _typing(form: PaperForm, said: Mapping[str, str]) -> Typing:
    """A name is a field where the form has one, else a placeholder."""
    fields = {one.name for one in form.fields if one.of != "rows"}
    return Typing(
        {name: text for name, text in said.items() if name in fields},
        {},
        {name: text for name, text in said.items() if name not in fields},
    )
