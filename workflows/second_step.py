"""The second step of signing in: codes of an authenticator (RFC 6238), and recovery codes for a lost phone."""

import hashlib
import secrets
from collections.abc import Sequence

from pyotp import random_base32
from pyotp.totp import TOTP

from storage.accounts import AccountRow

_STEP = 30  # seconds
_LEEWAY = 1  # a phone's clock may be a step off
_RECOVERY_CODES = 10
_ISSUER = "Наставник"
# No letters that are taken for figures. 16 of 31 signs: 79 bits, so a plain SHA-256 is enough.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def fresh_secret() -> str:
    return random_base32()


def address_of(account: AccountRow) -> str:
    """What the QR code says; "" while no secret is made."""
    return TOTP(account.totp).provisioning_uri(name=account.email, issuer_name=_ISSUER) if account.totp else ""


def step_of(account: AccountRow, code: str, *, seconds: float) -> int | None:
    """The 30-second step this code belongs to; None when it is wrong or of a step that was used before.

    `seconds`: real epoch seconds, by which phones count, not the turnable clock.
    """
    typed = "".join(code.split())
    if not account.totp or len(typed) != 6 or not (typed.isascii() and typed.isdigit()):
        return None
    totp, here = TOTP(account.totp), int(seconds // _STEP)
    for step in range(here - _LEEWAY, here + _LEEWAY + 1):
        if step > account.totp_step and secrets.compare_digest(totp.at(step * _STEP), typed):
            return step
    return None


def fresh_codes() -> tuple[str, ...]:
    """Ten codes, each good once: `abcd-efgh-jkmn-pqrs`."""
    return tuple(
        "-".join("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4)) for _ in range(_RECOVERY_CODES)
    )


def kept(codes: Sequence[str]) -> list[str]:
    """What is stored of them."""
    return [_hashed(code) for code in codes]


def without(account: AccountRow, code: str) -> list[str] | None:
    """The stored codes without this one; None when it is none of them."""
    used = _hashed(code)
    return [one for one in account.recovery if one != used] if used in account.recovery else None


def _hashed(code: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()
