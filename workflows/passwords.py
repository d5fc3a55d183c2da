"""Passwords become argon2 hashes, and are compared with them. Both are slow on purpose."""

from collections.abc import Sequence
from typing import Protocol

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from engine.refusals import BadInput
from engine.sign_in import LONGEST_PASSWORD, as_typed, password_fault
from storage.accounts import AccountRow


class Hasher(Protocol):
    """`verify` costs the same whatever the answer is."""

    def hash(self, password: str) -> str: ...

    def verify(self, password: str, hash: str) -> bool: ...  # the library's name of it


# What OWASP recommends where several people sign in at once on a small machine: 19 MiB and two passes.
HASHER: Hasher = PasswordHash((Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1),))

# The hash of nothing anybody can type: compared with where there is no password, at the same price.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$Kg6woSKklExVva++cw1kzA$pVDH+ktgauiMLPOlYrULshoKAnaoXSgVye3+mszDkQc"


def compare(accounts: Sequence[AccountRow], password: str, *, hasher: Hasher = HASHER) -> AccountRow | None:
    """The account this password opens. Without any account, or without a password in it, the work is the same.

    Belongs outside of a transaction: it takes long.
    """
    typed = as_typed(password)[: LONGEST_PASSWORD + 1]
    opened = [one for one in accounts if hasher.verify(typed, one.password or _NOBODY) and one.password]
    if not accounts:
        hasher.verify(typed, _NOBODY)
    return opened[0] if opened else None


def fits(account: AccountRow, password: str, *, hasher: Hasher = HASHER) -> bool:
    return compare([account], password, hasher=hasher) is not None


def checked_hash(password: str, *, account: AccountRow, hasher: Hasher = HASHER) -> str:
    """The hash of a new password. Raises BadInput when it is too short, too long or easily guessed."""
    fault = password_fault(password, known=(account.name, account.email))
    if fault is not None:
        raise BadInput("password", f"password: {fault.ru}", f"password: {fault.en}")
    return hasher.hash(as_typed(password))
