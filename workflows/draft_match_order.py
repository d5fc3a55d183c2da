"""Drafts the order that assigns the pairs formed by a proposal: without it no pair goes on to the acquaintance."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import pairs
from workflows.draft_paper import PaperDrafted, draft_paper
from workflows.match_at_hand import take_match

_FORM = "order-pairing"


def draft_match_order(tx: Connection, *, by: By, proposal_id: int) -> PaperDrafted | Refused:
    """About every live pair taken of the proposal. Raises BadInput when none was taken."""
    hand = take_match(tx, by=by, proposal_id=proposal_id, verb="match.take")
    if isinstance(hand, Refused):
        return hand
    found = [pairs.get(tx, one["pair"]) for one in hand.row.taken]
    live = [one.id for one in found if one is not None and one.closed_on is None]
    if not live:
        raise BadInput("match", "Сначала сформируйте хотя бы одну пару", "Form at least one pair of the proposal first")
    programme = hand.programme
    return draft_paper(
        tx,
        by=by,
        organisation_id=programme.organisation_id,
        form=_FORM,
        pairs=live,
        subject={"programme": programme.id},
    )
