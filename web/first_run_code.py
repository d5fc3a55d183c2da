"""The one-time address of a new installation. Its code needs no storage: it is made of the installation's secret, and
opens nothing once somebody has an account."""

import hashlib
import hmac

from web.parts import Parts
from workflows.found_installation import unfounded

_PURPOSE = b"the first run of this installation"
_LENGTH = 32


def first_run_code(secret: str) -> str:
    """128 bits of an HMAC, in letters that can be read out."""
    return hmac.new(secret.encode(), _PURPOSE, hashlib.sha256).hexdigest()[:_LENGTH]


def is_first_run_code(secret: str, given: str) -> bool:
    return hmac.compare_digest(first_run_code(secret).encode(), given.encode())


def first_run_address(parts: Parts) -> str | None:
    """Where the operator begins; None once somebody has an account."""
    with parts.database.read() as tx:
        if not unfounded(tx):
            return None
    return f"{parts.base_url.rstrip('/')}/first-run/{first_run_code(parts.secret)}"
