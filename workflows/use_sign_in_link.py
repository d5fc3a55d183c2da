"""A one-time link signs in the browser that asked for it. Opening it does nothing; the button on its page does."""

from sqlalchemy import Connection

from storage import accounts, sign_in_links
from workflows.asking import Asking, SignedIn, Wrong, let_in, tell


def use_sign_in_link(tx: Connection, *, token_hash: str, browser_hash: str, asking: Asking) -> SignedIn | Wrong:
    """Wrong for a link that is unknown, used or too old, that another browser asked for, or whose account is disabled:
    one answer for all of them."""
    link = sign_in_links.find(tx, token_hash, "sign-in")
    account = None if link is None else accounts.of_person(tx, link.person_id)
    if link is None or account is None or account.disabled or link.browser_hash != browser_hash:
        return Wrong()
    if not sign_in_links.use(tx, token_hash, at=asking.at):
        tell(tx, account, asking=asking, method="link", outcome="expired")
        return Wrong()
    return let_in(tx, account, asking=asking, method="link")
