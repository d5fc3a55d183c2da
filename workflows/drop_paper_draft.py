"""A paper's draft is dropped; within the same page it may be taken up again."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, paper_drafts
from workflows.access import forbidden
from workflows.open_drafts import not_open
from workflows.paper_at_hand import take_draft


@dataclass(frozen=True, slots=True)
class DraftDropped:
    id: int


def drop_paper_draft(tx: Connection, *, by: By, draft_id: int) -> DraftDropped | Refused:
    """Refused for a draft that was registered or dropped already. Raises BadInput for an unknown one."""
    hand = take_draft(tx, by=by, draft_id=draft_id)
    if (no := forbidden(tx, by, "paper.draft", hand.organisation.id) or not_open(hand.draft)) is not None:
        return no
    paper_drafts.change(tx, hand.draft, dropped_on=hand.organisation.today(by.at))
    _note(tx, by=by, organisation_id=hand.organisation.id, verb="paper.drop", draft_id=draft_id)
    return DraftDropped(draft_id)


def take_up_paper_draft(tx: Connection, *, by: By, draft_id: int) -> DraftDropped | Refused:
    """A dropped draft is being written again; nothing happens to one that was not dropped."""
    hand = take_draft(tx, by=by, draft_id=draft_id)
    if (no := forbidden(tx, by, "paper.draft", hand.organisation.id)) is not None:
        return no
    if hand.draft.dropped_on is not None:
        paper_drafts.change(tx, hand.draft, dropped_on=None)
        _note(tx, by=by, organisation_id=hand.organisation.id, verb="paper.keep", draft_id=draft_id)
    return DraftDropped(draft_id)


def _note(tx: Connection, *, by: By, organisation_id: int, verb: str, draft_id: int) -> None:
    journal.append(tx, organisation_id=organisation_id, by=by, verb=verb, subject=f"paper-draft:{draft_id}", facts={})
