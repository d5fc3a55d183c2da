"""Somebody signed in changes the own password, or asks for a letter by which to choose a new one."""

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput
from engine.sign_in import LINKS_FROM_ADDRESS, LINKS_OF_ACCOUNT, wait_in_words
from storage.accounts import AccountRow
from workflows.account_letters import invite
from workflows.asking import Asking, Limited, remember, tell
from workflows.choose_password import PasswordChosen, set_password
from workflows.own_account import own_account
from workflows.passwords import checked_hash, fits
from workflows.sign_in import over, too_often


def change_password(tx: Connection, *, by: By, current: str, new: str, asking: Asking) -> PasswordChosen | BadInput:
    """Every other browser of the person is signed out; this one (`asking.old_hash`) stays.

    A wrong current password is returned, not raised: it counts like one at the door. Raises BadInput for a weak one,
    and when it was wrong too often.
    """
    account = own_account(tx, by)
    limited = over(tx, account.email, asking=asking)
    if limited is not None:
        raise _later(limited, "current", by)
    if account.password and not fits(account, current):
        tell(tx, account, asking=asking, method="password", outcome="wrong")
        return BadInput("current", "current: пароль не тот", "current: this is not the password")
    set_password(tx, account, checked_hash(new, account=account), by=by, keep=asking.old_hash)
    return PasswordChosen(account.person_id)


def ask_new_password(tx: Connection, *, by: By, asking: Asking) -> AccountRow:
    """Send a letter with a link to choose a new password; the old one holds until then. Raises BadInput too often."""
    account = own_account(tx, by)
    limited = too_often(
        tx,
        account.email,
        asking=asking,
        methods=("invitation",),
        outcome="asked",
        of_account=LINKS_OF_ACCOUNT,
        from_address=LINKS_FROM_ADDRESS,
    )
    if limited is not None:
        raise _later(limited, "", by)
    invite(tx, account, at=by.at, again=True)
    remember(tx, account.email, account.person_id, asking=asking, method="invitation", outcome="asked")
    return account


def _later(limited: Limited, field: str, by: By) -> BadInput:
    words = wait_in_words(limited.opens_at, at=by.at)
    return BadInput(field, words.ru, words.en)
