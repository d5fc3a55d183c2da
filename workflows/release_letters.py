"""A person lets held letters go: after a restore, or after the breaker stopped a flood."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage import channel, journal, letters, organisations
from storage.organisations import ROOTS, OrganisationRow
from storage.scope import Scope, below
from workflows.access import forbidden


@dataclass(frozen=True, slots=True)
class LettersReleased:
    """`ids` of the letters that may go now; `breakers` counts the organisations whose breaker was reset."""

    ids: tuple[int, ...]
    breakers: int


def release_letters(tx: Connection, *, by: By, top: OrganisationRow | None) -> LettersReleased | Refused:
    """Queue the held letters of an organisation and of everything below it; `top` None = of every tree."""
    tops = [top] if top else organisations.listing(tx, visible=ROOTS)
    for each in tops:
        refused = forbidden(tx, by, "outbox.release", each.id)
        if refused is not None:
            return refused
    done = [_release(tx, by, each) for each in tops]
    ids = tuple(sorted(letter_id for each in done for letter_id in each.ids))
    return LettersReleased(ids, sum(each.breakers for each in done))


def _release(tx: Connection, by: By, top: OrganisationRow) -> LettersReleased:
    ids = letters.release(tx, Scope(paths=(top.path,)), now=by.at)
    under = organisations.listing(tx, visible=below([top.path]))
    reset = sum(channel.reset_breaker(tx, each.id, at=by.at) for each in under)
    if ids or reset:
        journal.append(
            tx,
            organisation_id=top.id,
            by=by,
            verb="outbox.release",
            subject=f"organisation:{top.id}",
            facts={"letters": list(ids), "breakers": reset},
        )
    return LettersReleased(ids, reset)
