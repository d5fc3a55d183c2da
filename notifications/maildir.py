"""Reads back what the local mail server has kept: the letters of a Maildir, newest first."""

import os
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from functools import lru_cache
from pathlib import Path

_HEAD = 8192  # bytes: more than the headers of any letter of ours


@dataclass(frozen=True, slots=True)
class Kept:
    """One letter as a list shows it. `number` counts the letters as they came."""

    number: int
    recipient: str
    sender: str
    subject: str
    at: datetime | None


def kept(maildir: Path) -> list[Kept]:
    """Every letter, newest first. A letter never changes, so each is read once."""
    return [_head(path) for path in sorted(_paths(maildir), key=os.path.basename, reverse=True)]


def letter(maildir: Path, number: int) -> EmailMessage | None:
    """One whole letter, None when there is no such number."""
    found = next((path for path in _paths(maildir) if _number(path) == number), None)
    if found is None:
        return None
    read = message_from_bytes(Path(found).read_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)  # noqa: S101  # what this policy makes
    return read


def head_of(maildir: Path, number: int) -> Kept | None:
    found = next((path for path in _paths(maildir) if _number(path) == number), None)
    return None if found is None else _head(found)


def part_of(message: EmailMessage, kind: str) -> str:
    """The text (`plain`) or the page (`html`) of a letter with plain line ends; "" when it has none."""
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n")


def _paths(maildir: Path) -> list[str]:
    return [entry.path for part in ("new", "cur") for entry in os.scandir(maildir / part)]


def _number(path: str) -> int:
    first = os.path.basename(path).partition(".")[0]
    return int(first) if first.isdigit() else 0


@lru_cache(maxsize=20_000)
def _head(path: str) -> Kept:
    with open(path, "rb") as file:
        headers = BytesHeaderParser(policy=policy.default).parsebytes(file.read(_HEAD))
    at: datetime | None = getattr(headers["Date"], "datetime", None)
    return Kept(
        _number(path),
        str(headers["Delivered-To"] or headers["To"] or ""),
        str(headers["From"] or ""),
        str(headers["Subject"] or ""),
        at,
    )
