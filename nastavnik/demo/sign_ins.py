"""Who can sign in to the demonstration: one password for everybody, a second step for administrators."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import get_args

from engine.actors import Role
from web.pages.mailbox import SIGN_INS

PASSWORD = "svetlaya-reka"  # noqa: S105  # printed for everybody who tries the demonstration


@dataclass(frozen=True, slots=True)
class SignIn:
    """`totp` is the secret of the second step, "" for those without one."""

    role: Role
    name: str
    place: str
    email: str
    password: str
    totp: str = ""


def in_order(sign_ins: Iterable[SignIn]) -> tuple[SignIn, ...]:
    """By role, from the top of the tree down."""
    roles = get_args(Role)
    return tuple(sorted(sign_ins, key=lambda one: roles.index(one.role)))


def keep(folder: Path, sign_ins: Iterable[SignIn]) -> None:
    """Beside the Maildir, for the page of the mailbox."""
    told = [asdict(one) for one in sign_ins]
    (folder / SIGN_INS).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
