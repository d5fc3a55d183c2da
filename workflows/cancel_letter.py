"""A person stops a letter that has not gone yet."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from engine.words import Words
from storage import letters
from storage.letters import LetterLine
from workflows.access import forbidden
from workflows.letter_at_hand import letter_at_hand, note, wrong_state

_REASON = "отменено человеком"


def cancel_letter(tx: Connection, *, by: By, letter_id: int) -> LetterLine | Refused:
    """Cancel a letter of which no byte went out. Refused for any other."""
    letter = letter_at_hand(tx, letter_id, by=by)
    refused = forbidden(tx, by, "outbox.cancel", letter.organisation_id)
    if refused is not None:
        return refused
    if not letters.cancel(tx, [letter_id], reason=_REASON):
        return wrong_state(letter, wanted=Words("ждущими отправки или отпуска", "waiting to go or to be released"))
    note(tx, by=by, verb="outbox.cancel", letter=letter)
    return letter_at_hand(tx, letter_id, by=by)
