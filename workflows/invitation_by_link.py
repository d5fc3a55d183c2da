"""An invitation is answered by the link of its letter, and answered otherwise as often as plans change."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from engine.refusals import Refused
from storage import event_answers, link_uses
from workflows.answer_invitation import InvitationAnswered, answer_invitation, check_coming
from workflows.open_letter_link import OpenLink

_EVER = timedelta(days=366)


def come_by_link(tx: Connection, opened: OpenLink, *, person_id: int, word: str) -> Mapping[str, Any] | Refused:
    """What undoing needs. An earlier answer about the same person no longer stands, so it can be given again."""
    coming = check_coming(word, "coming")
    made = answer_invitation(tx, by=opened.by, event_id=opened.link.subject_id, person_id=person_id, coming=coming)
    if isinstance(made, Refused):
        return made
    earlier = link_uses.of_person(tx, opened.link.person_id, subject=opened.link.subject, since=opened.at - _EVER)
    for use in earlier:
        if use.action == "coming" and use.answer["person"] == person_id:
            link_uses.undo(tx, use.token_hash, at=opened.at)
    return {"person": made.person_id, "coming": made.coming, "before": made.before}


def stands_so(tx: Connection, opened: OpenLink, *, person_id: int, word: str) -> bool:
    """Whether this is the answer now: a moved event has forgotten its answers, the office may have entered another."""
    return _coming(tx, opened, person_id) is check_coming(word, "coming")


def take_back_coming(tx: Connection, opened: OpenLink, kept: Mapping[str, Any]) -> InvitationAnswered | Refused | None:
    """What had been answered before; None when something else was said since and stays."""
    if _coming(tx, opened, kept["person"]) is not kept["coming"]:
        return None
    event_id = opened.link.subject_id
    return answer_invitation(tx, by=opened.by, event_id=event_id, person_id=kept["person"], coming=kept["before"])


def _coming(tx: Connection, opened: OpenLink, person_id: int) -> bool | None:
    rows = event_answers.guests_of(tx, opened.link.subject_id, [person_id])
    return rows[0].coming if rows else None
