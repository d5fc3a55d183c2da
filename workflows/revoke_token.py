"""A token or a calendar's address is revoked by whoever made it."""

from sqlalchemy import Connection

from engine.actors import By
from storage import api_tokens
from storage.api_tokens import TokenLine
from workflows.access import unknown
from workflows.asking import note
from workflows.own_account import own_account


def revoke_token(tx: Connection, *, by: By, token_id: int) -> TokenLine:
    """From now on it opens nothing; a repeat changes nothing. Raises BadInput for one that is not the actor's own."""
    account = own_account(tx, by)
    found = api_tokens.by_id(tx, token_id)
    if found is None or found.person_id != account.person_id:
        raise unknown("token")
    if api_tokens.revoke(tx, token_id, at=by.at):
        note(tx, account, by=by, verb="token.revoke", facts={"token": token_id, "calendar": found.kind == "calendar"})
    return found
