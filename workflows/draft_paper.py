"""Begins a paper: which form, about what. Its values are taken from the data each time it is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import journal, organisations, paper_drafts, roadmaps
from workflows.access import forbidden, unknown
from workflows.paper_at_hand import checked_subject, needs_pair
from workflows.paper_forms import form_of

_SUBJECTS = frozenset({"from", "to", "day", "event", "roadmap", "programme", "practices"})


@dataclass(frozen=True, slots=True)
class PaperDrafted:
    """`org` is the organisation's path."""

    id: int
    org: str
    form: str
    pairs: tuple[int, ...]


def draft_paper(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    form: str,
    pairs: Sequence[int] = (),
    people: Sequence[int] = (),
    subject: Mapping[str, Any] | None = None,
    typed: Mapping[str, Any] | None = None,
    item_id: int | None = None,
) -> PaperDrafted | Refused:
    """`subject`: days `from`, `to`, `day` (ISO) or ids of an event, a roadmap, a programme, practices. `item_id` is the
    row the paper will close when it is registered. `typed` stands over the values of the data.

    Raises BadInput for an unknown form, and for a pair, a person or a row of another organisation.
    """
    if (no := forbidden(tx, by, "paper.draft", organisation_id)) is not None:
        return no
    known = form_of(tx, organisation_id, form)
    about, named = list(dict.fromkeys(pairs)), list(dict.fromkeys(people))
    checked_subject(tx, organisation_id, about, named)
    needs_pair(known, about)
    if item_id is not None:
        row = roadmaps.item(tx, item_id)
        if row is None or row.organisation_id != organisation_id:
            raise unknown("--item", item_id)
    draft_id = paper_drafts.add(
        tx,
        organisation_id=organisation_id,
        form=form,
        pairs=about,
        people=named,
        subject={key: value for key, value in (subject or {}).items() if key in _SUBJECTS and value},
        typed=typed or {},
        item_id=item_id,
        at=by.at,
        actor_id=by.person_id,
    )
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="paper.draft",
        subject=f"paper-draft:{draft_id}",
        facts={"form": form, "pairs": about, "item": item_id},
    )
    place = organisations.by_id(tx, organisation_id)
    return PaperDrafted(draft_id, place.path if place else "", form, tuple(about))
