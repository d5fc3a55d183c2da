"""Somebody asks for a one-time link to sign in. The answer is the same whether the address is known or not."""

from sqlalchemy import Connection

from engine.sign_in import LINKS_FROM_ADDRESS, LINKS_OF_ACCOUNT
from storage import accounts
from workflows.account_letters import send_link
from workflows.asking import Asking, Limited, remember, typed_address
from workflows.sign_in import too_often


def ask_sign_in_link(tx: Connection, *, email: str, browser_hash: str, asking: Asking) -> Limited | None:
    """Queue a letter for every account of the address; the link works in the browser that asked and nowhere else.

    None = a letter goes out if there is an account. `asking.token_hash` is not used: nothing opens yet.
    """
    limited = too_often(
        tx,
        email,
        asking=asking,
        methods=("link",),
        outcome="asked",
        of_account=LINKS_OF_ACCOUNT,
        from_address=LINKS_FROM_ADDRESS,
    )
    if limited is not None:
        return limited
    known = accounts.of_email(tx, typed_address(email))
    for account in known:
        send_link(tx, account, browser_hash=browser_hash, at=asking.at)
    first = known[0].person_id if known else None
    remember(tx, email, first, asking=asking, method="link", outcome="asked")
    return None
