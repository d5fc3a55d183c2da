"""A person sends a letter again that failed or whose fate is unknown."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from engine.words import Words
from storage import letters
from storage.letters import LetterLine
from workflows.access import forbidden
from workflows.letter_at_hand import letter_at_hand, note, wrong_state


def retry_letter(tx: Connection, *, by: By, letter_id: int) -> LetterLine | Refused:
    """Queue a failed or uncertain letter once more. Refused for any other."""
    letter = letter_at_hand(tx, letter_id, by=by)
    refused = forbidden(tx, by, "outbox.retry", letter.organisation_id)
    if refused is not None:
        return refused
    if not letters.retry(tx, letter_id, now=by.at):
        return wrong_state(letter, wanted=Words("не дошедшими или неясными", "failed or uncertain"))
    note(tx, by=by, verb="outbox.retry", letter=letter)
    return letter_at_hand(tx, letter_id, by=by)
