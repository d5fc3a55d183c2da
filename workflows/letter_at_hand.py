"""The letter a person wants to steer, and what is said when its state does not allow it."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, letters
from storage.letters import LetterLine
from storage.scope import EVERYTHING
from workflows.access import sees, unknown

STATES = ("queued", "claimed", "in_data", "sent", "cancelled", "failed", "uncertain", "held")


def letter_at_hand(tx: Connection, letter_id: int, *, by: By) -> LetterLine:
    """Raises BadInput when there is no such letter the actor may see."""
    found = letters.one(tx, EVERYTHING, letter_id)
    if found is None or not sees(tx, by, found.organisation_id):
        raise unknown("id", letter_id)
    return found


def wrong_state(letter: LetterLine, *, wanted: Words) -> Refused:
    """The refusal for a letter in another state; `wanted` says which letters it can be done with."""
    return Refused(
        (
            Reason(
                "state",
                Words(f"Письмо {letter.id} в состоянии {letter.state}", f"Letter {letter.id} is {letter.state}"),
                Words(f"Это делают с письмами: {wanted.ru}", f"This is done with letters: {wanted.en}"),
            ),
        )
    )


def note(tx: Connection, *, by: By, verb: str, letter: LetterLine) -> None:
    """The journal's line about a person's click on a letter."""
    journal.append(
        tx,
        organisation_id=letter.organisation_id,
        by=by,
        verb=verb,
        subject=f"letter:{letter.id}",
        facts={"was": letter.state},
        people={"recipient": letter.recipient_id},
    )
