"""A paper being written or registered, taken up by somebody: its draft, what it is about, its values and bytes."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from documents.papers.building import built_in_template
from documents.papers.rendering import rendered
from engine.actors import By
from engine.papers.model import PaperForm
from engine.refusals import BadInput
from storage import organisations, paper_drafts, paper_values, turns
from storage.organisations import OrganisationRow
from storage.paper_drafts import DraftRow
from workflows.access import sees, unknown
from workflows.local_life import local_life
from workflows.paper_forms import form_for
from workflows.papers.collecting import PaperValues, values_of
from workflows.papers.ground import Ground
from workflows.papers.words_here import inflecting, own_template


@dataclass(frozen=True, slots=True)
class DraftAtHand:
    """The stored draft with its organisation and form."""

    draft: DraftRow
    organisation: OrganisationRow
    form: PaperForm


def take_draft(tx: Connection, *, by: By, draft_id: int) -> DraftAtHand:
    """Raises BadInput when there is no such draft the actor may see."""
    turns.take_of(tx, "paper_draft", draft_id)
    draft = paper_drafts.get(tx, draft_id)
    if draft is None or not sees(tx, by, draft.organisation_id):
        raise unknown("draft", draft_id)
    organisation = organisations.by_id(tx, draft.organisation_id)
    assert organisation is not None  # noqa: S101  # a foreign key says so
    return DraftAtHand(draft, organisation, form_for(tx, organisation.path, draft.form))


def ground_of(tx: Connection, *, by: By, hand: DraftAtHand, **more: Any) -> Ground:
    """What the draft is about; `more` is told of the subject beside what is stored (number and day)."""
    draft = hand.draft
    return Ground(
        tx,
        by,
        hand.organisation,
        local_life(tx, hand.organisation.id).today(by.at),
        hand.form,
        tuple(draft.pairs),
        tuple(draft.people),
        {**draft.subject, **more},
    )


def values_at_hand(tx: Connection, ground: Ground, typed: dict[str, Any]) -> PaperValues:
    return values_of(ground, typed, inflecting(tx, ground.organisation))


def document_of(tx: Connection, ground: Ground, found: PaperValues) -> bytes:
    """The DOCX: from the template the school uploaded for this form, else from ours."""
    template = own_template(tx, ground.organisation, found.form.key)
    return rendered(template or built_in_template(found.form), found.values)


def people_named(ground: Ground) -> set[int]:
    """Whom the paper names: its people, the members of its pairs, head and curator who sign it."""
    members = paper_values.members_of(ground.tx, ground.pairs) if ground.pairs else ()
    return {*ground.people, *(one.person_id for one in members)}


def checked_subject(tx: Connection, organisation_id: int, pair_ids: list[int], person_ids: list[int]) -> None:
    """Raises BadInput for a pair or a person that is not there or of another organisation."""
    known = {one.id for one in paper_values.pairs_named(tx, pair_ids) if one.organisation_id == organisation_id}
    if strange := sorted(set(pair_ids) - known):
        raise unknown("--pair", strange[0])
    inside = {one.id for one in paper_values.named(tx, person_ids) if one.organisation_id == organisation_id}
    if strange := sorted(set(person_ids) - inside):
        raise unknown("--person", strange[0])


def needs_pair(form: PaperForm, pair_ids: list[int]) -> None:
    """Raises BadInput when a paper about one pair names another number of them."""
    if form.about == "pair" and len(pair_ids) != 1:
        raise BadInput(
            "--pair", "--pair: документ об одной паре, укажите её", "--pair: a paper about one pair, name it"
        )
