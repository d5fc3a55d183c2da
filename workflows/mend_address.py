"""The address a letter did not reach is put right, and the letter goes again."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import letters
from workflows.change_person import PersonChanges, change_person
from workflows.letter_at_hand import letter_at_hand, note


@dataclass(frozen=True, slots=True)
class AddressMended:
    """`again`: the letter is queued once more; False = it had gone or was over."""

    letter_id: int
    person_id: int
    again: bool


def mend_address(tx: Connection, *, by: By, letter_id: int, email: str, version: int) -> AddressMended | Refused:
    """Change the address of the letter's reader; a failed or uncertain letter is queued again.

    `version` is the one of the person that the editor saw. Raises BadInput for an unknown letter, no address, and the
    address that is there already; ChangedMeanwhile when somebody else saved first.
    """
    letter = letter_at_hand(tx, letter_id, by=by)
    if not email.strip():
        raise BadInput("email", "email: впишите адрес", "email: write the address")
    outcome = change_person(
        tx, by=by, person_id=letter.recipient_id, changes=PersonChanges(email=email), version=version
    )
    if isinstance(outcome, Refused):
        return outcome
    if "email" not in outcome.fields:
        raise BadInput("email", "email: это прежний адрес, исправьте его", "email: this is the old address, mend it")
    again = letters.retry(tx, letter_id, now=by.at)
    if again:
        note(tx, by=by, verb="outbox.retry", letter=letter)
    return AddressMended(letter_id, letter.recipient_id, again)
