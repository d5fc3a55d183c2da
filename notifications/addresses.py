"""The door for mail addresses: one plain address per field, nothing else."""

import re
from functools import lru_cache

from engine.refusals import BadInput

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LONGEST_LOCAL, _LONGEST = 64, 254  # RFC 5321 4.5.3.1


@lru_cache(maxsize=1024)
def plain_address(text: str, field: str) -> str:
    """The one address in `text`, its domain in ASCII (школа.рф becomes xn--…).

    Display names, lists, quoted local parts, CR, LF, NUL and letters outside ASCII before the @ raise `BadInput`.

    >>> plain_address("curator@школа.рф", "recipient")
    'curator@xn--80atdl2c.xn--p1ai'
    """
    local, at, domain = text.rpartition("@")
    ascii_domain = _ascii(domain)
    address = f"{local}@{ascii_domain}"
    if (
        at
        and _LOCAL.fullmatch(local)
        and _DOMAIN.fullmatch(ascii_domain)
        and len(local) <= _LONGEST_LOCAL
        and len(address) <= _LONGEST
    ):
        return address
    raise BadInput(
        field,
        f"{field}: нужен ровно один адрес вида имя@школа.рф, латиницей до знака @",
        f"{field}: exactly one address like name@school.org is needed, in Latin letters before the @",
    )


def domain_of(address: str) -> str:
    """The part of a plain address after the @."""
    return address.rpartition("@")[2]


def _ascii(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
