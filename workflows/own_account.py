"""The account of whoever asks."""

from sqlalchemy import Connection

from engine.actors import By
from storage import accounts
from storage.accounts import AccountRow
from workflows.access import unknown


def own_account(tx: Connection, by: By) -> AccountRow:
    """Raises BadInput for the operator and the clock, who have none, and for a closed one."""
    found = None if by.person_id is None else accounts.of_person(tx, by.person_id)
    if found is None or found.disabled:
        raise unknown("user")
    return found
